import type { Box, Size } from '../../core/geometry/shape.ts'
import { closeInput } from './close-looks.ts'
import { fitLetterbox, inputScale, type Letterbox } from './letterbox.ts'
import type { ModelEntry } from './manifest.ts'
import type { Pass } from './schedule.ts'

/** A pass over a picture of known size; `roi` when only that part of it is looked at. */
export type Look = { readonly model: ModelEntry; readonly letterbox: Letterbox; readonly roi?: Box }

/** The passes as looks at a picture of this size; on small pictures several scales come to the same look, which is taken once. */
export function looksAt(passes: readonly Pass[], picture: Size): readonly Look[] {
  const looks = new Map<string, Look>()
  for (const { model, scale } of passes) {
    const letterbox = fitLetterbox([0, 0, picture.width, picture.height], scale, model.input)
    const key = [model.id, letterbox.content.width, letterbox.content.height].join(' ')
    if (!looks.has(key)) looks.set(key, { model, letterbox })
  }
  return [...looks.values()]
}

/** A close look at a part of the picture. */
export function closeLookAt(model: ModelEntry, part: Box): Look {
  return { model, letterbox: fitLetterbox(part, closeInput, model.input), roi: part }
}

/** How large a look sees things: input pixels per source pixel. */
export function ratioOf({ letterbox }: Look): number {
  return letterbox.content.width / letterbox.part[2]
}

/** The long side of a look's input, as it stands in `examined`. */
export function scaleOf(look: Look): number {
  return inputScale(look.letterbox)
}
