import type { Page } from 'playwright'
import { until } from '../until.ts'

/** Messages between page and workstation process, as nobody but a test sees them. */

/** One that no contract knows; what stands in it is to be found nowhere afterwards. */
const misfit = { type: 'call', id: 'one', name: { of: 'a person' }, more: 'words of a person' }

type Held = { heldPort: MessagePort }
type Counting = { readonly counted: { readonly left: number | null } }

/** Loads the page again in such a way that its port can be had. */
export async function holdPort(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const send = MessagePort.prototype.postMessage
    MessagePort.prototype.postMessage = function (this: MessagePort, ...words: unknown[]) {
      // Others send as well: what draws the page waits for its turn by a port of its own.
      const [message] = words
      if (typeof message === 'object' && message !== null && 'type' in message)
        Object.assign(globalThis, { heldPort: this })
      Reflect.apply(send, this, words)
    }
  })
  await page.reload()
  await until('the page speaks to the host', () => page.evaluate(() => 'heldPort' in globalThis))
}

/** The page says what fits no contract. */
export async function misfitFromPage(page: Page): Promise<void> {
  await page.evaluate((message) => (globalThis as unknown as Held).heldPort.postMessage(message), misfit)
}

/** The page is told what fits no contract. */
export async function misfitToPage(page: Page): Promise<void> {
  await page.evaluate(
    (data) => (globalThis as unknown as Held).heldPort.dispatchEvent(new MessageEvent('message', { data })),
    misfit,
  )
}

/** Has the page count, from now on, how many pictures are in it when the first one is drawn after it was told of a lock; answers how to ask. */
export async function picturesAfterLock(page: Page): Promise<() => Promise<number | null>> {
  await page.evaluate(() => {
    const counted: { left: number | null } = { left: null }
    Object.assign(globalThis, { counted })
    ;(globalThis as unknown as Held).heldPort.addEventListener('message', ({ data }) => {
      if (data?.item?.kind !== 'locked') return
      requestAnimationFrame(() => {
        counted.left = document.querySelectorAll('canvas').length
      })
    })
  })
  return () => page.evaluate(() => (globalThis as unknown as Counting).counted.left)
}
