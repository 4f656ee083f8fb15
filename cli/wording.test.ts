import fc from 'fast-check'
import { expect, it } from 'vitest'
import { failuresAbout } from '../contract/wording/synthetic/failures.ts'
import { frameIndex } from '../core/time.ts'
import { exitCodeOf } from './exit-codes.ts'
import { sentenceFor } from './wording.ts'

const name = 'thing.mp4'
const failures = failuresAbout(name)

it.each(failures)('words $kind as sentences with what to do, without code words', (failure) => {
  const sentence = sentenceFor(failure)
  expect(sentence).toMatch(/^[A-Z].*\.$|^thing\.mp4 .*\.$/)
  expect(sentence).not.toMatch(/undefined|null|\[object|Error|errno|E[A-Z]{4,}|\n|:\d+:\d+/)
  expect(sentence.length).toBeLessThan(320)
  expect(sentence).not.toContain(failure.kind.includes('-') ? failure.kind : '\u0000')
})

it.each(failures)('gives $kind an exit code that is not success', (failure) => {
  expect([1, 2, 3, 5, 6, 130]).toContain(exitCodeOf(failure))
})

it('makes sentences of what was said in few words', () => {
  expect(sentenceFor({ kind: 'usage', detail: 'the clip has no sound' })).toMatch(/^The clip has no sound\. Nothing/)
})

it('prints names without what they would do to a terminal', () => {
  const evil = 'a\u001b[2J\u009b1m\u202eb\r\nc\u2028d.mp4'
  expect(sentenceFor({ kind: 'file-missing', name: evil })).toContain('a?[2J?1m?b??c?d.mp4. Check')
  expect(sentenceFor({ kind: 'file-missing', name: 'Überfall 12 – Straße.mp4' })).toContain('Überfall 12 – Straße.mp4')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (thing) => {
      for (const failure of failuresAbout(thing))
        expect(sentenceFor(failure)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
    }),
    { numRuns: 20 },
  )
})

it('names the suffix that is wanted and the frames to look at', () => {
  expect(sentenceFor({ kind: 'wrong-suffix', name, suffix: '.m4a' })).toContain('something.m4a')
  const found = [{ kind: 'solid', frame: frameIndex(41), detail: 'x' }] as const
  const checks = [{ check: 'solid', outcome: 'failed', figures: {}, failures: found }] as const
  const report = { outcome: 'failed', checks, leaks: [], lookHere: [] } as const
  expect(sentenceFor({ kind: 'verification-failed', report })).toContain('frame 41')
})

it('says how a command line goes on', () => {
  expect(sentenceFor({ kind: 'usage', detail: 'there is no option --colour' })).toContain(
    'Nothing was done; see --help.',
  )
  expect(sentenceFor({ kind: 'file-exists', name })).toContain('. Choose another name for --out, or add --overwrite')
  expect(sentenceFor({ kind: 'file-exists', name, final: true })).toContain('. Choose another place: this command')
  expect(sentenceFor({ kind: 'vault-missing', name })).toContain('"occlude vault init".')
})

it('keeps the exit codes of FORMATS.md', () => {
  const codes = failures.map((failure) => [failure.kind, exitCodeOf(failure)])
  expect(Object.fromEntries(codes)).toMatchObject({
    usage: 2,
    'file-missing': 3,
    'file-exists': 6,
    'file-is-input': 6,
    'verification-failed': 5,
    'verification-incomplete': 5,
    'engine-died': 1,
    cancelled: 130,
  })
})
