import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileFaults } from './file-faults.ts'
import { clipOfPhotograph } from './photograph-clip.ts'
import { pictureFaults } from './picture-faults.ts'
import { planFaults } from './plan-faults.ts'
import { type Fault, openSeeded, type SeededClip, throughDebian } from './seeded-clip.ts'
import type { SeededPlans } from './seeded-plans.ts'
import { soundFaults } from './sound-faults.ts'

let clip: SeededClip

beforeAll(async () => {
  clip = await openSeeded(await clipOfPhotograph('seeded'))
})
afterAll(() => clip.close())

const faults: readonly Fault[] = [...planFaults, ...pictureFaults, ...soundFaults, ...fileFaults]
const found: string[] = []

describe('good copies', () => {
  const plans: readonly (keyof SeededPlans)[] = ['whole', 'strong', 'spans', 'beginning', 'inverse']

  test.each(plans)('by the plan "%s" pass every check', async (plan) => {
    const { checks } = await clip.verify(plan, await clip.copyOf(plan))
    expect(checks.flatMap((check) => check.failures)).toEqual([])
    expect(checks.filter((check) => check.outcome === 'could-not-run')).toEqual([])
  })

  test('pass every check after another program copied them: only faults tell', async () => {
    const out = clip.path('remuxed.mp4')
    await throughDebian(await clip.copyOf('whole'), out, {
      after: ['-map', '0', '-c', 'copy', '-video_track_timescale', '15360'],
    })
    expect((await clip.verify('whole', out)).checks.flatMap((check) => check.failures)).toEqual([])
  })
})

describe('a deliberate fault', () => {
  test.each(faults)('$name: $finds finds it', async ({ name, finds, plan = 'whole', seed }) => {
    const out = clip.path('faulty.mp4')
    await seed(clip, out)
    const { failed } = await clip.verify(plan, out)
    expect(failed).toContain(finds)
    found.push(name)
  })

  test('has a name of its own, and every one is found', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length)
    console.log(`${found.length} of ${faults.length} faults found`)
    expect(found.length).toBe(faults.length)
  })
})
