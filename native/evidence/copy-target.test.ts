import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Sha256 } from '../../core/clips/clip-index.ts'
import { checkNames } from '../../core/verification/report.ts'
import { verifiedCopy } from '../../core/verification/verified-copy.ts'
import { createCopyTarget } from './copy-target.ts'
import { type FileIdentity, identityOf } from './file-identity.ts'
import type { OutputPath } from './output-path.ts'
import { writeWholeFile } from './place-file.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-target-'))
})
afterEach(() => rm(folder, { recursive: true }))

const documents = { certificate: '{"c":1}', project: '{"p":1}' }
const at = (name: string) => join(folder, name)
const text = (name: string) => readFile(at(name), 'utf8')

function output(name: string, more: Partial<OutputPath> = {}): OutputPath {
  return { path: at(name), name, overwrite: false, inputs: [], ...more }
}

async function identity(name: string): Promise<FileIdentity> {
  return identityOf(await stat(at(name), { bigint: true }))
}

async function targetFor(place: OutputPath) {
  const target = await createCopyTarget(place)
  if (!target.ok) throw new Error(target.failure.kind)
  return target.value
}

async function begun(place: OutputPath, content = 'copy') {
  const target = await targetFor(place)
  const copy = await target.begin()
  if (!copy.ok) throw new Error(copy.failure.kind)
  await copy.value.sink.write(0, new TextEncoder().encode(content))
  return { target, copy: copy.value }
}

function proofFor(hash: Sha256) {
  const checks = checkNames.map((check) => ({ check, outcome: 'passed' as const, figures: {}, failures: [] }))
  const proof = verifiedCopy({ outcome: 'passed', checks, leaks: [], lookHere: [] }, hash)
  if (!proof.ok) throw new Error(proof.failure.kind)
  return proof.value
}

async function published(place: OutputPath, content = 'copy') {
  const { copy } = await begun(place, content)
  const finished = await copy.finish()
  if (!finished.ok) throw new Error(finished.failure.kind)
  return copy.publish(proofFor(finished.value.sha256), documents)
}

it('shows nothing but an owner-only unfinished file until it is published, then the copy with its documents', async () => {
  const { copy } = await begun(output('x.mp4'))
  await copy.sink.write(2, new TextEncoder().encode('rn'))
  expect(await readdir(folder)).toEqual(['x.mp4.partial'])
  expect((await stat(at('x.mp4.partial'))).mode & 0o777).toBe(0o600)
  const finished = await copy.finish()
  if (!finished.ok) throw new Error(finished.failure.kind)
  expect(await finished.value.bytes.read(0, 99)).toEqual(new TextEncoder().encode('corn'))
  const result = await copy.publish(proofFor(finished.value.sha256), documents)
  expect(result).toMatchObject({ ok: true, value: { copy: at('x.mp4') } })
  expect((await readdir(folder)).sort()).toEqual(['x.certificate.json', 'x.mp4', 'x.project.json'])
  expect([await text('x.mp4'), await text('x.certificate.json'), await text('x.project.json')]).toEqual([
    'corn',
    '{"c":1}',
    '{"p":1}',
  ])
  await copy.discard()
  expect(await text('x.mp4')).toBe('corn')
})

it('leaves nothing when it is discarded, twice too, or removed at once', async () => {
  const { copy, target } = await begun(output('x.mp4'))
  await copy.discard()
  await copy.discard()
  expect(await readdir(folder)).toEqual([])
  const second = await target.begin()
  target.removeUnfinished()
  expect(await readdir(folder)).toEqual([])
  if (second.ok) await second.value.discard()
})

it('publishes nothing but what was checked', async () => {
  const { copy } = await begun(output('x.mp4'))
  await copy.finish()
  await expect(copy.publish(proofFor('00' as Sha256), documents)).rejects.toThrow()
  await copy.discard()
})

it('finds out when the finished file is changed or replaced before it is published', async () => {
  const changed = await begun(output('x.mp4'))
  const finished = await changed.copy.finish()
  if (!finished.ok) throw new Error(finished.failure.kind)
  await rm(at('x.mp4.partial'))
  await writeFile(at('x.mp4.partial'), 'another run')
  expect(await changed.copy.publish(proofFor(finished.value.sha256), documents)).toEqual({
    ok: false,
    failure: { kind: 'output-taken', name: 'x.mp4' },
  })
  expect(await readdir(folder)).toEqual(['x.mp4.partial'])
  expect(await text('x.mp4.partial')).toBe('another run')
})

it('starts over where a killed run left an unfinished file', async () => {
  await writeFile(at('x.mp4.partial'), 'a much longer rest of a killed run')
  expect(await published(output('x.mp4'))).toMatchObject({ ok: true })
  expect(await text('x.mp4')).toBe('copy')
})

it('never replaces what appeared while it worked, and takes its documents back', async () => {
  const { copy } = await begun(output('x.mp4'))
  const finished = await copy.finish()
  if (!finished.ok) throw new Error(finished.failure.kind)
  await writeFile(at('x.mp4'), 'somebody else')
  expect(await copy.publish(proofFor(finished.value.sha256), documents)).toEqual({
    ok: false,
    failure: { kind: 'file-exists', name: 'x.mp4' },
  })
  expect(await readdir(folder)).toEqual(['x.mp4'])
  expect(await text('x.mp4')).toBe('somebody else')
})

it('with overwrite keeps the old copy until the new one is published', async () => {
  await published(output('x.mp4'), 'old')
  const { copy } = await begun(output('x.mp4', { overwrite: true }), 'new')
  expect(await text('x.mp4')).toBe('old')
  await copy.discard()
  expect(await text('x.mp4')).toBe('old')
  await published(output('x.mp4', { overwrite: true }), 'new')
  expect(await text('x.mp4')).toBe('new')
})

it('keeps the report of a failed copy beside its place, and drops it once a copy is published', async () => {
  const target = await targetFor(output('x.mp4'))
  expect(await target.keepReport('{"r":1}')).toEqual({ ok: true, value: at('x.verification.json') })
  expect(await target.keepReport('{"r":2}')).toMatchObject({ ok: true })
  expect(await readdir(folder)).toEqual(['x.verification.json'])
  await published(output('x.mp4'))
  expect(await readdir(folder)).not.toContain('x.verification.json')
})

it.each(['x.mp4', 'x.certificate.json', 'x.project.json'])('refuses when %s is there already', async (name) => {
  await writeFile(at(name), 'old')
  expect(await createCopyTarget(output('x.mp4'))).toEqual({ ok: false, failure: { kind: 'file-exists', name } })
  expect(await createCopyTarget(output('x.mp4', { overwrite: true }))).toMatchObject({ ok: true })
})

it.each([
  ['itself', async () => {}, 'clip.mp4'],
  ['a symbolic link', () => symlink(at('clip.mp4'), at('x.mp4')), 'x.mp4'],
  ['a hard link', () => link(at('clip.mp4'), at('x.mp4')), 'x.mp4'],
  ['a folder of another name', () => symlink(folder, at('other')), 'other/clip.mp4'],
  ['the name of the unfinished file', () => link(at('clip.mp4'), at('x.mp4.partial')), 'x.mp4'],
  ['the project that is read', () => link(at('clip.mp4'), at('x.project.json')), 'x.mp4'],
])('never writes to an input, even with overwrite, through %s', async (_, make, name) => {
  await writeFile(at('clip.mp4'), 'clip')
  await make()
  const place = output(name, { overwrite: true, inputs: [await identity('clip.mp4')] })
  expect(await createCopyTarget(place)).toMatchObject({ ok: false, failure: { kind: 'file-is-input' } })
  expect(await text('clip.mp4')).toBe('clip')
})

it('refuses a missing folder, a file as folder and a folder as copy', async () => {
  await writeFile(at('file'), '')
  await mkdir(at('x.mp4'))
  expect(await createCopyTarget(output('gone/x.mp4'))).toMatchObject({ failure: { kind: 'folder-missing' } })
  expect(await createCopyTarget(output('file/x.mp4'))).toMatchObject({ failure: { kind: 'folder-missing' } })
  expect(await createCopyTarget(output('x.mp4', { overwrite: true }))).toMatchObject({
    failure: { kind: 'not-a-file' },
  })
})

it('writes results that are made at once whole, and replaces only when told', async () => {
  expect(await writeWholeFile(output('d.json'), '{}')).toEqual({ ok: true, value: undefined })
  expect(await writeWholeFile(output('d.json'), 'other')).toMatchObject({ failure: { kind: 'file-exists' } })
  expect(await text('d.json')).toBe('{}')
  await writeWholeFile(output('d.json', { overwrite: true }), 'other')
  expect([await text('d.json'), await readdir(folder)]).toEqual(['other', ['d.json']])
})
