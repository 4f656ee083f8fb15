import { describe, expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { frameIndex } from '../time.ts'
import { type HandDrawnRegion, keepTracks, newProject, withRegions, withStyle } from './new-project.ts'
import type { Track } from './project.ts'

const size = { width: 640, height: 480 }

function track(id: string, more: Partial<Track> = {}): Track {
  const keys = [{ frame: frameIndex(0), box: [0, 0, 10, 10] as const }]
  return { id, class: 'face', action: 'hide', shape: 'ellipse', keys, untilFrame: frameIndex(9), ...more }
}

const start = {
  clip: { sha256: sha256('ab'.repeat(32)), frames: 10 },
  purpose: 'SAR 12',
  secret: '0'.repeat(64),
  tracks: [track('t1'), track('t7'), track('other')],
}

const region: HandDrawnRegion = {
  shape: 'rect',
  keys: [{ frame: frameIndex(2), box: [600, 400, 100, 100] }],
  untilFrame: frameIndex(5),
  reason: 'house number',
}

const placed = (x: number, y: number, frame = 2) => ({ frame: frameIndex(frame), box: [x, y, 20, 20] as const })

it('begins with everything hidden, all of the clip and no decision about sound', () => {
  expect(newProject(start)).toStrictEqual({
    version: 1,
    ...start,
    spans: null,
    defaultAction: 'hide',
    inverse: false,
    blanks: [],
    audio: [],
  })
  expect(() => newProject({ ...start, secret: 'short' })).toThrow(RangeError)
})

it('keeps the named tracks and no other, or says which is not there', () => {
  const kept = keepTracks(newProject(start), ['t7'])
  expect(kept.ok && kept.value.tracks.map(({ action }) => action)).toStrictEqual(['hide', 'keep', 'hide'])
  expect(keepTracks(newProject(start), ['t7', 't8'])).toStrictEqual({
    ok: false,
    failure: { kind: 'unknown-track', name: 't8' },
  })
})

it('gives a style to what has none, never to what can be read', () => {
  const tracks = [track('t1'), track('t2', { style: 'blur' }), track('t3', { class: 'plate' })]
  const styled = withStyle(newProject({ ...start, tracks }), 'pixelate')
  expect(styled.tracks.map(({ style }) => style)).toStrictEqual(['pixelate', 'blur', undefined])
})

describe('hand-drawn regions', () => {
  it('become hidden tracks without margin, numbered on', () => {
    const added = withRegions(newProject(start), [region, { ...region, style: 'blur' }], size)
    expect(added.ok && added.value.tracks.slice(3)).toStrictEqual([
      { ...region, id: 't8', class: 'overlay', action: 'hide', margin: 0 },
      { ...region, id: 't9', class: 'overlay', action: 'hide', margin: 0, style: 'blur' },
    ])
  })

  it.each([
    ['right of the picture', [placed(640, 0)]],
    ['above the picture', [placed(0, -20)]],
  ])('are refused wholly %s', (_where, keys) => {
    expect(withRegions(newProject(start), [region, { ...region, keys }], size)).toStrictEqual({
      ok: false,
      failure: { kind: 'out-of-range', what: 'region', asked: '2', last: '640x480' },
    })
  })

  it('may lie partly outside, or cross the picture between keys', () => {
    const crossing = [placed(-40, 100, 1), placed(700, 100, 4)]
    expect(withRegions(newProject(start), [{ ...region, keys: crossing }], size).ok).toBe(true)
  })

  it('are refused past the last frame and without a picture', () => {
    const past = { ...region, untilFrame: frameIndex(11) }
    expect(withRegions(newProject(start), [past], size)).toMatchObject({ failure: { what: 'frame', last: '9' } })
    expect(withRegions(newProject(start), [region], null)).toMatchObject({ failure: { kind: 'no-picture' } })
    expect(withRegions(newProject(start), [], null).ok).toBe(true)
  })
})
