import { expect, test } from 'vitest'
import { type ClipIndex, sha256 } from '../clips/clip-index.ts'
import type { AudioDecision } from '../redaction/project.ts'
import { sampleIndex, seconds } from '../time.ts'
import { speechMutes } from './mute-speech.ts'
import type { SpeechRun } from './speech.ts'

const audio = [0, 1].map((track) => ({
  ...{ track, codec: 'aac', sampleRate: 1000, channels: 1 },
  ...{ firstSample: sampleIndex(0), samples: 10_000 },
}))
const index: ClipIndex = {
  ...{ sha256: sha256('0'.repeat(64)), bytes: 1, container: 'mov', originSeconds: seconds(0), video: null },
  audio,
}

function range(from: number, until: number) {
  return { fromSample: sampleIndex(from), untilSample: sampleIndex(until) }
}

const run: SpeechRun = {
  ...{ version: 1, clip: { sha256: index.sha256 }, model: 'x' },
  tracks: [
    {
      audioTrack: 0,
      segments: [
        { ...range(1000, 2000), kind: 'speech', probability: 0.5, highest: 1 },
        { ...range(5000, 6000), kind: 'radio', probability: 0.5, highest: 1 },
      ],
      failed: [[sampleIndex(3000), sampleIndex(4000)]],
    },
  ],
}

function told(bleeps: readonly AudioDecision[] = []): readonly string[] {
  return speechMutes(run, index, bleeps).map(
    ({ kind, audioTrack, fromSample, untilSample, reason }) =>
      `${kind} ${audioTrack}: ${fromSample}-${untilSample} ${reason}`,
  )
}

test('mutes segments with their kind, what failed, and every track that nobody listened to', () => {
  expect(told()).toEqual([
    'mute 0: 1000-2000 speech',
    'mute 0: 3000-4000 not examined',
    'mute 0: 5000-6000 radio',
    'mute 1: 0-10000 not examined',
  ])
})

test('leaves what is bleeped to the bleep, in its own track alone', () => {
  const bleep: AudioDecision = { kind: 'bleep', audioTrack: 0, ...range(1200, 5500) }
  expect(told([bleep])).toEqual(['mute 0: 1000-1200 speech', 'mute 0: 5500-6000 radio', 'mute 1: 0-10000 not examined'])
  expect(told([{ ...bleep, audioTrack: 1 }])).toContain('mute 1: 0-1200 not examined')
})
