import { expect, test } from 'vitest'
import type { AudioIndex, ClipIndex } from '../../../../core/clips/clip-index.ts'
import type { AudioDecision } from '../../../../core/redaction/project.ts'
import { sampleIndex } from '../../../../core/time.ts'
import { silentSound } from './silent-sound.ts'

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

test('all that nobody has kept is silent', () => {
  expect(silentSound([], index)).toEqual(new Map([[2, [[0, 10]]]]))
})

test('of what is kept, mutes are silent as far as they reach in the copy, and so is what has a tone over it', () => {
  const decisions = [decision('keep', 0, 10), decision('mute', 2, 3), decision('bleep', 6, 7)]
  expect(silentSound(decisions, index).get(2)).toEqual([
    [1, 4],
    [6, 7],
  ])
})
