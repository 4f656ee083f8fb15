import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchWorkstation, type Workstation } from './launch-workstation.ts'
import type { TestPage } from './test-page/test-page.ts'

declare const testPage: TestPage

let workstation: Workstation
beforeAll(async () => {
  workstation = await launchWorkstation({ testPage: true, sample: true })
  await workstation.page.evaluate(() => testPage.connect('sample'))
})
afterAll(() => workstation?.close())

describe('the wire between a page and a process', () => {
  it.each([0, 1, 65_537, 5_000_000])('carries %i bytes as real arrays, both ways', async (length) => {
    const answer = await workstation.page.evaluate((asked) => testPage.invert(asked), length)
    expect(answer).toEqual({ isReal: true, length, differ: -1 })
  })

  it('carries pictures in order and whole', async () => {
    const { whole, bytesPerSecond } = await workstation.page.evaluate(() => testPage.pictures(3_110_400, 60))
    expect(whole).toBe(60)
    process.stdout.write(`1080p pictures into the page: ${Math.round(bytesPerSecond / 1e6)} MB/s\n`)
  })

  it('sends no more than the page has room for', async () => {
    const { taken, sent, ended } = await workstation.page.evaluate(() => testPage.stall(3_110_400, 1_000))
    expect(taken).toBe(1)
    expect(sent).toMatchObject({ ok: true })
    const { pictures } = (sent as { value: { pictures: number } }).value
    expect(pictures).toBeLessThan(70)
    expect(ended).toEqual({ ok: false, failure: { kind: 'cancelled' } })
  })

  it('tells the process that nobody waits any more', async () => {
    const { ended, sent } = await workstation.page.evaluate(() => testPage.cancel())
    expect(ended).toEqual({ ok: false, failure: { kind: 'cancelled' } })
    expect(sent).toMatchObject({ value: { stopped: 1 } })
  })

  it('tells of bugs by their number only', async () => {
    expect(await workstation.page.evaluate(() => testPage.call('broken', {}))).toEqual({
      ok: false,
      failure: { kind: 'internal', id: 'noted' },
    })
  })

  it('ends with a message that does not fit, and the page gets another port', async () => {
    const closes = await workstation.page.evaluate(() => testPage.closes())
    await workstation.page.evaluate(() => testPage.send({ type: 'nonsense' }))
    await expect.poll(() => workstation.page.evaluate(() => testPage.closes())).toBe(closes + 1)
    await workstation.page.evaluate(() => testPage.connect('sample'))
    expect(await workstation.page.evaluate(() => testPage.invert(10))).toMatchObject({ differ: -1 })
  })
})
