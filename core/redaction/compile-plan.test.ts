import { describe, expect, it } from 'vitest'
import { type AudioIndex, type ClipIndex, sha256 } from '../clips/clip-index.ts'
import { sampleVideo } from '../clips/synthetic/sample-video.ts'
import { frameIndex, pts, sampleIndex, seconds } from '../time.ts'
import { compilePlan } from './compile-plan.ts'
import { layLabel } from './copy-label.ts'
import { keepAllSound, newProject, type ProjectStart } from './new-project.ts'
import type { RedactionPlan } from './plan.ts'
import { planLines } from './plan-lines.ts'
import type { RedactionProject, Track } from './project.ts'

const clip = { sha256: sha256('ab'.repeat(32)), frames: 5 }

/** Variable rate; frames at 0.5, 0.6, 1.0, 1.1 and 2.0 s, since the clip's origin is 0.5 s on the container's clock. */
const video = sampleVideo(5, {
  height: 480,
  displayHeight: 480,
  pts: [10n, 11n, 15n, 16n, 25n].map(pts),
  variableRate: true,
  damagedFrames: null,
})

const audio: AudioIndex = {
  track: 0,
  codec: 'aac',
  sampleRate: 1000,
  channels: 1,
  firstSample: sampleIndex(0),
  samples: 3000,
}

const index: ClipIndex = {
  sha256: clip.sha256,
  bytes: 1,
  container: 'mov',
  originSeconds: seconds(0.5),
  video,
  audio: [audio],
}

const soundOnly: ClipIndex = { ...index, originSeconds: seconds(0), video: null }

const face: Track = {
  id: 't1',
  class: 'face',
  action: 'hide',
  shape: 'ellipse',
  angle: 15,
  keys: [{ frame: frameIndex(1), box: [10, 10, 20, 20] }],
  untilFrame: frameIndex(3),
  margin: 0,
}

function project(more: Partial<ProjectStart> = {}): RedactionProject {
  return newProject({ clip, purpose: 'SAR 12', secret: '0'.repeat(64), ...more })
}

function plan(of: RedactionProject, on: ClipIndex = index): RedactionPlan {
  const compiled = compilePlan(of, on)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure))
  return compiled.value
}

function failure(of: RedactionProject, on: ClipIndex = index): unknown {
  const compiled = compilePlan(of, on)
  return compiled.ok ? null : compiled.failure
}

const range = (from: number, until: number) => [frameIndex(from), frameIndex(until)] as const

describe('spans', () => {
  it('disclose all of the clip, sound before and after the picture too, where a project has none', () => {
    expect(plan(project())).toMatchObject({ spans: [[0, 5]], spanSeconds: [[0, 3]] })
  })

  it('are united, sorted and exact to the frame', () => {
    const { spans, spanSeconds } = plan(project({ spans: [range(4, 5), range(1, 2), range(2, 3)] }))
    expect(spans).toStrictEqual([range(1, 3), range(4, 5)])
    expect(spanSeconds).toStrictEqual([
      [0.6, 1.1],
      [2, 2.1],
    ])
  })

  it('are whole samples where there is only sound', () => {
    const sound = { clip: { ...clip, frames: 0 } }
    const spanSamples = [[sampleIndex(500), sampleIndex(1250)]] as const
    expect(plan(project({ ...sound, spanSamples }), soundOnly)).toMatchObject({ spans: [], spanSeconds: [[0.5, 1.25]] })
    expect(plan(project(sound), soundOnly)).toMatchObject({ frames: [], spans: [], spanSeconds: [[0, 3]] })
  })
})

describe('frames', () => {
  it('are blank where they are damaged', () => {
    const damaged = { ...index, video: { ...video, damagedFrames: [frameIndex(2)] } }
    const modes = plan(project({ tracks: [face] }), damaged).frames.map(({ mode, regions }) => [mode, regions.length])
    expect(modes).toStrictEqual([
      ['hide', 0],
      ['hide', 1],
      ['blank', 0],
      ['hide', 0],
      ['hide', 0],
    ])
  })

  it('follow tracks through many thousands of frames', () => {
    const frames = 3000
    const long = { ...video, pts: Array.from({ length: frames }, (_, frame) => pts(BigInt(frame))) }
    const tracks = Array.from({ length: 300 }, (_, at): Track => {
      const from = at * 10
      const keys = [{ frame: frameIndex(from), box: [at, 0, 10, 10] as const }]
      return { ...face, id: `t${at + 1}`, keys, untilFrame: frameIndex(Math.min(frames, from + 25)) }
    })
    const compiled = plan(project({ clip: { ...clip, frames }, tracks }), { ...index, video: long })
    for (const { frame, regions } of compiled.frames) {
      const there = tracks.filter(({ keys, untilFrame }) => (keys[0]?.frame ?? 0) <= frame && frame < untilFrame)
      expect(regions.map(({ track }) => track)).toStrictEqual(there.map(({ id }) => id))
    }
  })
})

describe('lines', () => {
  it('say what FORMATS.md says, one frame each', () => {
    const lines = [
      ...planLines(
        plan(project({ tracks: [face], blanks: [{ from: frameIndex(4), until: frameIndex(5), reason: '' }] })),
      ),
    ]
    expect(lines.map((line) => JSON.parse(line))).toStrictEqual([
      { frame: 0, mode: 'hide', regions: [] },
      {
        frame: 1,
        mode: 'hide',
        regions: [{ track: 't1', shape: 'ellipse', box: [10, 10, 20, 20], angle: 15, style: 'solid', strength: 1 }],
      },
      {
        frame: 2,
        mode: 'hide',
        regions: [{ track: 't1', shape: 'ellipse', box: [10, 10, 20, 20], angle: 15, style: 'solid', strength: 1 }],
      },
      { frame: 3, mode: 'hide', regions: [] },
      { frame: 4, mode: 'blank', regions: [] },
    ])
  })
})

describe('what does not fit', () => {
  it('is another clip', () => {
    expect(failure(project({ clip: { ...clip, sha256: sha256('cd'.repeat(32)) } }))).toMatchObject({
      kind: 'other-clip',
    })
    expect(failure(project({ clip: { ...clip, frames: 6 } }))).toMatchObject({ kind: 'other-clip' })
  })

  it.each([
    ['a span', { spans: [range(3, 6)] }],
    ['a blank', { blanks: [{ from: frameIndex(2), until: frameIndex(9), reason: '' }] }],
    ['a track', { tracks: [{ ...face, untilFrame: frameIndex(6) }] }],
    ['a key', { tracks: [{ ...face, keys: [...face.keys, { frame: frameIndex(5), box: [0, 0, 1, 1] as const }] }] }],
    ['a track without keys', { tracks: [{ ...face, keys: [] }] }],
  ])('is %s past the last frame', (_what, more) => {
    expect(failure(project(more))).toMatchObject({ kind: 'out-of-range', what: 'frame', last: '4' })
  })

  it('is sound past the end, or on a track that is not there', () => {
    const decision = {
      kind: 'mute',
      fromSample: sampleIndex(0),
      untilSample: sampleIndex(3001),
      audioTrack: 0,
    } as const
    expect(failure(project({ audio: [decision] }))).toMatchObject({ kind: 'out-of-range', what: 'seconds', last: '3' })
    expect(failure(project({ audio: [{ ...decision, audioTrack: 1 }] }))).toMatchObject({ what: 'audio track' })
    expect(failure(project({ audio: keepAllSound(index) }))).toBeNull()
  })

  it('is a list of spans without any: it would disclose nothing', () => {
    expect(failure(project({ spans: [] }))).toMatchObject({ kind: 'usage' })
    expect(failure(project({ clip: { ...clip, frames: 0 }, spanSamples: [] }), soundOnly)).toMatchObject({
      kind: 'usage',
    })
  })

  it('is a label where there is only sound, or that does not fit', () => {
    const label = { text: 'Redacted copy', at: 'top-left' } as const
    const sound = { clip: { ...clip, frames: 0 } }
    expect(failure(project({ ...sound, label }), soundOnly)).toStrictEqual({ kind: 'no-picture', what: 'label' })
    const small = { ...index, video: { ...video, displayWidth: 64, displayHeight: 48 } }
    expect(failure(project({ label }), small)).toStrictEqual({ kind: 'label-unfit', why: 'no-room' })
    expect(failure(project({ label: { ...label, text: 'копия' } }))).toMatchObject({ kind: 'label-unfit', why: 'sign' })
  })

  it('is a picture where there is only sound, and spans in samples where there is a picture', () => {
    const sound = { clip: { ...clip, frames: 0 } }
    expect(failure(project({ ...sound, tracks: [face] }), soundOnly)).toStrictEqual({ kind: 'no-picture', what: 't1' })
    expect(failure(project({ ...sound, spans: [range(0, 1)] }), soundOnly)).toMatchObject({ kind: 'no-picture' })
    const spanSamples = [[sampleIndex(0), sampleIndex(4000)]] as const
    expect(failure(project({ ...sound, spanSamples }), soundOnly)).toMatchObject({ kind: 'out-of-range' })
    expect(failure(project({ spanSamples }))).toMatchObject({ kind: 'usage' })
  })
})

describe('a label', () => {
  it('is laid out once for render, check and preview; without one the plan says nothing of it', () => {
    const label = { text: 'Redacted copy', at: 'bottom-right' } as const
    const { displayWidth: width, displayHeight: height } = video
    expect(plan(project({ label })).label).toStrictEqual(layLabel(label, { width, height }))
    expect(plan(project())).not.toHaveProperty('label')
  })

  it('is told with each frame that has it', () => {
    const label = { text: 'Redacted copy', at: 'bottom-right' } as const
    const told = plan(project({ label, spans: [[frameIndex(1), frameIndex(3)]], leftOutReason: 'r' }))
    const boxes = [...planLines(told)].map((line) => JSON.parse(line).label)
    expect(boxes).toEqual([undefined, told.label?.box, told.label?.box, undefined, undefined])
  })
})
