import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright'

/** Debian's Chromium where it is installed; elsewhere Playwright's own. */
const debianChromium = '/usr/bin/chromium'

/** Opens a page in a Chromium that plays sound without a person's click and without a sound card. */
export async function openInChromium(
  address: string,
  complain: (complaint: string) => void,
): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.launch({
    ...(existsSync(debianChromium) ? { executablePath: debianChromium } : {}),
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--disable-dev-shm-usage'],
  })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.on('pageerror', (error) => complain(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complain(message.text())
  })
  await page.goto(address)
  await page.waitForFunction(() => 'bench' in globalThis)
  return { browser, page }
}
