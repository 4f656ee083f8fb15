import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { buildWindow } from './build-window.ts'
import { captions, screensPage } from './screens/captions.ts'
import { takeFirstShift } from './screens/first-shift.ts'
import { takeRequest } from './screens/request.ts'
import { type Shot, shotsInto } from './screens/take.ts'

/**
 * `npm run screens [-- PART...]`: pictures of every screen for docs/screens. Goes through the window with demonstration vaults of its own.
 * All of them are replaced at once when everything went well; those of a part alone as they are taken.
 */

const folder = join(import.meta.dirname, '../docs/screens')

const parts: Readonly<Record<string, (shot: Shot) => Promise<void>>> = {
  'first-shift': takeFirstShift,
  request: takeRequest,
}

/** Takes all pictures, then puts them in the place of those from before. */
async function all(): Promise<void> {
  const beside = `${folder}.new`
  await rm(beside, { recursive: true, force: true })
  try {
    const shot = await shotsInto(beside)
    for (const take of Object.values(parts)) await take(shot)
    const taken = new Set(await readdir(beside))
    const missing = Object.keys(captions).filter((name) => !taken.has(`${name}.jpg`))
    if (missing.length > 0) throw new Error(`no picture was taken of ${missing.join(', ')}`)
    await writeFile(join(beside, 'README.md'), screensPage())
    await rm(folder, { recursive: true, force: true })
    await rename(beside, folder)
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
}

async function some(names: readonly string[]): Promise<void> {
  const shot = await shotsInto(folder)
  for (const name of names) {
    const take = parts[name]
    if (!take) throw new Error(`${name} is none of ${Object.keys(parts).join(', ')}`)
    await take(shot)
  }
  await writeFile(join(folder, 'README.md'), screensPage())
}

if (!buildWindow(join(import.meta.dirname, '..'))) throw new Error('the window was not built')
const names = process.argv.slice(2)
await (names.length === 0 ? all() : some(names))
