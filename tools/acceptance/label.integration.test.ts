import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RedactionPlan } from '../../core/redaction/plan.ts'
import type { Track } from '../../core/redaction/project.ts'
import { frameIndex } from '../../core/time.ts'
import { labelBrightness } from '../clips/label-in-picture.ts'
import { clip } from '../clips/matrix.ts'
import { type Planes, readPlanesOf } from '../clips/read-back.ts'
import { bitsFlipped } from '../clips/spoil.ts'
import { type Decisions, movingTrack, openIndexed, planOf, renderFile, verifyFile } from './redact-file.ts'

/** Copies with a label: by the engine's own checks, and as Debian's ffmpeg decodes them, which shares no code with either. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-label-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const text = 'Redacted copy. Essex Police. For the SAR of J. P., 2026/340'

type Opened = Awaited<ReturnType<typeof openIndexed>>

async function opened<T>(path: string, run: (clip: Opened) => Promise<T>): Promise<T> {
  const one = await openIndexed(path)
  try {
    return await run(one)
  } finally {
    await one.close()
  }
}

/** The label stands in every one of these pictures: bright letters on a dark box. */
function expectLabelled({ index }: Opened, plan: RedactionPlan, pictures: readonly Planes[]): void {
  if (!plan.label || !index.video) throw new Error('nothing to look for')
  for (const picture of pictures) {
    const { letters, box } = labelBrightness(picture, plan.label, index.video.rotation)
    expect(letters).toBeGreaterThan(215)
    expect(box).toBeLessThan(32)
  }
}

async function redacted(one: Opened, name: string, decide: Decisions) {
  const plan = planOf(one.index, decide)
  const out = join(folder, `${name}.mp4`)
  const report = await renderFile(one, plan, out)
  const checks = await verifyFile(one, plan, report, out)
  expect(checks.flatMap((check) => check.failures)).toEqual([])
  expect(checks.filter(({ outcome }) => outcome === 'could-not-run')).toEqual([])
  expect(checks.find(({ check }) => check === 'label')).toMatchObject({ outcome: 'passed' })
  return { plan, out, report, checks }
}

/** A region of each style that goes right under the label. */
function under(index: Opened['index']): readonly Track[] {
  return (['solid', 'pixelate', 'blur'] as const).map((style, at) => {
    const y = (index.video?.displayHeight ?? 0) - 50
    const keys = [{ frame: frameIndex(0), box: [10 + at * 100, y, 90, 50] as const }]
    return movingTrack(index, { id: `t${at}`, style, shape: at === 1 ? 'ellipse' : 'rect', keys })
  })
}

test('over regions of every style, in blank frames and in spans; nothing else may be there, and nothing less', async () => {
  await opened(await clip('h264-2997'), async (one) => {
    const blanks = [{ from: frameIndex(12), until: frameIndex(15), reason: 'r' }]
    const spans = [[frameIndex(5), frameIndex(40)] as const]
    const decide: Decisions = (index) => ({ tracks: under(index), blanks, spans, leftOutReason: 'r' })
    const label = { text, at: 'bottom-left' } as const
    const { plan, out, report, checks } = await redacted(one, 'styles', (index) => ({ ...decide(index), label }))
    expect(checks.find(({ check }) => check === 'label')?.figures).toMatchObject({ checked: 35, failures: 0 })
    expectLabelled(one, plan, await readPlanesOf(out, [0, 7, 9, 20, 34]))
    const failedBy = async (other: RedactionPlan) => {
      const found = await verifyFile(one, other, report, out)
      return found.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)
    }
    // A label that nobody asked for, another one, and one in another place.
    expect(await failedBy(planOf(one.index, decide))).toContain('outside')
    const comma = { ...label, text: text.replace('copy.', 'copy,') }
    expect(await failedBy(planOf(one.index, (index) => ({ ...decide(index), label: comma })))).toEqual(['label'])
    const elsewhere = { ...label, at: 'top-right' as const }
    expect(await failedBy(planOf(one.index, (index) => ({ ...decide(index), label: elsewhere })))).toContain('label')
  })
})

test('a turned clip of which all is hidden but one person has it where people see that corner', async () => {
  await opened(await clip('rotated-90'), async (one) => {
    const label = { text, at: 'top-right' } as const

    const decide: Decisions = (index) => ({ tracks: [movingTrack(index, { action: 'keep' })], inverse: true })
    const { plan, out } = await redacted(one, 'turned', (index) => ({ ...decide(index), label }))
    expectLabelled(one, plan, await readPlanesOf(out, [0, 30]))
  })
})

test('pictures of odd size, and of full range, have it too', async () => {
  for (const name of ['mjpeg-odd-alaw', 'h264-full-range'])
    await opened(await clip(name), async (one) => {
      const { plan, out } = await redacted(one, name, (index) => ({
        tracks: [movingTrack(index)],
        label: { text, at: 'bottom-right' },
      }))
      expectLabelled(one, plan, await readPlanesOf(out, [0, 20]))
    })
})

test('frames that do not decode are black, and say what they are', async () => {
  const path = join(folder, 'spoilt.mp4')
  const bytes = new Uint8Array(await readFile(await clip('h264-2997')))
  await writeFile(path, bitsFlipped(bytes, { flips: 6, seed: 4, from: 0.1, until: 0.2 }))
  await opened(path, async (one) => {
    const damaged = one.index.video?.damagedFrames ?? []
    expect(damaged.length).toBeGreaterThan(0)
    const { plan, out } = await redacted(one, 'damaged', () => ({ label: { text, at: 'top-left' } }))
    expectLabelled(one, plan, await readPlanesOf(out, [0, ...damaged.slice(0, 2), 50]))
  })
})
