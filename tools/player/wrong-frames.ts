import { codeBits } from '../clips/frame-code.ts'
import { clip, clipMatrix } from '../clips/matrix.ts'
import type { SeenFrame } from '../player-page/page.ts'
import type { PlayerPage } from './player-page.ts'

/** What one clip of the matrix came to. */
export type ClipVerdict = {
  readonly name: string
  readonly by: 'window' | 'engine'
  readonly why: string | null
  readonly sought: number
  readonly stepped: number
  /** Frames whose drawn number was not the one that was asked for. */
  readonly wrongSeeks: readonly SeenFrame[]
  readonly wrongSteps: readonly SeenFrame[]
}

/** How much of each clip is looked at. */
export type Looks = { readonly seeks: number; readonly steps: number }

/** Names of the clips of the matrix that have a picture. */
export function clipsWithPicture(): readonly string[] {
  return clipMatrix.filter(({ truth }) => truth.picture).map(({ name }) => name)
}

/** Whole numbers below `below`, the same each time (a linear congruential generator, Numerical Recipes). */
export function leaps(count: number, below: number, seed: number): number[] {
  let at = seed >>> 0
  return Array.from({ length: count }, () => {
    at = (at * 1_664_525 + 1_013_904_223) >>> 0
    return Math.floor((at / 2 ** 32) * below)
  })
}

/** Leaps through a clip and steps through it forward and back, reading every frame's number back from the canvas. */
export async function judgeClip(page: PlayerPage, name: string, looks: Looks): Promise<ClipVerdict> {
  const truth = clipMatrix.find((recipe) => recipe.name === name)?.truth.picture
  if (!truth) throw new Error(`no picture in ${name}`)
  await page.add(name, await clip(name))
  const { frames, by, why } = await page.ask('open', name)
  const wrong = (seen: readonly SeenFrame[]): SeenFrame[] =>
    seen.filter((look) => look.seen !== (look.asked + truth.firstCode) % 2 ** codeBits)
  const sought = await page.ask('seek', leaps(looks.seeks, frames, name.length))
  const steps = Math.min(looks.steps, frames)
  const forward = await page.ask('step', 0, steps, 1)
  const back = await page.ask('step', frames - 1, steps, -1)
  const stepped = [...forward, ...back]
  const counts = { sought: sought.length, stepped: stepped.length }
  return { name, by, why, ...counts, wrongSeeks: wrong(sought), wrongSteps: wrong(stepped) }
}
