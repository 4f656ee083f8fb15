import type { Appearance } from '../../core/detection/appearance.ts'
import type { Detection, Examined } from '../../core/detection/detection.ts'
import { type FrameIndex, uniteRanges } from '../../core/time.ts'
import type { FoundBox } from './detector.ts'
import { type Look, scaleOf } from './looks.ts'

/** What somebody in a box wears; null where that cannot be seen. */
export type Dressed = (found: FoundBox) => Appearance | null

/** What a run has seen so far. */
export class GatheredRun {
  readonly #examined: Examined[] = []
  readonly #detections: Detection[] = []

  /** Adds what one look found. Boxes are rounded to 0.01 px, scores to 0.0001. `dressed` tells what somebody wears. */
  add(frame: FrameIndex, look: Look, found: readonly FoundBox[], dressed: Dressed = () => null): void {
    const model = look.model.id
    this.#examined.push({ frame, model, scale: scaleOf(look), ...(look.roi ? { roi: look.roi } : {}) })
    for (const each of found) {
      const { class: shown, part, score, box } = each
      const [x, y, width, height] = box
      const rounded = [hundredths(x), hundredths(y), hundredths(width), hundredths(height)] as const
      const appearance = dressed(each)
      this.#detections.push({
        frame,
        class: shown,
        ...(part ? { part } : {}),
        box: rounded,
        score: Math.round(score * 10_000) / 10_000,
        model,
        ...(appearance ? { appearance } : {}),
      })
    }
  }

  /** In an order that depends on the content alone: by frame, class, model, then place, size and score. */
  sorted(): { readonly examined: readonly Examined[]; readonly detections: readonly Detection[] } {
    return { examined: this.#examined.sort(byLook), detections: this.#detections.sort(byPlace) }
  }
}

/**
 * The frames that were to be examined but could not be, as half-open ranges: each stands for itself and for the frames up
 * to the next one that was examined (at last up to `until`).
 */
export function rangesMissed(
  missed: readonly FrameIndex[],
  seen: readonly FrameIndex[],
  until: number,
): readonly (readonly [number, number])[] {
  return uniteRanges(missed.map((frame) => [frame, seen.find((later) => later > frame) ?? until]))
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}

function byLook(a: Examined, b: Examined): number {
  return a.frame - b.frame || byText(a.model, b.model) || a.scale - b.scale || byRoi(a, b)
}

function byRoi(a: Examined, b: Examined): number {
  return (a.roi?.[0] ?? -1) - (b.roi?.[0] ?? -1) || (a.roi?.[1] ?? -1) - (b.roi?.[1] ?? -1)
}

/** By frame, class, model, then place, size and score: an order that depends on the content alone. */
export function byPlace(a: Detection, b: Detection): number {
  return (
    a.frame - b.frame ||
    byText(a.class, b.class) ||
    byText(a.model, b.model) ||
    a.box[0] - b.box[0] ||
    a.box[1] - b.box[1] ||
    a.box[2] - b.box[2] ||
    a.box[3] - b.box[3] ||
    a.score - b.score
  )
}

function byText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
