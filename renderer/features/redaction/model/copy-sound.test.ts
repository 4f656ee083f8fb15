import { expect, test } from 'vitest'
import type { AudioIndex, ClipIndex } from '../../../../core/clips/clip-index.ts'
import type { AudioDecision } from '../../../../core/redaction/project.ts'
import { sampleIndex } from '../../../../core/time.ts'
import { copySound } from './copy-sound.ts'

const audio: AudioIndex = {
  ...{ track: 2, codec: 'pcm_mulaw', sampleRate: 1_024, channels: 1 },
  ...{ firstSample: sampleIndex(0), samples: 10_240 },
}
const index = { audio: [audio] } as unknown as ClipIndex

function decision(kind: AudioDecision['kind'], from: number, until: number): AudioDecision {
  return {
    kind,
    audioTrack: 2,
    fromSample: sampleIndex(from * 1_024),
    untilSample: sampleIndex(until * 1_024),
  } as AudioDecision
}

const edits = (decisions: readonly AudioDecision[]) =>
  copySound(decisions, index)
    .get(2)
    ?.map(({ kind, fromSample, untilSample }) => [kind, fromSample / 1_024, untilSample / 1_024])

test('all that nobody has kept is muted', () => {
  expect(edits([])).toEqual([['mute', 0, 10]])
})

test('of what is kept, mutes reach as far as in the copy, and a tone lies over what is bleeped', () => {
  const decisions = [decision('keep', 0, 10), decision('mute', 2, 3), decision('bleep', 6, 7)]
  expect(edits(decisions)).toEqual([
    ['mute', 1, 4],
    ['bleep', 6, 7],
  ])
})
