import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileFaults, passedThrough } from './file-faults.ts'
import { clipOfPhotograph } from './photograph-clip.ts'
import { pictureFaults, picturePassedThrough } from './picture-faults.ts'
import { planFaults } from './plan-faults.ts'
import { type Fault, openSeeded, type SeededClip } from './seeded-clip.ts'
import type { SeededPlans } from './seeded-plans.ts'
import { soundFaults, soundPassedThrough } from './sound-faults.ts'

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

  const ways: readonly (readonly [string, Fault['seed']])[] = [
    ['copied them', passedThrough],
    ['encoded their picture again', picturePassedThrough],
    ['encoded their sound again', soundPassedThrough],
  ]

  test.each(ways)('pass every check after another program %s: only faults tell', async (_, pass) => {
    const out = clip.path('passed-through.mp4')
    await pass(clip, out)
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
