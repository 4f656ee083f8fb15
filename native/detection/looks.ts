import type { Box, Size } from '../../core/geometry/shape.ts'
import { fitLetterbox, inputScale, type Letterbox } from './letterbox.ts'
import type { ModelEntry } from './manifest.ts'
import type { Pass } from './schedule.ts'

/** A pass over a picture of known size. */
export type Look = { readonly model: ModelEntry; readonly letterbox: Letterbox; readonly roi?: Box }

/** The passes as looks at a picture of this size; on small pictures several scales come to the same look, which is taken once. */
export function looksAt(passes: readonly Pass[], picture: Size): readonly Look[] {
  const looks = new Map<string, Look>()
  for (const { model, scale, roi } of passes) {
    const part = roi ?? ([0, 0, picture.width, picture.height] as const)
    const letterbox = fitLetterbox(part, scale, model.input)
    const key = [model.id, ...part, letterbox.content.width, letterbox.content.height].join(' ')
    if (!looks.has(key)) looks.set(key, { model, letterbox, ...(roi ? { roi } : {}) })
  }
  return [...looks.values()]
}

/** The long side of a look's input, as it stands in `examined`. */
export function scaleOf(look: Look): number {
  return inputScale(look.letterbox)
}
