import type { ClipIndex } from '../../core/clips/clip-index.ts'
import { keepAllSound } from '../../core/redaction/new-project.ts'
import type { RedactionPlan } from '../../core/redaction/plan.ts'
import type { AudioDecision, RedactionStyle, RegionKey, Track } from '../../core/redaction/project.ts'
import { frameIndex, sampleIndex } from '../../core/time.ts'
import { panned, photographClip } from './photograph-clip.ts'
import { planOf } from './redact-file.ts'

/** Plans that faults are seeded into: all of the clip, twice the strength, parts of it, its beginning, one person kept. */
export type SeededPlans = {
  readonly whole: RedactionPlan
  readonly strong: RedactionPlan
  readonly spans: RedactionPlan
  readonly beginning: RedactionPlan
  readonly inverse: RedactionPlan
}

/** Frames that are blank in every plan of the whole clip. */
export const blankFrames = { from: 40, until: 44 } as const

/** Sound changes of the first track, in samples at 48 kHz. */
export const muted = { from: 24_000, until: 36_000 } as const
export const bleeped = { from: 60_000, until: 74_400 } as const

type Place = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Where the people's faces are at frame 0 (the fourth is beyond the right edge), and things of 12 to 20 pixels. */
const places = {
  left: { x: 90, y: 155, width: 110, height: 130 },
  middle: { x: 297, y: 75, width: 100, height: 130 },
  right: { x: 540, y: 64, width: 100, height: 130 },
  late: { x: 692, y: 40, width: 100, height: 130 },
  small: { x: 420, y: 228, width: 16, height: 18 },
  smaller: { x: 450, y: 260, width: 12, height: 12 },
  far: { x: 390, y: 300, width: 20, height: 20 },
} as const satisfies Record<string, Place>

function following({ x, y, width, height }: Place): RegionKey[] {
  return Array.from({ length: photographClip.frames }, (_, n) => {
    const [left, top] = panned(x, y, n)
    return { frame: frameIndex(n), box: [left, top, width, height] as const }
  })
}

type Look = { readonly style: RedactionStyle; readonly shape?: 'rect' | 'ellipse'; readonly strength?: number }

function track(id: string, place: Place, { style, shape = 'ellipse', strength = 1 }: Look): Track {
  const untilFrame = frameIndex(photographClip.frames)
  const what = { id, class: 'face', action: 'hide', margin: 0, reason: 'third party', untilFrame } as const
  return { ...what, shape, style, strength, keys: following(place) }
}

function tracksOf(strength: number): Track[] {
  return [
    track('t1', places.left, { style: 'blur', strength }),
    track('t2', places.middle, { style: 'pixelate', strength }),
    track('t3', places.right, { style: 'solid' }),
    track('t4', places.late, { style: 'solid', shape: 'rect' }),
    track('t5', places.small, { style: 'pixelate' }),
    track('t6', places.smaller, { style: 'solid' }),
    track('t7', places.far, { style: 'blur', shape: 'rect' }),
  ]
}

function soundDecisions(index: ClipIndex): readonly AudioDecision[] {
  const change = (kind: 'mute' | 'bleep', { from, until }: { from: number; until: number }): AudioDecision => {
    return { kind, fromSample: sampleIndex(from), untilSample: sampleIndex(until), audioTrack: 0 }
  }
  return [...keepAllSound(index), change('mute', muted), change('bleep', bleeped)]
}

/** Compiles the true plans for the default clip of a photograph. */
export function seededPlans(index: ClipIndex): SeededPlans {
  const audio = soundDecisions(index)
  const blanks = [{ from: frameIndex(blankFrames.from), until: frameIndex(blankFrames.until), reason: 'nobody' }]
  const spansOf = (...spans: [number, number][]) => ({
    spans: spans.map(([from, until]) => [frameIndex(from), frameIndex(until)] as const),
    leftOutReason: 'not asked for',
  })
  const kept = tracksOf(1).map((each) => (each.id === 't2' ? { ...each, action: 'keep' as const } : each))
  return {
    whole: planOf(index, () => ({ tracks: tracksOf(1), audio, blanks })),
    strong: planOf(index, () => ({ tracks: tracksOf(2), audio })),
    spans: planOf(index, () => ({ tracks: tracksOf(1), audio, ...spansOf([12, 36], [44, 56]) })),
    beginning: planOf(index, () => ({ tracks: tracksOf(1), audio, ...spansOf([0, 36]) })),
    inverse: planOf(index, () => ({ tracks: kept, audio, inverse: true })),
  }
}
