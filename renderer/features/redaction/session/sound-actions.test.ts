import { beforeEach, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { type ClipIndex, sha256 } from '../../../../core/clips/clip-index.ts'
import { emptyHistory } from '../../../../core/redaction/history.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import { ok } from '../../../../core/result.ts'
import type { HeardTrack } from '../../../../core/sound/speech.ts'
import { sampleIndex } from '../../../../core/time.ts'
import { moved, type TransportCommand, transportOf } from '../../player/transport/transport.ts'
import { Editor } from './editor-store.ts'
import { giveGround, moveEdges, muteAllRadio, performSoundAction, type SoundDesk } from './sound-actions.ts'

const rate = 8_000
const index = {
  audio: [{ track: 0, codec: 'aac', sampleRate: rate, channels: 1, firstSample: sampleIndex(0), samples: 10 * rate }],
} as unknown as ClipIndex

function segment(kind: 'speech' | 'radio', from: number, until: number): HeardTrack['segments'][number] {
  return { kind, fromSample: sampleIndex(from), untilSample: sampleIndex(until), probability: 0.9, highest: 1 }
}
const heard: readonly HeardTrack[] = [
  {
    audioTrack: 0,
    segments: [segment('speech', 8_000, 16_001), segment('radio', 24_000, 40_000), segment('speech', 48_000, 50_000)],
    failed: [],
  },
]

/** Nothing is painted here: a stretch begins to play, and nobody looks how far it is. */
globalThis.requestAnimationFrame = () => 0
globalThis.cancelAnimationFrame = () => undefined

function deskOf(writable: boolean): SoundDesk {
  const project = newProject({
    clip: { sha256: sha256('0'.repeat(64)), frames: 100 },
    ...{ purpose: 'SAR', secret: '1'.repeat(64), audio: [] },
  })
  const opened = {
    ...{ redaction: 'r', clip: 'c', purpose: 'SAR', writable, heldBy: null },
    ...{ confirmed: { edited: { project, history: emptyHistory }, revision: 0 } },
    detected: { done: 0, proposed: 0, frames: 100 },
  }
  const editor = new Editor(opened, {
    send: async (revision, steps) => ok({ revision: revision + steps.length }),
    stepsAfter: async () => ok([]),
    rest: () => Promise.resolve(),
  })
  const store = createStore(() => ({ transport: transportOf(100) }))
  const session = {
    ...{ store, footage: { index }, clockSeconds: () => null, hearTrack: () => undefined },
    times: { secondsOf: (frame: number) => frame / 10, frameAt: (seconds: number) => Math.floor(seconds * 10) },
    command: (command: TransportCommand) =>
      store.setState(({ transport }) => ({ transport: moved(transport, command) })),
  }
  return { editor, session: session as never }
}

let desk: SoundDesk
beforeEach(() => {
  desk = deskOf(true)
  desk.editor.sound.setState({ heard, radioGround: 'radio' })
})

const act = (...all: readonly Parameters<typeof performSoundAction>[0][]) => {
  for (const what of all) performSoundAction(what, desk)
}
const audio = () =>
  desk.editor.project.audio.map(({ kind, fromSample, untilSample, reason }) =>
    [kind, fromSample, untilSample, reason ?? '-'].join(' '),
  )
const first = { audioTrack: 0, fromSample: 8_000, untilSample: 16_001 }
const chosen = () => desk.editor.sound.getState().chosen?.fromSample

test('walking goes from stretch to stretch, plays each from its first frame, and says where there is none', () => {
  act('next', 'next')
  expect([chosen(), desk.session.store.getState().transport]).toMatchObject([24_000, { frame: 30, rate: 1 }])
  act('previous')
  expect(chosen()).toBe(8_000)
  act('previous')
  expect([chosen(), desk.editor.state.said]).toEqual([8_000, 'No stretch of sound before this one'])
})

test('what is kept first asks for a ground; the next is kept on the same one', () => {
  act('next', 'keep')
  expect(audio()).toEqual(['keep 8000 16001 -'])
  expect(desk.editor.sound.getState()).toMatchObject({ asked: 1, ground: null })
  giveGround(desk, first, 'consent', true)
  giveGround(desk, first, 'consent', true)
  expect(desk.editor.state.queue.edited.history.done).toHaveLength(2)
  act('next', 'next', 'keep')
  expect(audio()).toEqual(['keep 8000 16001 consent', 'keep 48000 50000 consent'])
  expect(desk.editor.sound.getState().asked).toBe(1)
  // Shorter than what mutes on both sides reach into.
  expect(desk.editor.state.said).toContain('nothing of it is heard')
})

test('words of one’s own are no ground that is taken for the next', () => {
  act('next', 'keep')
  giveGround(desk, first, 'because', false)
  expect([audio(), desk.editor.sound.getState().ground]).toEqual([['keep 8000 16001 because'], null])
})

test('radio is hidden by its own ground, other sound by the default; a keep’s ground hides nothing', () => {
  desk.editor.sound.setState({ ground: 'consent' })
  act('next', 'mute', 'next', 'keep', 'bleep')
  expect(audio()).toEqual(['mute 8000 16001 -', 'bleep 24000 40000 radio'])
  act('undecided')
  expect(audio()).toEqual(['mute 8000 16001 -'])
  muteAllRadio(desk)
  expect(audio()).toEqual(['mute 8000 16001 -', 'mute 24000 40000 radio'])
})

test('edges are moved to the sample, and the stretch stays chosen', () => {
  act('next', 'bleep')
  const bleeped = { audioTrack: 0, fromSample: 8_000, untilSample: 16_001 } as never
  moveEdges(desk, bleeped, [8_001, 20_000])
  expect([audio(), chosen()]).toEqual([['bleep 8001 20000 -'], 8_001])
})

test('who reads only changes nothing and is asked for nothing', () => {
  desk = deskOf(false)
  desk.editor.sound.setState({ heard })
  act('next', 'keep')
  expect([audio(), desk.editor.sound.getState().asked]).toEqual([[], 0])
})

test('without a chosen stretch it says how to come to one', () => {
  act('keep')
  expect([audio(), desk.editor.state.said]).toEqual([[], 'No stretch of sound is chosen: Z goes to the next one'])
})
