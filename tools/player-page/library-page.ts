/** What the library's benchmark runs within a page: each function goes there by itself, and knows nothing of the others. */

/** Milliseconds between display frames, and of the rows that were looked at how many still waited for their clip. */
export type Scrolled = { readonly frames: readonly number[]; readonly rows: number; readonly waiting: number }

/** Scrolls what `selector` names by `step` CSS pixels with each display frame, for some seconds. */
export function scrollSteadily([selector, seconds, step]: readonly [string, number, number]): Promise<Scrolled> {
  return new Promise((resolve, reject) => {
    const scroller = document.querySelector(selector)
    if (!scroller) return reject(new Error(`there is no ${selector}`))
    const frames: number[] = []
    const seen = { rows: 0, waiting: 0 }
    const look = (): void => {
      const rows = [...scroller.querySelectorAll('tr')]
      seen.rows += rows.length
      seen.waiting += rows.filter(({ textContent }) => textContent === '…').length
    }
    let begun = 0
    let before = 0
    const next = (at: number): void => {
      if (begun === 0) begun = at
      else frames.push(at - before)
      before = at
      scroller.scrollTop += step
      if (frames.length % 20 === 0) look()
      if (at - begun < seconds * 1_000) requestAnimationFrame(next)
      else resolve({ frames, ...seen })
    }
    requestAnimationFrame(next)
  })
}

/** Milliseconds from the next key until other hits than those of now were painted; NaN where that takes five seconds. */
export function hitsPaintedAfterKey(): Promise<number> {
  return new Promise((resolve) => {
    const hits = (): string =>
      ['main output', 'main [role=grid]'].map((name) => document.querySelector(name)?.textContent).join()
    const before = hits()
    let pressed = Number.NaN
    const press = ({ timeStamp }: KeyboardEvent): void => {
      pressed = timeStamp
    }
    addEventListener('keydown', press, { capture: true, once: true })
    const look = (): void => {
      // What a display frame's script has found is on the screen when that frame ends.
      if (performance.now() - pressed > 5_000) resolve(Number.NaN)
      else if (Number.isNaN(pressed) || hits() === before) requestAnimationFrame(look)
      else setTimeout(() => resolve(performance.now() - pressed))
    }
    requestAnimationFrame(look)
  })
}

/** For a page that is about to load: remembers when what `selector` names was painted, in milliseconds from the load's beginning. */
export function notePaint(selector: string): void {
  const look = (): void => {
    if (document.querySelector(selector)) setTimeout(() => Reflect.set(globalThis, 'paintedAfter', performance.now()))
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** What `notePaint` has remembered, once it has. */
export async function notedPaint(): Promise<number> {
  while (Reflect.get(globalThis, 'paintedAfter') === undefined)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  return Number(Reflect.get(globalThis, 'paintedAfter'))
}
