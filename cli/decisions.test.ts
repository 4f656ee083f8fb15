import { expect, test } from 'vitest'
import { readArguments } from './arguments.ts'
import { redactCommand } from './commands/redact.ts'
import { readDecisions } from './decisions.ts'

function labelOf(...words: readonly string[]) {
  const args = readArguments(redactCommand, ['clip.mp4', '--out', 'copy.mp4', ...words])
  if (!args.ok) return args
  const decided = readDecisions(args.value, [])
  return decided.ok ? decided.value.label : decided
}

test('a label is one tidy line, at the bottom left unless it is put elsewhere', () => {
  expect(labelOf()).toBe(undefined)
  expect(labelOf('--label', ' Redacted  copy \u2013 SAR 12 ')).toEqual({
    text: 'Redacted copy - SAR 12',
    at: 'bottom-left',
  })
  expect(labelOf('--label', 'Copy', '--label-at', 'top-right')).toEqual({ text: 'Copy', at: 'top-right' })
})

test.each([
  [['--label', ' '], { kind: 'label-unfit', why: 'empty' }],
  [['--label', 'копия'], { kind: 'label-unfit', why: 'sign', sign: 'к' }],
  [['--label', 'x'.repeat(121)], { kind: 'label-unfit', why: 'too-long', most: 120 }],
  [['--label-at', 'top-right'], { kind: 'usage' }],
  [['--label', 'Copy', '--label-at', 'middle'], { kind: 'usage' }],
])('%j is refused', (words, failure) => {
  expect(labelOf(...words)).toMatchObject({ ok: false, failure })
})
