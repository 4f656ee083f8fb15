import { setTimeout as pause } from 'node:timers/promises'

/** How long anything may take on a machine with much else to do (milliseconds). */
export const patience = 60_000

/** Asks again and again until it is so; unlike `expect.poll` outside of tests, too. What cannot be asked just now is asked again. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  let last: unknown = null
  for (const end = performance.now() + patience; performance.now() < end; await pause(25)) {
    try {
      if (await isSo()) return
    } catch (error) {
      // A page that is being loaded answers nothing.
      last = error
    }
  }
  throw new Error(`waited in vain until ${what}`, { cause: last })
}
