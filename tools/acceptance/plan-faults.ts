import type { PlanAudioRange, PlanFrame, PlanRegion, RedactionPlan } from '../../core/redaction/plan.ts'
import { aacFrameSamples } from '../../core/redaction/plan-audio.ts'
import { frameIndex, sampleIndex } from '../../core/time.ts'
import type { Fault } from './seeded-clip.ts'
import type { SeededPlans } from './seeded-plans.ts'

/** The frame that faults of a single frame sit in: every region is fully in the picture but the late one. */
const oneFrame = 12

/** What becomes of a region; null leaves it out. */
type RegionEdit = (region: PlanRegion) => PlanRegion | null

type Seat = { readonly track?: string; readonly frames?: 'one' | 'all' }

/** A plan whose regions are wrong. */
function withRegions(plan: RedactionPlan, edit: RegionEdit, { track, frames = 'one' }: Seat): RedactionPlan {
  const edited = (region: PlanRegion) => (track === undefined || region.track === track ? edit(region) : region)
  const wrong = ({ frame }: PlanFrame) => frames === 'all' || frame === oneFrame
  return withFrames(plan, (frame) =>
    wrong(frame) ? { ...frame, regions: frame.regions.flatMap((region) => edited(region) ?? []) } : frame,
  )
}

function withFrames(plan: RedactionPlan, edit: (frame: PlanFrame) => PlanFrame): RedactionPlan {
  return { ...plan, frames: plan.frames.map(edit) }
}

function withSound(plan: RedactionPlan, edit: (range: PlanAudioRange) => PlanAudioRange): RedactionPlan {
  return { ...plan, audio: plan.audio.map((track) => ({ ...track, ranges: track.ranges.map(edit) })) }
}

function moved(byX: number, byY = 0): RegionEdit {
  return (region) => {
    if (region.shape === 'polygon') throw new Error('no plan here has polygons')
    const [x, y, width, height] = region.box
    return { ...region, box: [x + byX, y + byY, width, height] }
  }
}

/** A region whose sides are so many times as long, around the same middle. */
function scaled(by: number): RegionEdit {
  return (region) => {
    if (region.shape === 'polygon') throw new Error('no plan here has polygons')
    const [x, y, width, height] = region.box
    return { ...region, box: [x + (width * (1 - by)) / 2, y + (height * (1 - by)) / 2, width * by, height * by] }
  }
}

const weaker: RegionEdit = (region) => ({ ...region, strength: region.strength / 2 })
const missing: RegionEdit = () => null
const shown =
  (style: PlanRegion['style']): RegionEdit =>
  (region) => ({ ...region, style })
const underOtherName: RegionEdit = (region) => ({ ...region, track: `${region.track}-again` })

function fault(
  name: string,
  finds: Fault['finds'],
  doctor: (plan: RedactionPlan) => RedactionPlan,
  plan: keyof SeededPlans = 'whole',
): Fault {
  return { name, finds, plan, seed: (clip, out) => clip.render(doctor(clip.plans[plan]), out) }
}

function regionFault(name: string, finds: Fault['finds'], edit: RegionEdit, seat: Seat, plan?: keyof SeededPlans) {
  return fault(name, finds, (whole) => withRegions(whole, edit, seat), plan)
}

/** The track of each style that is large. */
const large = [
  ['solid', 't3'],
  ['pixelate', 't2'],
  ['blur', 't1'],
] as const

const places: readonly Fault[] = large.flatMap(([style, track]) => [
  regionFault(`${style}: missing in one frame`, style, missing, { track }),
  regionFault(`${style}: 10 pixels off in one frame`, style, moved(10), { track }),
  regionFault(`${style}: 4 pixels off in one frame`, style, moved(4), { track }),
  regionFault(`${style}: 6 pixels too low in one frame`, style, moved(0, 6), { track }),
  regionFault(`${style}: a fifth too small in all frames`, style, scaled(0.8), { track, frames: 'all' }),
  regionFault(`${style}: a tenth too small in one frame`, style, scaled(0.9), { track }),
])

const strengths: readonly Fault[] = [
  regionFault('pixelate: half as strong', 'pixelate', weaker, { track: 't2', frames: 'all' }, 'strong'),
  regionFault('pixelate: half as strong in one frame', 'pixelate', weaker, { track: 't2' }, 'strong'),
  regionFault('blur: half as strong', 'blur', weaker, { track: 't1', frames: 'all' }, 'strong'),
  regionFault('blur: half as strong in one frame', 'blur', weaker, { track: 't1' }, 'strong'),
  regionFault('blurred where solid was asked for', 'solid', shown('blur'), { track: 't3', frames: 'all' }),
  regionFault('blurred where solid was asked for, in one frame', 'solid', shown('blur'), { track: 't3' }),
  regionFault('pixelated where solid was asked for, in one frame', 'solid', shown('pixelate'), { track: 't3' }),
  regionFault('blurred where pixels were asked for, in one frame', 'pixelate', shown('blur'), { track: 't2' }),
  regionFault('cells taken anew in one frame', 'pixelate', underOtherName, { track: 't2' }),
  fault('pixelate: another secret', 'pixelate', (plan) => ({ ...plan, secret: 'f00d'.padEnd(64, '0') })),
  fault('blur: another secret', 'blur', (plan) => ({ ...plan, secret: 'f00d'.padEnd(64, '0') })),
  regionFault('16 pixels: missing in one frame', 'pixelate', missing, { track: 't5' }),
  regionFault('12 pixels: missing in one frame', 'solid', missing, { track: 't6' }),
  regionFault('12 pixels: 5 pixels off in one frame', 'solid', moved(5), { track: 't6' }),
  regionFault('20 pixels: missing in one frame', 'blur', missing, { track: 't7' }),
  regionFault('16 pixels: 6 pixels off in one frame', 'pixelate', moved(6), { track: 't5' }),
]

/** Regions of the frame before: what a mask that lags by one frame paints. */
function late(plan: RedactionPlan): RedactionPlan {
  return withFrames(plan, (frame) => {
    const before = plan.frames[frame.frame - 1]
    return before && before.mode === frame.mode ? { ...frame, regions: before.regions } : frame
  })
}

/** Unblanks one frame, with the regions that it would have had. */
function unblanked(plan: RedactionPlan): RedactionPlan {
  const frame = plan.frames.findIndex(({ mode }) => mode === 'blank') + 1
  const regions = plan.frames[frame + 4]?.regions ?? []
  return withFrames(plan, (each) => (each.frame === frame ? { ...each, mode: 'hide', regions } : each))
}

const extra: PlanRegion = {
  ...{ track: 'x', style: 'solid', strength: 1, angle: 0 },
  ...{ shape: 'rect', box: [420, 280, 40, 40] },
}

/** Shows other frames than the plan: as many, so many later. */
function spansMoved(plan: RedactionPlan, by: number): RedactionPlan {
  const spans = plan.spans.map(([from, until]) => [frameIndex(from + by), frameIndex(until + by)] as const)
  const spanSeconds = plan.spanSeconds.map(([from, until]) => [from + by / 30, until + by / 30] as const)
  const mode = (frame: number) =>
    (spans.some(([from, until]) => frame >= from && frame < until) ? 'hide' : 'omit') as PlanFrame['mode']
  const frames = plan.frames.map((frame) => ({ ...frame, mode: mode(frame.frame) }))
  return { ...plan, spans, spanSeconds, frames }
}

const frames: readonly Fault[] = [
  fault('every mask one frame late', 'solid', late),
  fault('one frame shown that should be blank', 'blank', unblanked),
  fault('a region where none is planned, in one frame', 'outside', (plan) =>
    withFrames(plan, (frame) => (frame.frame === oneFrame ? { ...frame, regions: [...frame.regions, extra] } : frame)),
  ),
  regionFault('inverse: shows 8 % more on each side in one frame', 'solid', scaled(1.16), {}, 'inverse'),
  regionFault('inverse: what is shown is 6 pixels off in one frame', 'solid', moved(6), {}, 'inverse'),
  fault('spans one frame late', 'frames', (plan) => spansMoved(plan, 1), 'spans'),
  fault('spans one frame early', 'frames', (plan) => spansMoved(plan, -1), 'spans'),
]

const sound: readonly Fault[] = [
  fault('mute begins 20 ms late', 'silence', (plan) =>
    withSound(plan, (range) => {
      if (range.kind !== 'mute') return range
      // Rendering silences one AAC frame around what the plan changes, and that one around what was asked for.
      const by = 960 + 2 * aacFrameSamples
      return { ...range, fromSample: sampleIndex(range.fromSample + by), askedFrom: sampleIndex(range.askedFrom + by) }
    }),
  ),
  fault('mute left out', 'silence', (plan) => ({
    ...plan,
    audio: plan.audio.map((track) => ({ ...track, ranges: track.ranges.filter(({ kind }) => kind !== 'mute') })),
  })),
  fault('bleep ends 100 ms early', 'bleep', (plan) =>
    withSound(plan, (range) =>
      range.kind === 'bleep' ? { ...range, untilSample: sampleIndex(range.askedUntil - 4800) } : range,
    ),
  ),
  fault('bleep instead of silence', 'silence', (plan) => withSound(plan, (range) => ({ ...range, kind: 'bleep' }))),
]

/** Faults that a wrong plan, or a renderer that does not keep to it, would make. */
export const planFaults: readonly Fault[] = [...places, ...strengths, ...frames, ...sound]
