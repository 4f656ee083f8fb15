import { describe, expect, it } from 'vitest'
import { type ClipIndex, sha256, type VideoIndex } from '../../../core/clips/clip-index.ts'
import { compilePlan } from '../../../core/redaction/compile-plan.ts'
import { copyTiming } from '../../../core/redaction/copy-timing.ts'
import { newProject } from '../../../core/redaction/new-project.ts'
import type { RedactionPlan } from '../../../core/redaction/plan.ts'
import { frameIndex, pts, type Ratio, sampleIndex, seconds } from '../../../core/time.ts'
import { frameMapOfSpans } from '../../../core/verification/frame-map.ts'
import { checkTiming, timingPlans } from './check-timing.ts'
import { Tally } from './tally.ts'

function videoOf(ticks: readonly bigint[], timeBase: Ratio): VideoIndex {
  return {
    ...{ codec: 'h264', width: 64, height: 48, displayWidth: 64, displayHeight: 48, pixelAspect: [1, 1], rotation: 0 },
    ...{ timeBase, pts: ticks.map(pts), lastDuration: pts(40n), keyframes: [frameIndex(0)], variableRate: true },
    ...{ interlaced: false, pixelFormat: 'yuv420p', missingFrames: 0, damagedFrames: null },
    colour: { range: 'tv', primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' },
  }
}

function clipOf(ticks: readonly bigint[], sound: readonly number[] = []): ClipIndex {
  const video = videoOf(ticks, [1, 1000])
  const audio = sound.map((samples, track) => ({
    ...{ track, codec: 'aac', sampleRate: 8000, channels: 1, firstSample: sampleIndex(0), samples },
  }))
  return { sha256: sha256('ab'.repeat(32)), bytes: 1, container: 'mov', originSeconds: seconds(0), video, audio }
}

type Spans = readonly (readonly [number, number])[]

function planOf(index: ClipIndex, spans: Spans | null = null): RedactionPlan {
  const start = { clip: { sha256: index.sha256, frames: index.video?.pts.length ?? 0 }, purpose: 'test' }
  const asked = spans?.map(([from, until]) => [frameIndex(from), frameIndex(until)] as const) ?? null
  const plan = compilePlan({ ...newProject({ ...start, secret: '0'.repeat(64) }), spans: asked }, index)
  if (!plan.ok) throw new Error(JSON.stringify(plan.failure))
  return plan.value
}

function check(copy: VideoIndex, original: ClipIndex, plan: RedactionPlan) {
  const tally = new Tally('timing')
  checkTiming(copy, original, plan, tally)
  return tally.result()
}

const original = clipOf([0n, 33n, 67n, 200n, 210n])

describe('frames', () => {
  it('pass where the source has them', () => {
    const result = check(videoOf([0n, 33n, 67n, 200n, 210n], [1, 1000]), original, planOf(original))
    expect(result).toMatchObject({ outcome: 'passed', figures: { checked: 5, worstTicks: 0 } })
  })

  it('pass within a tick of the coarser clock, whichever that is', () => {
    const finer = videoOf([0n, 3000n, 6030n, 17_910n, 18_990n], [1, 90_000])
    expect(check(finer, original, planOf(original))).toMatchObject({ outcome: 'passed', figures: { worstTicks: 1 } })
    const coarser = videoOf([0n, 1n, 2n, 5n, 6n], [1, 25])
    expect(check(coarser, original, planOf(original)).outcome).toBe('passed')
  })

  it('fail beyond it, each by its number in the source', () => {
    const result = check(videoOf([0n, 33n, 69n, 200n, 208n], [1, 1000]), original, planOf(original))
    expect(result.failures.map(({ frame, detail }) => [frame, detail])).toEqual([
      [2, 'shown 2.0 ticks off its time'],
      [4, 'shown 2.0 ticks off its time'],
    ])
  })

  it('fail where they are missing or too many', () => {
    const few = check(videoOf([0n, 33n, 67n, 200n], [1, 1000]), original, planOf(original))
    expect(few.failures).toEqual([{ kind: 'timing', detail: 'the frame is missing', frame: 4 }])
    const many = check(videoOf([0n, 33n, 67n, 200n, 210n, 250n], [1, 1000]), original, planOf(original))
    expect(many.failures).toEqual([{ kind: 'timing', detail: '1 frames too many' }])
  })

  it('of spans follow one another from 0 on', () => {
    const plan = planOf(original, [
      [1, 2],
      [3, 5],
    ])
    expect(check(videoOf([0n, 34n, 44n], [1, 1000]), original, plan).outcome).toBe('passed')
    const unmoved = check(videoOf([33n, 200n, 210n], [1, 1000]), original, plan)
    expect(unmoved.failures.map(({ frame }) => frame)).toEqual([1, 3, 4])
  })

  it('are none of a clip without picture', () => {
    const audible = { ...original, video: null }
    expect(check(videoOf([], [1, 1000]), audible, planOf(original)).outcome).toBe('not-applicable')
  })
})

describe('what a frame map says of timing', () => {
  const sounding = clipOf([500n, 540n, 600n, 700n], [16_000])
  const mapOf = (spans: Spans) =>
    frameMapOfSpans(spans.map(([from, until]) => [frameIndex(from), frameIndex(until)] as const))

  it.each([
    ['one span', [[1, 3]]],
    ['all but the first', [[1, 4]]],
    [
      'several',
      [
        [0, 1],
        [2, 4],
      ],
    ],
  ] as const)('is what the plan says: %s', (_, spans) => {
    const plan = planOf(sounding, spans)
    const [found, ...others] = timingPlans(frameMapOfSpans(plan.spans), sounding)
    expect(others).toEqual([])
    expect([found?.spanSeconds, found?.spans]).toEqual([plan.spanSeconds, plan.spans])
    expect(found?.frames.map(({ mode }) => mode === 'omit')).toEqual(plan.frames.map(({ mode }) => mode === 'omit'))
  })

  it('is either of two where all frames are shown: the whole clip, or one span', () => {
    const plans = [planOf(sounding), planOf(sounding, [[0, 4]])]
    const found = timingPlans(mapOf([[0, 4]]), sounding)
    expect(found.map(({ spanSeconds }) => spanSeconds)).toEqual(plans.map(({ spanSeconds }) => spanSeconds))
    expect(found.map((plan) => copyTiming(plan, sounding).pts)).toEqual([
      [500n, 540n, 600n, 700n],
      [0n, 40n, 100n, 200n],
    ])
  })

  it('does not depend on how the map is cut into runs', () => {
    const whole = timingPlans(mapOf([[0, 4]]), sounding)
    expect(
      timingPlans(
        mapOf([
          [0, 1],
          [1, 4],
        ]),
        sounding,
      ),
    ).toEqual(whole)
    const empty = { outputFrame: 0, sourceFrame: 0, count: 0 }
    expect(timingPlans([empty, ...mapOf([[0, 4]])], sounding)).toEqual(whole)
  })

  it('is nothing where there is no map, no picture, or a map of another clip', () => {
    expect(timingPlans([], sounding)).toEqual([])
    expect(timingPlans(mapOf([[0, 4]]), { ...sounding, video: null })).toEqual([])
    expect(timingPlans(mapOf([[0, 5]]), sounding)).toEqual([])
    expect(timingPlans([{ outputFrame: 0, sourceFrame: 0, count: 0 }], sounding)).toEqual([])
  })
})
