import fc from 'fast-check'
import { expect, it } from 'vitest'
import { failuresAbout } from '../../contract/wording/synthetic/failures.ts'
import { failureSentence } from './wording.ts'

const failures = failuresAbout('thing.mp4')

it.each(failures)('words $kind as sentences for somebody at a window', (failure) => {
  const sentence = failureSentence(failure)
  expect(sentence).toMatch(/^[A-Z].*\.$|^thing\.mp4 .*\.$/)
  expect(sentence).not.toMatch(/undefined|null|\[object|Error|errno|E[A-Z]{4,}|;\s*\.|\s{2}/)
  expect(sentence.length).toBeLessThan(320)
})

it.each(failures)('speaks of no option, command or code word where $kind is told', (failure) => {
  const sentence = failureSentence(failure)
  for (const foreign of ['--', 'occlude ', 'npm']) expect(sentence).not.toContain(foreign)
  expect(sentence).not.toContain(failure.kind.includes('-') ? failure.kind : '\u0000')
  if (failure.kind === 'not-permitted') expect(sentence).not.toContain(failure.permission)
})

it('shows names on one line, and never lets them turn the direction of writing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (thing) => {
      for (const failure of failuresAbout(thing))
        expect(failureSentence(failure)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
    }),
    { numRuns: 20 },
  )
  expect(failureSentence({ kind: 'file-empty', name: 'a\u202e4pm.exe' })).toContain('a?4pm.exe')
})
