import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFile, mkdir, mkdtemp, rename, rm, symlink, truncate, unlink, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Candidate, Refusal } from '../../../core/intake/candidate.ts'
import { type IntakeLimits, scanIntake } from './scan-intake.ts'
import type { IntakeClock } from './settling.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-intake-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** An hour on: every file has been left alone for long, and any wait would be a defect. */
const later: IntakeClock = {
  now: () => Date.now() + 3_600_000,
  pause: () => Promise.reject(new Error('waited for a file that nobody writes')),
}

const put = async (name: string | Buffer, content: string | Uint8Array = 'clip') => {
  const path = typeof name === 'string' ? join(folder, name) : Buffer.concat([Buffer.from(`${folder}/`), name])
  await writeFile(path, content)
  return String(path)
}

async function scanned(paths: string[] = [folder], limits: Partial<IntakeLimits> = {}) {
  const found: (Candidate | Refusal)[] = []
  for await (const one of scanIntake(paths, new AbortController().signal, { clock: later, ...limits })) found.push(one)
  return found
}

/** Names of candidates, and the kinds of refusals with what they are about. */
const told = (found: (Candidate | Refusal)[]) =>
  found.map((one) => {
    if (one.kind === 'candidate') return one.name.text
    const { failure } = one
    return `${basename(one.path.text)}: ${failure.kind}${'what' in failure ? ` ${failure.what}` : ''}`
  })

async function only(paths?: string[], limits?: Partial<IntakeLimits>): Promise<Candidate> {
  const [one, ...more] = await scanned(paths, limits)
  if (one?.kind !== 'candidate' || more.length > 0) throw new Error('expected one candidate')
  return one
}

async function openedKind(candidate: Candidate): Promise<string> {
  const opened = await candidate.open()
  if (opened.ok) await opened.value.close()
  return opened.ok ? 'opened' : `${opened.failure.kind}${'what' in opened.failure ? ` ${opened.failure.what}` : ''}`
}

it('finds files in folders in a fixed order, and passes over what systems leave behind', async () => {
  await mkdir(join(folder, 'b', 'c'), { recursive: true })
  await mkdir(join(folder, '.hidden'))
  for (const name of ['z.mp4', 'a.mp4', 'B.mov', 'b/y.mp4', 'b/c/x.mp4', 'b/a.mp4']) await put(name)
  for (const name of ['.DS_Store', 'Thumbs.db', '._a.mp4', '.hidden/h.mp4', 'b/Desktop.ini']) await put(name)
  expect((await scanned()).map(({ path }) => path.text.slice(folder.length))).toEqual([
    '/B.mov',
    '/a.mp4',
    '/z.mp4',
    '/b/a.mp4',
    '/b/y.mp4',
    '/b/c/x.mp4',
  ])
})

it('hands out the bytes of what it found, and reads nothing for it', async () => {
  const path = await put('clip.mp4', 'some bytes')
  await utimes(path, 1000, 1_700_000_000)
  const candidate = await only()
  expect(candidate).toMatchObject({
    size: 10,
    modified: '1700000000000000000',
    modifiedOn: '2023-11-14T22:13:20.000Z',
    sidecars: [],
  })
  const opened = await candidate.open()
  if (!opened.ok) throw new Error(opened.failure.kind)
  expect(new TextDecoder().decode(await opened.value.bytes.read(5, 100))).toBe('bytes')
  await opened.value.close()
})

it('refuses links, pipes, sockets, devices and empty files, each with a line, and goes on', async () => {
  await put('clip.mp4')
  await put('empty.mp4', '')
  await mkdir(join(folder, 'sub'))
  for (const [target, name] of [
    [join(folder, 'clip.mp4'), 'link.mp4'],
    [join(folder, 'sub'), 'link-to-folder'],
    [join(folder, 'nowhere'), 'dangling.mp4'],
    ['/dev/zero', 'link-to-device.mp4'],
    [folder, 'sub/loop'],
  ] as const)
    await symlink(target, join(folder, name))
  execFileSync('mkfifo', [join(folder, 'pipe.mp4')])
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(join(folder, 'socket.mp4'), resolve))
  expect(told(await scanned([folder, '/dev/zero']))).toEqual([
    'clip.mp4',
    'dangling.mp4: hostile-entry link',
    'empty.mp4: file-empty',
    'link-to-device.mp4: hostile-entry link',
    'link-to-folder: hostile-entry link',
    'link.mp4: hostile-entry link',
    'pipe.mp4: hostile-entry pipe',
    'socket.mp4: hostile-entry socket',
    'loop: hostile-entry link',
    'zero: hostile-entry device',
  ])
  await new Promise((resolve) => server.close(resolve))
})

it('refuses a link that is given, also behind a slash, but not one among the parents', async () => {
  await mkdir(join(folder, 'real'))
  await put('real/clip.mp4')
  await put('real/clip.json', '{}')
  await symlink(join(folder, 'real'), join(folder, 'link'))
  expect(told(await scanned([join(folder, 'link')]))).toEqual(['link: hostile-entry link'])
  expect(told(await scanned([`${folder}/link/`, `${folder}/link/.`, `${folder}/link//./`]))).toHaveLength(3)
  expect((await scanned([`${folder}/link/`]))[0]).toMatchObject({ failure: { kind: 'hostile-entry', what: 'link' } })
  const found = await only([join(folder, 'link', 'clip.mp4')])
  expect(found.sidecars).toHaveLength(1)
  expect(await openedKind(found)).toBe('opened')
})

it.each([
  ['nothing', 'file-missing', (path: string) => unlink(path)],
  ['more bytes', 'not-stable', (path: string) => appendFile(path, 'more')],
  ['fewer bytes', 'not-stable', (path: string) => truncate(path, 1)],
  [
    'a link',
    'hostile-entry link',
    async (path: string) => {
      await rename(path, `${path}.real`)
      await symlink(`${path}.real`, path)
    },
  ],
  [
    'a pipe',
    'hostile-entry swapped',
    async (path: string) => {
      await unlink(path)
      execFileSync('mkfifo', [path])
    },
  ],
  [
    'another file of the same size and time',
    'hostile-entry swapped',
    async (path: string) => {
      await writeFile(`${path}.other`, 'CLIP')
      await utimes(`${path}.other`, 1000, 1000)
      await rename(`${path}.other`, path)
    },
  ],
  [
    'a folder',
    'hostile-entry swapped',
    async (path: string) => {
      await unlink(path)
      await mkdir(path)
    },
  ],
])('does not open what a file was replaced by: %s', async (_, expected, replace) => {
  const path = await put('clip.mp4')
  await utimes(path, 1000, 1000)
  const candidate = await only()
  await replace(path)
  expect(await openedKind(candidate)).toBe(expected)
})

it('does not enter a folder that was replaced by a link while others were read', async () => {
  for (const name of ['a', 'b']) await mkdir(join(folder, name))
  await put('first.mp4')
  await put('a/secret.mp4')
  await put('b/clip.mp4')
  const found: (Candidate | Refusal)[] = []
  for await (const one of scanIntake([folder], new AbortController().signal, { clock: later })) {
    if (found.push(one) > 1) continue
    await rm(join(folder, 'b'), { recursive: true })
    await symlink(join(folder, 'a'), join(folder, 'b'))
  }
  expect(told(found)).toEqual(['first.mp4', 'secret.mp4', 'b: hostile-entry link'])
})

const odd = [
  `it's "quoted" $(x) \`y\`.mp4`,
  'line\nbreak.mp4',
  'a..mp4',
  '-rf.mp4',
  '\u202egpj.4pm',
  '\u001b[2Jclear.mp4',
  '%2e%2e%2fup.mp4',
  'back\\slash.mp4',
  `${'long'.repeat(60)}.mp4`,
  '漢字 \u{1f600}.mp4',
]

it('takes odd names as they are and shows them safely', async () => {
  for (const name of odd) await put(name)
  const found = await scanned()
  expect(told(found).toSorted()).toEqual(odd.toSorted())
  for (const { path } of found) expect(path.display).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
  for (const one of found) if (one.kind === 'candidate') expect(await openedKind(one)).toBe('opened')
})

it.runIf(process.platform === 'linux')('opens files whose names are no text', async () => {
  await put(Buffer.from([0x61, 0xff, 0xfe, 0x2e, 0x6d, 0x70, 0x34]))
  const candidate = await only()
  expect(candidate.name.text).toBe('a\ufffd\ufffd.mp4')
  expect(await openedKind(candidate)).toBe('opened')
})

it('answers for paths that no file system has', async () => {
  const paths = ['', 'a\0b', `/${'x'.repeat(10_000)}`, join(folder, 'gone.mp4'), '\u202e../../gone']
  const found = await scanned(paths)
  expect(found.map((one) => one.kind === 'refusal' && one.failure.kind)).toEqual(paths.map(() => 'file-missing'))
})

it('stops at a depth and at a number of entries, and says where', async () => {
  await mkdir(join(folder, 'a', 'b', 'c'), { recursive: true })
  for (const name of ['1.mp4', 'a/2.mp4', 'a/b/3.mp4', 'a/b/c/4.mp4']) await put(name)
  expect(told(await scanned([folder], { deepest: 1 }))).toEqual(['1.mp4', '2.mp4', 'b: hostile-entry too-deep'])
  const limited = await scanned([folder], { mostEntries: 5 })
  expect(told(limited)).toEqual(['1.mp4', '2.mp4', 'b: hostile-entry too-many'])
})

/** A clock at which files are new, however long the rest takes: it stands still. What happens while it waits is the test's. */
const withPause = (during: () => Promise<void>): IntakeClock & { waits: number } => {
  const begun = Date.now()
  const clock = {
    waits: 0,
    now: () => begun,
    pause: async () => {
      clock.waits++
      await during()
    },
  }
  return clock
}

it('takes a new file once it has stayed the same for a while', async () => {
  await put('clip.mp4')
  const clock = withPause(async () => {})
  expect(await openedKind(await only([folder], { clock }))).toBe('opened')
  expect(clock.waits).toBe(1)
})

it.each([
  ['grows', 'clip.mp4: not-stable', (path: string) => appendFile(path, 'more')],
  ['is written again', 'clip.mp4: not-stable', (path: string) => utimes(path, 5, 5)],
  ['goes away', 'clip.mp4: file-missing', (path: string) => unlink(path)],
])('refuses a new file that %s while it is watched', async (_, expected, change) => {
  const path = await put('clip.mp4')
  expect(told(await scanned([path], { clock: withPause(() => change(path)) }))).toEqual([expected])
})

it('waits once for all new files of a folder', async () => {
  for (const name of ['a.mp4', 'b.mp4', 'c.mp4']) await put(name)
  let now = Date.now()
  let waited = 0
  const pause = async (milliseconds: number) => {
    now += milliseconds
    waited += milliseconds
  }
  expect(await scanned([folder], { clock: { now: () => now, pause } })).toHaveLength(3)
  expect(waited).toBe(1000)
})

it('ends when it is stopped', async () => {
  for (const name of ['a.mp4', 'b.mp4', 'c.mp4']) await put(name)
  const stop = new AbortController()
  const names: string[] = []
  for await (const one of scanIntake([folder], stop.signal, { clock: later })) {
    names.push(one.path.text)
    stop.abort()
  }
  expect(names).toHaveLength(1)
})

it('keeps sidecars to the byte, with their hash', async () => {
  await put('clip.mp4')
  const json = Buffer.from('\ufeff{ "officer" : "A" }\r\n')
  await put('CLIP.Json', json)
  const { sidecars, sidecarFailures } = await only()
  expect(sidecarFailures).toEqual([])
  expect(sidecars).toHaveLength(1)
  const [{ document, content } = { document: null, content: null }] = sidecars
  expect(Buffer.from(document?.bytes ?? [])).toEqual(json)
  expect(document).toMatchObject({ name: 'CLIP.Json', kind: 'json', tableSha256: null })
  expect(document?.sha256).toBe(createHash('sha256').update(json).digest('hex'))
  expect(content).toEqual({ officer: 'A' })
})
