import type { Page } from 'playwright'
import { until } from '../until.ts'

/** What is still on its way in the page, in words; empty once it holds still. */
function unsettled(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const dialogs = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'
    const moving = document
      .getAnimations()
      .filter(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity)
      .map(({ effect }) => (effect instanceof KeyframeEffect ? `${effect.target?.nodeName} moves` : 'something moves'))
    // The page behind a dialog is hidden from readers for as long as the dialog is there, and no longer.
    const hidden = [...document.querySelectorAll('body > [aria-hidden=true]')].filter(
      ({ children }) => children.length > 0,
    )
    const open = [...document.querySelectorAll(dialogs)].some((each) => !hidden.some((above) => above.contains(each)))
    const held = document.activeElement?.closest('[aria-hidden=true]')
    return [
      ...moving,
      ...(hidden.length > 0 && !open ? ['the page is hidden by a dialog that has gone'] : []),
      ...(held ? ['the focus is where nobody finds it'] : []),
    ]
  })
}

/** Waits until nothing moves, and no dialog is on its way in or out. */
export async function settled(page: Page): Promise<void> {
  let last: readonly string[] = []
  await until('the page holds still', async () => {
    last = await unsettled(page)
    return last.length === 0
  }).catch((error: unknown) => {
    throw new Error(last.join('; '), { cause: error })
  })
}
