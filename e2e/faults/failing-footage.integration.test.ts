import { execFileSync } from 'node:child_process'
import { mkdir, open, readdir, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardWith, engineClip, frames, largeClip } from '../../tools/clips/fault-clips.ts'
import { hostileCard, hostileNames } from '../../tools/clips/hostile-names.ts'
import type { Station } from '../journeys/words.ts'
import { lock, officer } from '../journeys/words.ts'
import { type OpenSocket, openSockets, processesBelow } from '../open-sockets.ts'
import {
  askForFrame,
  backToLibrary,
  comeBack,
  expectNoFootage,
  frameShown,
  giveReason,
  openClip,
  stationWith,
} from './fault-desk.ts'
import { holdPort, picturesAfterLock } from './misfits.ts'

/** What lies on the disk fails while somebody looks at it, or was made to deceive; and what nobody is to see is not there. */

/** Only the administrator mounts a disk of one's own, which can be filled up. */
const mayMount = process.getuid?.() === 0

let station: Station
const vault = (): string => join(station.folder, 'vault')

/** Every socket that was seen, in all processes, from the first window to the end. */
const seen = new Map<string, OpenSocket>()
let watching: Promise<void> | null = null
let isOver = false

async function look(): Promise<void> {
  for (const socket of await openSockets(await processesBelow(station.pid)))
    seen.set(`${socket.local} ${socket.remote}`, socket)
}

/** One look after the other, however long each takes. */
async function watch(): Promise<void> {
  for (; !isOver; await pause(300)) await look()
}

beforeAll(async () => {
  station = await stationWith(
    async (folder) => hostileCard(await cardWith(folder, { 'street.mp4': largeClip, 'market.avi': engineClip })),
    async (begun) => {
      station = begun
      await mkdir(vault())
      if (mayMount) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', vault()])
      await holdPort(begun.page)
      watching = watch()
    },
  )
})
afterAll(async () => {
  isOver = true
  await station?.close()
  if (mayMount) execFileSync('umount', ['--lazy', vault()])
  await rm(station.folder, { recursive: true, force: true })
  await watching
})

/** The file of the largest object: that of the large clip. */
async function largestObject(): Promise<string> {
  const folder = join(vault(), 'objects')
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => ({ name, size: (await stat(join(folder, name))).size })),
  )
  const [largest] = files.toSorted((a, b) => b.size - a.size)
  return join(folder, largest?.name ?? '')
}

test('names and metadata that were made to deceive are text, and move nothing', async () => {
  const { page } = station
  await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(hostileNames.length)
  const found = await page.evaluate(() => ({
    ran: 'ran' in globalThis,
    injected: document.querySelectorAll('main script, main img, main iframe, main b').length,
    wider: document.documentElement.scrollWidth > innerWidth,
    higher: document.documentElement.scrollHeight > innerHeight,
    rows: new Set([...document.querySelectorAll('tbody tr')].map((row) => row.clientHeight)).size,
  }))
  expect(found).toEqual({ ran: false, injected: 0, wider: false, higher: false, rows: 1 })
  const shown = (await page.getByRole('row').allTextContents()).join('')
  expect(shown).toContain('<script>')
  // What turns the direction of writing, or cannot be seen, is made visible or taken away.
  expect(shown).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
})

/** Takes whatever room there is. */
async function fillUp(): Promise<void> {
  const handle = await open(join(vault(), 'ballast'), 'w')
  const piece = Buffer.alloc(64 << 10)
  for (let room = true; room; ) {
    const written = await handle.write(piece).catch(() => null)
    room = written !== null && written.bytesWritten === piece.length
  }
  await handle.close()
}

test('a disk that is full while a bookmark is saved: said, nothing lost, and it works when there is room', async () => {
  if (!mayMount) return expect(process.getuid?.()).not.toBe(0)
  const { page } = station
  await openClip(page, /street/)
  await page.getByRole('button', { name: /bookmarks/i }).click()
  const list = page.getByRole('complementary', { name: 'Bookmarks' })
  const note = list.getByRole('textbox')
  const add = async (text: string): Promise<void> => {
    await note.fill(text)
    await note.press('Enter')
  }
  await add('before')
  await list.getByText('before').waitFor()
  await fillUp()
  await add('while it was full')
  await page
    .getByText(/disk is full|no room|full/i)
    .first()
    .waitFor()
  expect(await list.getByRole('listitem').count()).toBe(1)
  expect(await note.inputValue()).toBe('while it was full')
  await rm(join(vault(), 'ballast'))
  await note.press('Enter')
  await list.getByText('while it was full').waitFor()
  expect(await list.getByRole('listitem').count()).toBe(2)
  await expect.poll(() => page.getByText(/disk is full|no room/i).count()).toBe(0)
  await backToLibrary(page)
})

test.each(['lock-screen', 'suspend'])('%s takes the picture away before the next one is drawn', async (event) => {
  const { page } = station
  await openClip(page, /street/)
  await page.keyboard.press('Space')
  const left = await picturesAfterLock(page)
  await station.happen('powerMonitor', event)
  await expect.poll(left).not.toBeNull()
  expect(await left()).toBe(0)
  await page.getByRole('heading', { name: 'Locked' }).waitFor()
  await expectNoFootage(page)
  await comeBack(page, officer)
  await giveReason(page)
  await backToLibrary(page)
})

test('bytes of a clip are spoilt while it is open: the part is said, whole frames are shown still', async () => {
  const { page } = station
  await openClip(page, /street/)
  const file = await largestObject()
  const { size } = await stat(file)
  const handle = await open(file, 'r+')
  await handle.write(Buffer.alloc(64, 0xa5), 0, 64, Math.floor(size * 0.7))
  await handle.close()
  await askForFrame(page, 70)
  await page.getByText(/is damaged: its bytes \d+ to \d+ were changed/).waitFor()
  await page.getByText('The footage cannot be read at this frame').waitFor()
  const bar = await page.getByRole('textbox', { name: /^Go to a frame/ }).boundingBox()
  expect((bar?.y ?? Number.NaN) + (bar?.height ?? 0)).toBeLessThan(900)
  for (const whole of [5, frames - 1]) {
    await askForFrame(page, whole)
    await frameShown(page, whole)
  }
  expect(await page.getByText(/is damaged: its bytes/).count()).toBe(0)
  await backToLibrary(page)
})

test('a clip whose file is cut short or gone says so, and others open', async () => {
  const { page } = station
  const file = await largestObject()
  const { size } = await stat(file)
  await openClip(page, /street/)
  await truncate(file, Math.floor(size / 2))
  await askForFrame(page, frames - 10)
  await page
    .getByText(/damaged|cut/i)
    .first()
    .waitFor()
  await askForFrame(page, 5)
  await frameShown(page, 5)
  await rm(file)
  // What is open is held open: its other frames are shown, and it cannot be opened again.
  await askForFrame(page, 30)
  await frameShown(page, 30)
  await backToLibrary(page)
  await page.getByRole('row', { name: /street/ }).dblclick()
  await page.getByLabel('Reason').waitFor()
  await page.getByRole('button', { name: 'Open the clip' }).click()
  await page.getByText('The clip was not opened').waitFor()
  await backToLibrary(page)
  await openClip(page, /market/)
  await lock(page)
})

test('no process of the session spoke to anybody beyond the loopback, nor asked for a name', async () => {
  await look()
  const sockets = [...seen.values()]
  expect(sockets.length).toBeGreaterThan(4)
  expect(sockets.filter(({ isLoopback }) => !isLoopback)).toEqual([])
  // Port 53, 5353 and 853 of anybody.
  expect(sockets.filter(({ remote }) => /:(0035|14E9|0355)$/.test(remote))).toEqual([])
})
