import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Size } from '../../core/geometry/shape.ts'
import { chooseArithmetic } from '../../native/detection/choose-arithmetic.ts'
import { type Detector, openDetector } from '../../native/detection/detector.ts'
import { InputTensors } from '../../native/detection/input-tensors.ts'
import { fitLetterbox } from '../../native/detection/letterbox.ts'
import { type ModelFolder, openModelFolder } from '../../native/detection/model-folder.ts'
import { compiledKernels } from '../../native/media/compiled-kernels.ts'
import { type Comparison, compareDetectors, type Finder } from '../quantised/compare-detectors.ts'
import { openGallery, peopleIn, sheetKinds } from '../quantised/face-sheets.ts'
import { weathers } from '../quantised/spoil-picture.ts'
import { type Measure, measured } from './measure.ts'

/** Long sides of the pictures, as the profiles look at them. */
const scales = [480, 640, 960, 1920]

/** Where a track begins and where it goes on. */
const thresholds = [0.3, 0.15]

/** Half a point: where more is lost, floats stay. */
const mostLost = 0.005

const rounds = 5

/** CenterFace in floats and in bytes. */
type Pair = readonly [Detector, Detector]

/**
 * CenterFace computing with bytes against itself computing with floats: time of a look, memory, and what both find of the
 * faces of people on whose photographs nothing was measured before. Baselines are the floats.
 */
export async function benchQuantised(): Promise<readonly Measure[]> {
  const folder = await openModelFolder()
  if (!folder.ok) throw new Error(folder.failure.kind)
  const bytes = await chooseArithmetic(folder.value, 'balanced', 'fastest')
  if (!bytes.ok) throw new Error(bytes.failure.kind)
  const before = process.memoryUsage().rss
  const inBytes = await centerface(bytes.value)
  await timeOf(inBytes, 1920)
  const between = process.memoryUsage().rss
  const pair = [await centerface(folder.value), inBytes] as const
  if (pair[0].model.sha256 === inBytes.model.sha256)
    throw new Error('this processor does not compute rightly with bytes')
  await timeOf(pair[0], 1920)
  const memory = measured('memory after looks at 1920', (between - before) / 1e6, 'MB', {
    baseline: (process.memoryUsage().rss - between) / 1e6,
  })
  const lines = [memory, ...(await times(pair)), ...(await findings(pair))]
  for (const detector of pair) await detector.close()
  return lines
}

async function centerface(folder: ModelFolder): Promise<Detector> {
  const model = folder.manifest.models.find(({ id }) => id === 'centerface')
  if (!model) throw new Error('there is no CenterFace')
  const options = { classes: ['face'], threads: 2, largestInput: { width: 1920, height: 1088 } } as const
  const detector = await openDetector(folder, model, options)
  if (!detector.ok) throw new Error(detector.failure.kind)
  return detector.value
}

async function times(pair: Pair): Promise<readonly Measure[]> {
  const lines: Measure[] = []
  for (const scale of scales) {
    const [floats, bytes] = [await timeOf(pair[0], scale), await timeOf(pair[1], scale)]
    lines.push(measured(`one look at ${scale}`, bytes, 'ms', { baseline: floats }))
  }
  return lines
}

/** The quickest of some looks: what a machine that others use as well can do. */
async function timeOf(detector: Detector, scale: number): Promise<number> {
  const picture = { width: 1920, height: 1080 }
  const letterbox = fitLetterbox([0, 0, picture.width, picture.height], scale, detector.model.input)
  const { width, height } = letterbox.input
  const tensor = new Float32Array(3 * width * height).map((_, i) => Math.imul(i, 2654435761) >>> 24)
  const took: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const began = performance.now()
    await detector.examine(tensor, letterbox, picture)
    took.push(performance.now() - began)
  }
  return Math.min(...took)
}

async function findings(pair: Pair): Promise<readonly Measure[]> {
  const gallery = await openGallery('held-out', join(tmpdir(), 'leak-bench'))
  const finders = [await finderOf(pair[0]), await finderOf(pair[1])] as const
  const lines: Measure[] = []
  for (const scale of scales) {
    const size = { width: scale, height: Math.ceil((scale * 9) / 16 / 32) * 32 }
    const all: Comparison[][] = thresholds.map(() => [])
    for (const kind of sheetKinds) {
      for (const weather of weathers) {
        const found = await compareDetectors(gallery, finders, { kind, weather, size }, thresholds)
        const where = `faces of ${kind.name} px, ${weather}, at ${scale}`
        found.forEach((one, at) => {
          all[at]?.push(one)
          lines.push(...linesOf(one, `${where}, from ${thresholds[at]} on`))
        })
      }
    }
    thresholds.forEach((threshold, at) => {
      const faces = (all[at] ?? []).reduce((sum, one) => sum + one.faces, 0)
      const share = (which: 0 | 1) =>
        (all[at] ?? []).reduce((sum, one) => sum + one.recall[which] * one.faces, 0) / faces
      const name = `recall at ${scale} from ${threshold} on, ${faces} faces of ${peopleIn(gallery)} people`
      lines.push(measured(name, share(1), '', { baseline: share(0), goal: { least: 1 - mostLost } }))
    })
  }
  return lines
}

function linesOf({ recall, precision, overlap, difference }: Comparison, where: string): readonly Measure[] {
  const interval = difference.map((share) => (share * 100).toFixed(1)).join(' to ')
  return [
    measured(`recall, ${where} (${interval} points)`, recall[1], '', { baseline: recall[0] }),
    measured(`precision, ${where}`, precision[1], '', { baseline: precision[0] }),
    measured(`overlap with the truth, ${where}`, overlap[1], '', { baseline: overlap[0] }),
  ]
}

async function finderOf(detector: Detector): Promise<Finder> {
  const tensors = new InputTensors(await compiledKernels())
  return async (rgb, size: Size) => {
    const letterbox = fitLetterbox(
      [0, 0, size.width, size.height],
      Math.max(size.width, size.height),
      detector.model.input,
    )
    const tensor = tensors.make({ toRgb: () => rgb }, letterbox, detector.model.input)
    try {
      return await detector.examine(tensor, letterbox, size)
    } finally {
      tensors.giveBack(tensor)
    }
  }
}
