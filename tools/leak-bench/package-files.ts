import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sha256Of } from '../models/package-source.ts'

const run = promisify(execFile)

/** An archive of the npm registry whose photographs are used. */
export type PhotographPackage = {
  readonly id: string
  readonly package: string
  readonly version: string
  readonly licence: string
  readonly archive: string
  readonly sha256: string
}

/**
 * Downloads an archive into `scratch` with npm's own client, checks its SHA-256 and unpacks it; done once. Nothing of
 * the package is run or installed. Answers the folder that holds its files. Throws when the hash differs.
 */
export async function unpackPackage(source: PhotographPackage, scratch: string): Promise<string> {
  const folder = join(scratch, 'packages', `${source.id}-${source.sha256.slice(0, 16)}`)
  if (existsSync(folder)) return folder
  const partial = `${folder}.partial`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true })
  const options = ['--ignore-scripts', '--silent', '--pack-destination', partial]
  await run('npm', ['pack', ...options, `${source.package}@${source.version}`])
  const archive = join(partial, source.archive)
  const found = sha256Of(await readFile(archive))
  if (found !== source.sha256) throw new Error(`${source.archive} has SHA-256 ${found}, not ${source.sha256}`)
  await run('tar', ['-xzf', archive, '-C', partial])
  await rm(archive)
  await rename(partial, folder)
  return folder
}
