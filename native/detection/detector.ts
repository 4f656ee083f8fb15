import type { BodyPart, DetectionClass } from '../../core/detection/detection.ts'
import type { Box, Size } from '../../core/geometry/shape.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import {
  type DecodedBox,
  type DecodeFamily,
  type LabelCutoffs,
  type ModelOutputs,
  tensorOf,
} from './families/decode-family.ts'
import { familyById } from './families/registry.ts'
import { type OverlapLimits, suppressOverlaps } from './families/suppress-overlaps.ts'
import { boxFromInput, type Letterbox } from './letterbox.ts'
import { type ModelClass, type ModelEntry, wantedLabels } from './manifest.ts'
import { isAdded, type ModelFolder, readModel } from './model-folder.ts'
import { type ModelSession, openSession } from './model-session.ts'

/** A box in display-oriented source pixels, not rounded. */
export type FoundBox = {
  readonly class: DetectionClass
  readonly part?: BodyPart
  readonly score: number
  readonly box: Box
}

/** A loaded model that looks for some classes. */
export type Detector = {
  readonly model: ModelEntry
  /** Finds boxes in one input tensor; the tensor must not change until the answer. One call at a time. */
  examine(tensor: Float32Array, letterbox: Letterbox, picture: Size): Promise<readonly FoundBox[]>
  close(): Promise<void>
}

/** How a detector is opened. */
export type DetectorOptions = {
  /** What was asked for; boxes of what that is derived from are found as well. */
  readonly classes: readonly DetectionClass[]
  readonly threads: number
  /** Size of the input that is tried at once; the largest one, so that memory grows once. */
  readonly largestInput: Size
}

/**
 * Loads a model, checks its hash and tries it on a black picture. Fails with `model-missing`, `model-changed` or
 * `model-unusable`.
 */
export async function openDetector(
  folder: ModelFolder,
  model: ModelEntry,
  options: DetectorOptions,
): Promise<Result<Detector>> {
  const bytes = await readModel(folder, model)
  if (!bytes.ok) return bytes
  const opened = await tryModel(bytes.value, model, options)
  const labels = wantedLabels(folder.manifest, model, options.classes)
  if (opened.ok) return ok(detectorOf(opened.value.session, opened.value.family, model, labels))
  const { failure } = opened
  return failure.kind === 'model-unusable' && isAdded(folder, model) ? failed({ ...failure, own: true }) : opened
}

async function tryModel(
  bytes: Uint8Array,
  model: ModelEntry,
  { threads, largestInput }: DetectorOptions,
): Promise<Result<{ readonly session: ModelSession; readonly family: DecodeFamily }>> {
  const family = familyById(model.family)
  if (!family) return failed({ kind: 'model-unusable', name: model.file, problem: 'names no known family' })
  const session = await openSession(bytes, model, threads)
  if (!session.ok) return session
  const problem = await tryOut(session.value, family, model, largestInput)
  if (problem === null) return ok({ session: session.value, family })
  await session.value.close()
  return failed({ kind: 'model-unusable', name: model.file, problem })
}

function detectorOf(
  session: ModelSession,
  family: DecodeFamily,
  model: ModelEntry,
  labels: readonly ModelClass[],
): Detector {
  const wanted = new Map(labels.map((found) => [found.label, found]))
  const cutoffs: LabelCutoffs = new Map([...wanted].map(([label, { thresholds }]) => [label, thresholds.continue]))
  return {
    model,
    examine: (tensor, letterbox, picture) =>
      session.run(tensor, letterbox.input, (outputs) => {
        const problem = problemOf(family, outputs, letterbox.input)
        if (problem !== null) throw new Error(`${model.id}: ${problem}`)
        const boxes = oncePerClass(family.decode(outputs, letterbox.input, cutoffs), wanted, family.limits)
        return boxes.flatMap(({ label, score, box }): FoundBox[] => {
          const found = wanted.get(label)
          const mapped = boxFromInput(box, letterbox, picture)
          if (!found || !mapped) return []
          const { class: shown, part } = found
          return [part ? { class: shown, part, score, box: mapped } : { class: shown, score, box: mapped }]
        })
      }),
    close: () => session.close(),
  }
}

/** A car that is seen as a lorry too is one vehicle: of labels that mean the same class, the strongest box stays. */
function oncePerClass(
  boxes: readonly DecodedBox[],
  wanted: ReadonlyMap<number, ModelClass>,
  limits: OverlapLimits,
): readonly DecodedBox[] {
  const firstOf = new Map<string, number>()
  const shared = new Map<number, number>()
  for (const { label, class: shown, part = '' } of wanted.values()) {
    const first = firstOf.get(`${shown} ${part}`)
    if (first === undefined) firstOf.set(`${shown} ${part}`, label)
    else shared.set(label, first)
  }
  if (shared.size === 0) return boxes
  return suppressOverlaps(
    boxes.map((box) => ({ ...box, label: shared.get(box.label) ?? box.label })),
    limits,
  )
}

/** Scores that are not numbers say nothing of the picture, so they may not be read as "nothing there". */
function problemOf(family: DecodeFamily, outputs: ModelOutputs, input: Size): string | null {
  const problem = family.problemWith(outputs, input)
  if (problem !== null) return problem
  const broken = family.scores.find((role) => holdsNaN(tensorOf(outputs, role).data))
  return broken === undefined ? null : `${broken} holds what is not a number`
}

function holdsNaN(data: Float32Array): boolean {
  for (let i = 0; i < data.length; i += 1) {
    if (Number.isNaN(data[i])) return true
  }
  return false
}

/** What is wrong when the model looks at a black picture; null when nothing is. */
async function tryOut(session: ModelSession, family: DecodeFamily, model: ModelEntry, input: Size) {
  const tensor = new Float32Array(3 * input.width * input.height)
  try {
    return await session.run(tensor, input, (outputs) => {
      const problem = problemOf(family, outputs, input)
      if (problem !== null) return problem
      const labels = family.labelsIn(outputs)
      const beyond = model.classes.find(({ label }) => label >= labels)
      return beyond
        ? `it tells ${labels} labels apart (0 to ${labels - 1}), so there is no label ${beyond.label}`
        : null
    })
  } catch {
    return `does not run on an input of ${input.width}x${input.height}`
  }
}
