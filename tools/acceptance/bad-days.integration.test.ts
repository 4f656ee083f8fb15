import { type ChildProcess, execFileSync } from 'node:child_process'
import { copyFile, mkdir, readdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeClip } from '../clips/make-clip.ts'
import { clip } from '../clips/matrix.ts'
import { frameHashes } from '../clips/read-back.ts'
import { smallClipNamed } from '../clips/small-clips.ts'
import { truncated } from '../clips/spoil.ts'
import { answerOf, type Desk, ended, expectRefusal, makeDesk } from './run-occlude.ts'

/** What goes wrong while work is under way: disks that fill up, engines that are killed, clips that change or end early. */

let desk: Desk
beforeAll(async () => {
  desk = await makeDesk('bad-days')
  await copyFile(await makeClip(smallClipNamed('faststart')), desk.at('clip.mp4'))
  await copyFile(await clip('h264-2997'), desk.at('longer.mp4'))
  await copyFile(await makeClip(smallClipNamed('sound')), desk.at('sound.m4a'))
})
afterAll(() => desk.remove())

const redact = (name: string, out: string, ...more: string[]) =>
  ['redact', name, '--out', out, '--classes', ',', ...more, '--json'] as const

/** Only the administrator mounts a small disk. */
const administrator = process.getuid?.() === 0

/** Mounts a disk of this many KiB at `disk/`. */
async function mountDisk(kibibytes: number): Promise<void> {
  await mkdir(desk.at('disk'), { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', desk.at('disk')])
  mounted = true
}

let mounted = false
afterEach(() => {
  if (mounted) execFileSync('umount', [desk.at('disk')])
  mounted = false
})

/** Fills the disk but for about this many bytes (it counts in pages). */
async function leaveFree(bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(desk.at('disk'))
  await writeFile(desk.at('disk/ballast'), Buffer.alloc(Math.max(0, bavail * bsize - bytes)))
}

/** How many bytes a copy of `longer.mp4` takes. */
async function bytesOfCopy(): Promise<number> {
  const run = await desk.run(redact('longer.mp4', 'measured.mp4', '--audio', 'keep'))
  expect([run.code, run.told]).toEqual([0, expect.any(String)])
  const { size } = await stat(desk.at('measured.mp4'))
  for (const name of ['measured.mp4', 'measured.certificate.json', 'measured.project.json']) await rm(desk.at(name))
  return size
}

test.runIf(administrator).each([
  ['not even its first byte', () => 0],
  ['half of it', (whole: number) => whole / 2],
  // The copy just fits; its certificate takes more than the page that is left.
  ['all of it but its certificate', (whole: number) => Math.ceil(whole / 4096) * 4096 + 4096],
])('says that the disk is full where it holds of a copy %s', async (_, free) => {
  const whole = await bytesOfCopy()
  await mountDisk(4096)
  await leaveFree(free(whole))
  const before = await desk.snapshot()
  const given = redact('longer.mp4', 'disk/copy.mp4', '--audio', 'keep')
  const run = await desk.run(given)
  expectRefusal(run, 3, given)
  expect(answerOf(run).failures[0]?.kind).toBe('disk-full')
  expect(await desk.snapshot()).toEqual(before)
})

test.runIf(administrator)('says that the disk is full for every other result', async () => {
  await mountDisk(64)
  await leaveFree(0)
  const before = await desk.snapshot()
  for (const given of [
    ['detect', 'clip.mp4', '--classes', ',', '--out', 'disk/d.json', '--json'],
    ['frame', 'clip.mp4', '3', '--out', 'disk/f.png', '--json'],
  ]) {
    const run = await desk.run(given)
    expectRefusal(run, 3, given)
    expect(answerOf(run).failures[0]?.kind).toBe('disk-full')
  }
  expect(await desk.snapshot()).toEqual(before)
})

/** Process ids of the engine processes that a run has started. */
async function enginesOf({ pid }: ChildProcess): Promise<readonly number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return children.trim().split(' ').filter(Boolean).map(Number)
}

/** Kills the engine once work reports this stage; it may take several reports until one is running. */
async function killedDuring(given: readonly string[], stage: string) {
  const child = desk.start(given)
  let killed = false
  const attempt = async () => {
    for (const engine of killed ? [] : await enginesOf(child)) {
      process.kill(engine, 'SIGKILL')
      killed = true
    }
  }
  child.stderr?.on('data', (part: Buffer) => {
    if (part.includes(stage)) void attempt().catch(() => undefined)
  })
  const run = await ended(child)
  return { run, killed }
}

test.each(['reading', 'covering', 'checking'])(
  'says that the engine died while %s, and leaves nothing',
  async (stage) => {
    const before = await desk.snapshot()
    const given = redact('longer.mp4', 'copy.mp4', '--audio', 'keep')
    const { run, killed } = await killedDuring(given, stage)
    expect([killed, run.told]).toEqual([true, expect.any(String)])
    expectRefusal(run, 1, given)
    expect(answerOf(run).failures[0]?.kind).toBe('engine-died')
    expect(await desk.snapshot()).toEqual(before)
  },
)

test('keeps no copy of a clip that changes while it is read', async () => {
  await copyFile(desk.at('longer.mp4'), desk.at('growing.mp4'))
  const before = await desk.snapshot()
  const given = redact('growing.mp4', 'copy.mp4')
  const child = desk.start(given)
  const changed = (await readFile(desk.at('growing.mp4'))).fill(7, 30_000, 30_010)
  child.stderr?.on('data', (part: Buffer) => {
    if (part.includes('covering')) void writeFile(desk.at('growing.mp4'), changed)
  })
  const run = await ended(child)
  expect([3, 5]).toContain(run.code)
  const left = Object.keys(await desk.snapshot()).filter((name) => !(name in before))
  expect(left.filter((name) => name !== 'copy.verification.json')).toEqual([])
  await rm(desk.at('growing.mp4'))
  await rm(desk.at('copy.verification.json'), { force: true })
})

/** Redacts what must give a partial copy; answers the certificate's payload. */
async function partial(name: string, out: string) {
  const before = await desk.snapshot()
  const run = await desk.run(redact(name, out, '--audio', 'keep'))
  expect([run.code, run.told]).toEqual([4, expect.any(String)])
  expect(answerOf(run)).toMatchObject({ ok: true, exit: 4, failures: [] })
  expect(await desk.snapshot()).toMatchObject(before)
  const certificate = desk.at(out.replace(/\.\w+$/, '.certificate.json'))
  const { payload } = JSON.parse(await readFile(certificate, 'utf8'))
  expect(payload.partial).toBe(true)
  return payload
}

test('covers damaged frames and says so', async () => {
  const bytes = await readFile(await clip('h264-faststart'))
  const spoilt = Buffer.from(bytes)
  // Within the media data, well after the first keyframe.
  for (let at = Math.floor(bytes.length * 0.5); at < bytes.length * 0.52; at += 97)
    spoilt[at] = (spoilt[at] ?? 0) ^ 0x55
  await writeFile(desk.at('damaged.mp4'), spoilt)
  const payload = await partial('damaged.mp4', 'damaged-copy.mp4')
  expect(payload.damagedFrames.length).toBeGreaterThan(0)
  expect(payload.counts).toMatchObject({ copyFrames: 60, blankedFrames: payload.damagedFrames.length })
  expect(await frameHashes(desk.at('damaged-copy.mp4'))).toHaveLength(60)
  expect(payload.lookHere).toContainEqual({ frame: payload.damagedFrames[0], why: 'damaged', weight: 1 })
})

test('says of sound that is cut short that the copy is partial', async () => {
  const faststart = desk.at('whole.m4a')
  execFileSync('ffmpeg', ['-v', 'error', '-i', desk.at('sound.m4a'), '-c', 'copy', '-movflags', 'faststart', faststart])
  await writeFile(desk.at('short.m4a'), truncated(await readFile(faststart), 0.7))
  const payload = await partial('short.m4a', 'short-copy.m4a')
  expect(payload).toMatchObject({ soundDamaged: true, missingFrames: 0, frameMap: [] })
})

test('makes a whole copy of whole sound', async () => {
  const run = await desk.run(redact('sound.m4a', 'sound-copy.m4a', '--audio', 'keep'))
  expect([run.code, run.told]).toEqual([0, expect.any(String)])
  const { payload } = JSON.parse(await readFile(desk.at('sound-copy.certificate.json'), 'utf8'))
  expect(payload).toMatchObject({ partial: false })
  expect(payload).not.toHaveProperty('soundDamaged')
  expect((await readdir(desk.folder)).filter((name) => name.endsWith('.partial'))).toEqual([])
})
