import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clipOfPhotograph, filmNoise, type PhotographOptions } from './photograph-clip.ts'
import { planFaults } from './plan-faults.ts'
import { openSeeded, type SeededClip } from './seeded-clip.ts'

/** Pictures on which compression is worst, or on which a cover is hard to tell from what it covers. */
const pictures: readonly (readonly [name: string, options: PhotographOptions])[] = [
  ['strong film noise', { grain: `${filmNoise(60)},format=yuv420p` }],
  [
    'a dark, noisy room',
    {
      photograph: 'sample1.jpg',
      grain: `eq=brightness=-0.12:contrast=0.5:gamma=0.8,${filmNoise(8)},format=yuv420p`,
    },
  ],
  [
    '10 bits',
    {
      grain: `${filmNoise(5)},format=yuv420p10le`,
      encoder: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:pools=none:crf=18'],
    },
  ],
  [
    'interlaced',
    {
      // Twice the pace, so that weaving two frames into one leaves as many.
      motion: "fps=60,scale=960:768,crop=640:360:x='40+2*n':y='110+12*sin(n/14)',interlace=lowpass=0",
      encoder: ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-flags', '+ilme+ildct'],
    },
  ],
  ['nothing moves', { motion: 'scale=960:768,crop=640:360:150:110' }],
  ['flashing light', { grain: "eq=brightness='0.4*mod(n,2)-0.2':eval=frame,format=yuv420p" }],
]

/**
 * Faults of one frame that must show on any picture. In the dark room a solid region left out in one frame measures
 * tens of times the limit: samples of 20 to 60 against black's 16 are plain to a mean over hundreds of samples. What is
 * as dark as black itself cannot be told, and shows nobody.
 */
const faults = planFaults.filter(({ name }) =>
  [
    ...['solid', 'pixelate', 'blur'].map((style) => `${style}: missing in one frame`),
    ...['solid', 'pixelate'].map((style) => `${style}: 10 pixels off in one frame`),
    ...['pixelate: half as strong in one frame', '16 pixels: missing in one frame'],
  ].includes(name),
)

describe.each(pictures)('%s', (name, options) => {
  let clip: SeededClip

  beforeAll(async () => {
    clip = await openSeeded(await clipOfPhotograph(`hard-${name.replace(/\W+/g, '-')}`, options))
  })
  afterAll(() => clip.close())

  test.each(['whole', 'strong'] as const)('a good copy by the plan "%s" passes every check', async (plan) => {
    const { checks } = await clip.verify(plan, await clip.copyOf(plan))
    expect(checks.flatMap((check) => check.failures)).toEqual([])
  })

  test.each(faults)('$name: $finds finds it', async ({ finds, plan = 'whole', seed }) => {
    const out = clip.path('faulty.mp4')
    await seed(clip, out)
    expect((await clip.verify(plan, out)).failed).toContain(finds)
  })
})

test('there are faults to seed', () => {
  expect(faults).toHaveLength(7)
})
