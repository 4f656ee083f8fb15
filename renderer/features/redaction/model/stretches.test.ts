import { expect, test } from 'vitest'
import type { AudioIndex } from '../../../../core/clips/clip-index.ts'
import type { AudioDecision, RedactionProject } from '../../../../core/redaction/project.ts'
import type { HeardTrack } from '../../../../core/sound/speech.ts'
import { sampleIndex } from '../../../../core/time.ts'
import { decideStretch, moveStretch, muteRadio, type Stretch, stretchAt, stretchesOf } from './stretches.ts'

const track = (number: number, sampleRate: number): AudioIndex => ({
  ...{ track: number, codec: 'aac', sampleRate, channels: 1 },
  ...{ firstSample: sampleIndex(100), samples: 10_000 },
})
const index = { audio: [track(0, 1_000), track(1, 2_000)] } as const

const heard: readonly HeardTrack[] = [
  {
    audioTrack: 0,
    segments: [
      {
        ...{ fromSample: sampleIndex(1_000), untilSample: sampleIndex(2_000) },
        ...{ kind: 'speech', probability: 0.9, highest: 1 },
      },
    ],
    failed: [[sampleIndex(5_000), sampleIndex(5_500)]],
  },
  {
    audioTrack: 1,
    segments: [
      {
        ...{ fromSample: sampleIndex(4_000), untilSample: sampleIndex(4_400) },
        ...{ kind: 'radio', probability: 0.9, highest: 1 },
      },
    ],
    failed: [],
  },
]

function decision(kind: AudioDecision['kind'], from: number, until: number, reason?: string): AudioDecision {
  const range = { fromSample: sampleIndex(from), untilSample: sampleIndex(until), audioTrack: 0 }
  return { kind, ...range, ...(reason === undefined ? {} : { reason }) }
}

const shown = (audio: readonly AudioDecision[]) =>
  stretchesOf({ audio }, heard, index).map(({ audioTrack, fromSample, untilSample, heard: what, decision: kind }) =>
    [audioTrack, fromSample, untilSample, what, kind].join(' '),
  )

function first(audio: readonly AudioDecision[]): Stretch {
  const [stretch] = stretchesOf({ audio }, heard, index)
  if (!stretch) throw new Error('there is no stretch')
  return stretch
}

function audioAfter(command: ReturnType<typeof decideStretch>): RedactionProject['audio'] {
  if (command?.kind !== 'set-audio') throw new Error('the sound was to be changed')
  return command.audio
}

test('what may be speech of all tracks in the order of time, and what nobody could listen to', () => {
  expect(shown([])).toEqual(['0 1000 2000 speech ', '1 4000 4400 radio ', '0 5000 5500 unknown '])
})

test('a decision stands in place of the suggestion that it is about, also when it is a little moved', () => {
  expect(shown([decision('keep', 1_200, 2_100)])).toEqual([
    '0 1200 2100 speech keep',
    '1 4000 4400 radio ',
    '0 5000 5500 unknown ',
  ])
})

test('a decision about something else leaves the suggestion open: what is longer, shorter, or of another track', () => {
  expect(shown([decision('keep', 0, 9_000)])[0]).toBe('0 0 9000  keep')
  expect(shown([decision('bleep', 1_400, 1_600)]).slice(0, 2)).toEqual(['0 1000 2000 speech ', '0 1400 1600  bleep'])
  const radio = shown([decision('mute', 4_000, 4_400)])
  expect(radio).toContain('1 4000 4400 radio ')
  expect(radio).toContain('0 4000 4400  mute')
})

test('deciding adds one decision to the sample, deciding again changes it, and undeciding takes it away', () => {
  const kept = audioAfter(decideStretch({ audio: [] }, first([]), 'keep', 'consent'))
  expect(kept).toEqual([decision('keep', 1_000, 2_000, 'consent')])
  const muted = audioAfter(decideStretch({ audio: kept }, first(kept), 'mute', null))
  expect(muted).toEqual([decision('mute', 1_000, 2_000)])
  expect(decideStretch({ audio: muted }, first(muted), 'mute', null)).toBeNull()
  expect(audioAfter(decideStretch({ audio: muted }, first(muted), null, null))).toEqual([])
  expect(decideStretch({ audio: [] }, first([]), null, null)).toBeNull()
})

test('a stretch is moved to any sample of its track, and never to none', () => {
  const audio = [decision('keep', 1_000, 2_000, 'consent')]
  const moved = (from: number, until: number) => {
    const command = moveStretch({ audio }, first(audio), [from, until], index.audio[0])
    return command && audioAfter(command)
  }
  expect(moved(1_001, 1_999)).toEqual([decision('keep', 1_001, 1_999, 'consent')])
  expect(moved(-50, 99_999)).toEqual([decision('keep', 100, 10_100, 'consent')])
  expect(moved(1_500, 1_400)).toEqual([decision('keep', 1_500, 1_501, 'consent')])
  expect(moved(99_999, 99_999)).toEqual([decision('keep', 10_099, 10_100, 'consent')])
  expect(moved(1_000, 2_000)).toBeNull()
  expect(moveStretch({ audio: [] }, first([]), [1, 2], index.audio[0])).toBeNull()
})

test('all radio traffic that nobody has decided about is muted by its own ground, and nothing else is', () => {
  const kept = [decision('keep', 1_000, 2_000, 'consent')]
  const muted = audioAfter(muteRadio({ audio: kept }, stretchesOf({ audio: kept }, heard, index), 'radio'))
  expect(muted).toEqual([...kept, { ...decision('mute', 4_000, 4_400, 'radio'), audioTrack: 1 }])
  expect(muteRadio({ audio: muted }, stretchesOf({ audio: muted }, heard, index), 'radio')).toBeNull()
})

test('what is chosen stays chosen while it is moved and decided about', () => {
  const place = { audioTrack: 0, fromSample: 1_000, untilSample: 2_000 }
  const all = stretchesOf({ audio: [decision('keep', 1_300, 2_300), decision('mute', 1_950, 2_000)] }, heard, index)
  expect(stretchAt(all, place)).toMatchObject({ fromSample: 1_300, decision: 'keep' })
  expect(stretchAt(all, { ...place, audioTrack: 1 })).toBeNull()
  expect(stretchAt(all, null)).toBeNull()
})
