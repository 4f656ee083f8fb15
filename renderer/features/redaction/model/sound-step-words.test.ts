import { expect, test } from 'vitest'
import type { AudioDecision } from '../../../../core/redaction/project.ts'
import { sampleIndex } from '../../../../core/time.ts'
import { soundStepWords } from './sound-step-words.ts'

const decision = (kind: AudioDecision['kind'], from = 0, more: Partial<AudioDecision> = {}): AudioDecision => ({
  ...{ kind, audioTrack: 0, fromSample: sampleIndex(from), untilSample: sampleIndex(from + 100) },
  ...more,
})
const [kept, muted] = [decision('keep'), decision('mute', 500)]

test.each<[string, readonly AudioDecision[], readonly AudioDecision[]]>([
  ['kept a part of the sound', [], [kept]],
  ['muted a part of the sound', [kept], [kept, muted]],
  ['bleeped a part of the sound', [kept, muted], [decision('bleep'), muted]],
  ['gave a ground for a part of the sound that is kept', [muted, kept], [muted, { ...kept, reason: 'consent' }]],
  ['took away the ground of a part of the sound that is kept', [{ ...kept, reason: 'consent' }], [kept]],
  ['moved the edges of a part of the sound that is muted', [kept, muted], [kept, decision('mute', 501)]],
  ['left a part of the sound undecided', [kept, muted], [muted]],
  ['left a part of the sound undecided', [kept], []],
  ['took every decision about sound away', [kept, muted], []],
  ['left the sound as it was', [kept], [kept]],
])('says that somebody %s', (words, before, after) => {
  expect(soundStepWords(before, after)).toBe(words)
})
