import type { DetectionProfile } from '../../core/detection/detection.ts'
import type { Box } from '../../core/geometry/shape.ts'
import type { DetectionRequest } from '../../core/ports/media-engine.ts'
import { type FrameIndex, frameIndex } from '../../core/time.ts'
import { type ModelEntry, type ModelManifest, modelsFor, type PassRule } from './manifest.ts'

/** One look of one model at one frame: the whole picture, or the part named by `roi`. */
export type Pass = { readonly model: ModelEntry; readonly scale: number; readonly roi?: Box }

/**
 * The looks at one frame. They depend on the frame's index and the clip's length alone, so a run gives the same for a
 * frame wherever it starts; the one exception is the last frame asked for, which each model looks at in any case, so
 * that whoever appears just before the end of a range is not missed. The clip's first and last frame get every pass of the
 * profile.
 */
export function passesAt(
  models: readonly ModelEntry[],
  request: DetectionRequest,
  frames: number,
  frame: FrameIndex,
): readonly Pass[] {
  const until = Math.min(request.untilFrame, frames)
  if (frame < request.fromFrame || frame >= until) return []
  const atClipEdge = frame === 0 || frame === frames - 1
  return models.flatMap((model) => {
    const rules = rulesOf(model, request.profile)
    const steady = frame === until - 1 ? Math.min(...rules.map((rule) => rule.every)) : 0
    return rules
      .filter((rule) => atClipEdge || frame % rule.every === 0 || rule.every === steady)
      .map((rule) => ({ model, scale: rule.scale }))
  })
}

/** The frames that a run looks at, in order; the decoder may skip converting all others. */
export function framesToExamine(manifest: ModelManifest, request: DetectionRequest, frames: number): FrameIndex[] {
  const models = modelsFor(manifest, request.profile, request.classes)
  const examined: FrameIndex[] = []
  const until = Math.min(request.untilFrame, frames)
  for (let index: number = request.fromFrame; index < until; index += 1) {
    const frame = frameIndex(index)
    if (passesAt(models, request, frames, frame).length > 0) examined.push(frame)
  }
  return examined
}

/** Every scale at which a model looks in this profile, largest first, each once. */
export function scalesOf(model: ModelEntry, profile: DetectionProfile): readonly number[] {
  return [...new Set(rulesOf(model, profile).map((rule) => rule.scale))].sort((a, b) => b - a)
}

/** Largest scale first: the inference engine's memory then grows once. */
function rulesOf(model: ModelEntry, profile: DetectionProfile): readonly PassRule[] {
  return model.passes[profile].toSorted((a, b) => b.scale - a.scale || a.every - b.every)
}
