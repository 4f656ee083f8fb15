import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The nearest folder upwards that describes the project: the same beside the sources, beside `dist`, and in the package. */
function projectFolder(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder) throw new Error('no package.json above the main process')
    folder = dirname(folder)
  }
  return folder
}

const home = projectFolder()

/** The window's files, as built. */
export const rendererFolder = join(home, 'build/renderer')

/** The preload script, as built: one file. */
export const preloadFile = join(home, 'build/preload/preload.cjs')

/** Sources run as they are in development, and as JavaScript once built. */
const suffix = import.meta.filename.endsWith('.ts') ? 'ts' : 'js'

/** The workstation process's script. */
export const workstationFile = join(import.meta.dirname, `../workstation/workstation.${suffix}`)

/** The script of engine processes. */
export const engineFile = join(import.meta.dirname, `../../native/engine/worker.${suffix}`)

/** Version of Occlude. */
export function ownVersion(): string {
  const description: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  return typeof description === 'object' && description !== null && 'version' in description
    ? String(description.version)
    : 'unknown'
}
