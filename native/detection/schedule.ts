import type { DetectionProfile } from '../../core/detection/detection.ts'
import type { ModelEntry, PassRule } from './manifest.ts'

/** One look of one model at the whole picture. */
export type Pass = { readonly model: ModelEntry; readonly scale: number }

/** Where a frame stands, as far as the schedule cares. */
export type FramePlace = {
  /** Frames since the block's first one, which is 0. */
  readonly sinceBlock: number
  /** The first frame of a block or of a scene, or the clip's last frame: everything is looked at. */
  readonly isEdge: boolean
}

/**
 * The looks at all of a frame. They depend on the frame's place in its block and on cuts alone, so a frame is looked at the
 * same way whatever part of a clip is asked for.
 */
export function wholePasses(
  models: readonly ModelEntry[],
  profile: DetectionProfile,
  place: FramePlace,
): readonly Pass[] {
  return models.flatMap((model) =>
    rulesOf(model, profile)
      .filter((rule) => !rule.around && (place.isEdge || place.sinceBlock % rule.every === 0))
      .map(({ scale }) => ({ model, scale })),
  )
}

/** The models that look closely at places of a frame, with the scale at which they do. */
export function closePasses(
  models: readonly ModelEntry[],
  profile: DetectionProfile,
  place: FramePlace,
): readonly Pass[] {
  return models.flatMap((model) =>
    rulesOf(model, profile)
      .filter((rule) => rule.around && place.sinceBlock % rule.every === 0)
      .map(({ scale }) => ({ model, scale })),
  )
}

/** Every scale at which a model looks at whole pictures in this profile, largest first, each once. */
export function scalesOf(model: ModelEntry, profile: DetectionProfile): readonly number[] {
  const whole = rulesOf(model, profile).filter((rule) => !rule.around)
  return [...new Set(whole.map((rule) => rule.scale))]
}

/** Largest scale first: the inference engine's memory then grows once. */
function rulesOf(model: ModelEntry, profile: DetectionProfile): readonly PassRule[] {
  return model.passes[profile].toSorted((a, b) => b.scale - a.scale || a.every - b.every)
}
