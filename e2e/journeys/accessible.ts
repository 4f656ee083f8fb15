import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { settled } from './settled.ts'

/** Fluent's own stops at the edges of a dialog or list: they hand the focus on at once, which axe cannot see. */
const focusRelays = '[data-tabster-dummy]'

/** What axe finds on the page once nothing in it moves any more, serious and worse (WCAG 2.2 A and AA): a rule and where, each. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page })
    .exclude(focusRelays)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

/** Looks of the window beside its dark one. */
const otherLooks = { light: { colorScheme: 'light' }, 'high contrast': { contrast: 'more' } } as const

/** What axe finds on the page in every look of the window; the dark one is left on. */
export async function findingsInEveryLook(page: Page): Promise<readonly string[]> {
  const findings = [...(await seriousFindings(page))]
  for (const [name, look] of Object.entries(otherLooks)) {
    await page.emulateMedia(look)
    const found = await seriousFindings(page)
    findings.push(...found.map((finding) => `${name}: ${finding}`))
    await page.emulateMedia({ colorScheme: 'dark', contrast: 'no-preference' })
  }
  return findings
}
