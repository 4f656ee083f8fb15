import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Candidate, Refusal } from '../../../core/intake/candidate.ts'
import { scanIntake } from './scan-intake.ts'
import type { IntakeClock } from './settling.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-sidecars-'))
})
afterEach(() => rm(folder, { recursive: true }))

const put = (name: string, content: string | Uint8Array = 'clip') => writeFile(join(folder, name), content)
const at = (name: string) => join(folder, name)

async function scanned(paths: string[] = [folder], clock: IntakeClock = { now: () => Date.now() + 60_000, pause }) {
  const found: (Candidate | Refusal)[] = []
  for await (const one of scanIntake(paths, new AbortController().signal, { clock })) found.push(one)
  return found
}
const pause = () => Promise.reject(new Error('waited for a file that nobody writes'))

/** Candidates with their sidecars' names and what was wrong with them; refusals with their problem or kind. */
const told = (found: (Candidate | Refusal)[]) =>
  found.map((one) => {
    const name = basename(one.path.text)
    if (one.kind === 'refusal') return [name, 'problem' in one.failure ? one.failure.problem : one.failure.kind]
    const problems = one.sidecarFailures.map((failure) => ('problem' in failure ? failure.problem : failure.kind))
    return [name, one.sidecars.map(({ document }) => document.name), ...problems]
  })

it('keeps a sidecar that it cannot read, says why, and takes the clip all the same', async () => {
  await put('a.mp4')
  await put('a.mp4.json', '{"officer":')
  await put('a.xml', '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>')
  await put('a.csv', 'Officer\nA\n')
  const found = await scanned()
  expect(told(found)).toEqual([
    [
      'a.mp4',
      ['a.mp4.json', 'a.csv', 'a.xml'],
      'it is not sound JSON (line 1: ends too early)',
      'it declares a document type or entities, which are not allowed in a sidecar',
    ],
  ])
  const sidecars = found[0]?.kind === 'candidate' ? found[0].sidecars : []
  expect(sidecars.map(({ content }) => content)).toEqual([null, [[{ Officer: 'A' }]], null])
})

it('neither keeps nor reads what is too large, a link or a pipe under a name of a sidecar', async () => {
  await put('a.mp4')
  await put('a.json', Buffer.alloc((1 << 20) + 1, 32))
  await symlink('/etc/passwd', at('a.xml'))
  execFileSync('mkfifo', [at('a.csv')])
  expect(told(await scanned())).toEqual([
    ['a.csv', 'hostile-entry'],
    [
      'a.mp4',
      [],
      'it is a pipe between programs, not a file',
      'it is larger than 1 MB',
      'it is a link to something else, and links are never followed',
    ],
    ['a.xml', 'hostile-entry'],
  ])
})

it('does not take a sidecar that is written to after it was looked at', async () => {
  await put('a.mp4')
  await put('a.json', '{}')
  // It stands still: however long the rest takes, the file stays new.
  const now = Date.now()
  const clock = { now: () => now, pause: () => appendFile(at('a.json'), ' ') }
  expect(told(await scanned([folder], clock))).toEqual([['a.mp4', [], 'it is still being written']])
})

const table = 'File Name,Officer\r\na.mp4,A\r\nb.mp4,B\r\nA.MP4,C\r\n'

it('gives each clip its own lines of a table about many, to the byte', async () => {
  await put('a.mp4')
  await put('b.mp4')
  await put('c.mp4')
  await put('export.csv', table)
  const found = await scanned()
  expect(told(found)).toEqual([
    ['a.mp4', ['export.csv']],
    ['b.mp4', ['export.csv']],
    ['c.mp4', []],
  ])
  const [, b] = found
  const sidecar = b?.kind === 'candidate' ? b.sidecars[0] : undefined
  expect(Buffer.from(sidecar?.document.bytes ?? []).toString()).toBe('File Name,Officer\r\nb.mp4,B\r\n')
  expect(sidecar?.document.sha256).toBe(createHash('sha256').update('File Name,Officer\r\nb.mp4,B\r\n').digest('hex'))
  expect(sidecar?.document.tableSha256).toBe(createHash('sha256').update(table).digest('hex'))
  expect(sidecar?.content).toEqual([[{ 'File Name': 'b.mp4' }, { Officer: 'B' }]])
})

it('says which sidecars belong to nothing', async () => {
  await put('a.mp4')
  await put('lost.json', '{}')
  await put('other.csv', 'File,Officer\nz.mp4,A\n')
  await put('broken.csv', 'File\n"')
  expect(told(await scanned())).toEqual([
    ['a.mp4', []],
    ['broken.csv', 'it is not a sound table (a quote that never ends, or a line too long)'],
    ['lost.json', 'no clip of that name lies beside it'],
    ['other.csv', 'it names none of the files beside it'],
  ])
})

it('reads a bounded number of tables', async () => {
  await put('a.mp4')
  for (let number = 10; number < 28; number++) await put(`t${number}.csv`, table)
  const found = told(await scanned())
  expect(found[0]?.[1]).toHaveLength(16)
  expect(found.slice(1)).toEqual(['t26.csv', 't27.csv'].map((name) => [name, 'only 16 tables are read in a folder']))
})

it('finds the sidecars of a single file, and is silent about others of its folder', async () => {
  await put('a.mp4')
  await put('b.mp4')
  await put('a.JSON', '{}')
  await put('export.csv', table)
  await put('lost.json', '{}')
  expect(told(await scanned([at('a.mp4')]))).toEqual([['a.mp4', ['a.JSON', 'export.csv']]])
})

it('passes over sidecars that are given with their clips, and refuses them alone', async () => {
  await put('a.mp4')
  await put('a.json', '{}')
  expect(told(await scanned([at('a.json'), at('a.mp4')]))).toEqual([['a.mp4', ['a.json']]])
  expect(told(await scanned([at('a.json')]))).toEqual([
    ['a.json', 'it is a file about a clip, and no clip that lies beside it was given'],
  ])
})
