import { performance } from 'node:perf_hooks'
import { detectionProfiles } from '../../core/detection/detection.ts'
import { type Detector, openDetector } from '../../native/detection/detector.ts'
import { fitLetterbox, type Letterbox } from '../../native/detection/letterbox.ts'
import type { ModelEntry } from '../../native/detection/manifest.ts'
import { type ModelFolder, openModelFolder } from '../../native/detection/model-folder.ts'
import { scalesOf } from '../../native/detection/schedule.ts'

/** What one look costs, without decoding and scaling: the floor under any detection time. */
export type InferenceTime = {
  readonly model: string
  /** Long side of the picture in the model's input. */
  readonly scale: number
  readonly input: { readonly width: number; readonly height: number }
  /** Median of some runs after the first. */
  readonly milliseconds: number
}

/** What inference costs on this machine. */
export type InferenceTimes = {
  /** Reading, checking, loading and the first run of all models. */
  readonly loadMilliseconds: number
  readonly looks: readonly InferenceTime[]
}

const picture = { width: 1920, height: 1080 }
const rounds = 7

/** Measures one look of each shipped model at each scale of any profile, on a 1080p picture of noise. */
export async function measureInference(threads = 2): Promise<InferenceTimes> {
  const folder = await openModelFolder()
  if (!folder.ok) throw new Error(`models: ${folder.failure.kind}`)
  let loadMilliseconds = 0
  const looks: InferenceTime[] = []
  for (const model of folder.value.manifest.models) {
    const letterboxes = letterboxesOf(model)
    const began = performance.now()
    const detector = await open(folder.value, model, letterboxes, threads)
    loadMilliseconds += performance.now() - began
    for (const [scale, letterbox] of letterboxes) {
      const milliseconds = await timeLook(detector, letterbox)
      looks.push({ model: model.id, scale, input: letterbox.input, milliseconds })
    }
    await detector.close()
  }
  return { loadMilliseconds, looks }
}

/** Largest first. */
function letterboxesOf(model: ModelEntry): readonly (readonly [number, Letterbox])[] {
  const scales = new Set(detectionProfiles.flatMap((profile) => scalesOf(model, profile)))
  return [...scales]
    .sort((a, b) => b - a)
    .map((scale) => [scale, fitLetterbox([0, 0, picture.width, picture.height], scale, model.input)])
}

async function open(
  folder: ModelFolder,
  model: ModelEntry,
  letterboxes: readonly (readonly [number, Letterbox])[],
  threads: number,
): Promise<Detector> {
  const largest = letterboxes[0]
  if (!largest) throw new Error(`${model.id} has no pass`)
  const classes = model.classes.map((found) => found.class)
  const detector = await openDetector(folder, model, { classes, threads, largestInput: largest[1].input })
  if (!detector.ok) throw new Error(`${model.id}: ${detector.failure.kind}`)
  return detector.value
}

async function timeLook(detector: Detector, letterbox: Letterbox): Promise<number> {
  const { width, height } = letterbox.input
  const tensor = new Float32Array(3 * width * height).map((_, i) => Math.imul(i, 2654435761) >>> 24)
  const times: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const began = performance.now()
    await detector.examine(tensor, letterbox, picture)
    if (round > 0) times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)[rounds >> 1] ?? Number.NaN
}
