import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** The command line as a person meets it: a process of its own, the real engine, files on a disk. */

const folder = mkdtempSync(join(tmpdir(), 'occlude-cli-'))
const program = join(import.meta.dirname, 'occlude.ts')
const photograph = join(import.meta.dirname, '../node_modules/@vladmandic/face-api/demo/sample1.jpg')
const at = (name: string) => join(folder, name)

/** Debian's programs, as independent makers and readers of clips. */
const debian = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' } as const

function ffmpeg(...words: string[]): void {
  execFileSync(debian.ffmpeg, ['-v', 'error', '-y', ...words], { cwd: folder })
}

const encoded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']

beforeAll(() => {
  const people = ['-loop', '1', '-i', photograph, '-f', 'lavfi', '-i', 'sine=440:sample_rate=48000']
  const panned = ['-vf', "scale=700:-2,crop=640:360:x='10+t*20':y=5", '-r', '10', '-t', '1.5']
  ffmpeg(...people, ...panned, ...encoded, '-c:a', 'aac', 'people.mp4')
  ffmpeg('-i', 'people.mp4', '-vn', '-c', 'copy', 'sound.m4a')
  ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=30:duration=10', ...encoded, '-g', '30', 'long.mp4')
})
afterAll(() => rm(folder, { recursive: true }))

function started(words: string, command = process.execPath, before: readonly string[] = [program]): ChildProcess {
  const env = { ...process.env, INIT_CWD: folder, OCCLUDE_DEBUG: '' }
  // Somewhere else, so that paths can only be right by INIT_CWD; a group of its own, to be signalled as a terminal does.
  return spawn(command, [...before, ...words.split(' ')], { cwd: '/', env, detached: true })
}

type Ended = { readonly code: number | null; readonly out: string; readonly told: string }

function ended(child: ChildProcess): Promise<Ended> {
  let [out, told] = ['', '']
  child.stdout?.on('data', (part: Buffer) => {
    out += part.toString()
  })
  child.stderr?.on('data', (part: Buffer) => {
    told += part.toString()
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, told })))
}

const run = (words: string) => ended(started(words))
const hashOf = (name: string) =>
  createHash('sha256')
    .update(readFileSync(at(name)))
    .digest('hex')

function framesOf(name: string): number {
  const words = ['-v', 'error', '-count_frames', '-select_streams', 'v', '-show_entries', 'stream=nb_read_frames']
  return Number(execFileSync(debian.ffprobe, [...words, '-of', 'csv=p=0', at(name)], { encoding: 'utf8' }))
}

/** The loudest sample between two seconds, as another decoder hears it. */
function loudest(name: string, from: number, until: number): number {
  const words = ['-v', 'error', '-i', at(name), '-ss', String(from), '-to', String(until), '-f', 's16le', '-']
  const bytes = execFileSync(debian.ffmpeg, words, { maxBuffer: 1 << 26 })
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1)
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
}

it('redacts, verifies and refuses what is not what its certificate says', async () => {
  const original = hashOf('people.mp4')
  const made = await run('redact people.mp4 --out copy.mp4 --mute 0.5-1 --profile fast --label Redacted-copy --json')
  expect(made).toMatchObject({ code: 0 })
  const answer = JSON.parse(made.out.trimEnd().split('\n').at(-1) ?? '')
  expect(answer).toMatchObject({ type: 'result', ok: true, exit: 0, out: at('copy.mp4'), failures: [] })
  expect(framesOf('copy.mp4')).toBe(15)
  expect(loudest('copy.mp4', 0.5, 1)).toBe(0)
  expect(loudest('copy.mp4', 0.1, 0.4)).toBeGreaterThan(1000)
  const { payload } = JSON.parse(await readFile(at('copy.certificate.json'), 'utf8'))
  expect(payload).toMatchObject({ source: { sha256: original }, copy: { sha256: hashOf('copy.mp4') }, partial: false })
  expect(payload.counts.tracksHidden).toBeGreaterThan(1)
  expect(payload.checks).toContainEqual(expect.objectContaining({ check: 'label', outcome: 'passed' }))
  expect(Object.keys(payload.models).length).toBeGreaterThan(0)

  const given = 'verify copy.mp4 --certificate copy.certificate.json'
  expect(await run(`${given} --original people.mp4 --project copy.project.json`)).toMatchObject({ code: 0 })
  const incomplete = await run(`${given} --original people.mp4 --json`)
  expect(incomplete.code).toBe(5)
  expect(incomplete.told).toContain('what should be hidden')
  expect((await run(given)).code).toBe(5)
  expect((await run(`${given} --signer ab`)).code).toBe(5)

  const other = await run(
    'redact people.mp4 --out other.mp4 --classes  --audio keep --profile fast'.replace('  ', ' , '),
  )
  expect(other.code).toBe(0)
  const swapped =
    'verify other.mp4 --certificate copy.certificate.json --original people.mp4 --project copy.project.json'
  expect(await run(swapped)).toMatchObject({ code: 5, told: expect.stringContaining('not about this copy') })
  const otherProject = `${given} --original people.mp4 --project other.project.json`
  expect(await run(otherProject)).toMatchObject({ code: 5, told: expect.stringContaining('project') })
  expect(hashOf('people.mp4')).toBe(original)
})

it('goes the long way, with the same frames and another decision', async () => {
  expect((await run('detect people.mp4 --out d.json --profile fast')).code).toBe(0)
  expect((await run('track people.mp4 --detections d.json --out p.json')).code).toBe(0)
  const plan = await run('plan people.mp4 --project p.json')
  const lines = plan.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ frame }) => frame)).toEqual(Array.from({ length: 15 }, (_, frame) => frame))
  expect(lines[7].regions.length).toBeGreaterThan(1)
  const kept = await run('redact people.mp4 --out kept.mp4 --project p.json --keep t1 --profile fast')
  expect(kept).toMatchObject({ code: 0, out: expect.stringContaining('1 kept') })
  expect((await run('frame kept.mp4 7 --out kept.png')).code).toBe(0)
  expect((await readFile(at('kept.png'))).subarray(1, 4).toString()).toBe('PNG')
})

it('makes a copy of sound', async () => {
  const labelled = await run('redact sound.m4a --out sound-copy.m4a --label Copy')
  expect(labelled).toMatchObject({ code: 3, told: expect.stringContaining('there has to be a picture for a label') })
  const made = await run('redact sound.m4a --out sound-copy.m4a --mute 0-0.5')
  expect(made).toMatchObject({ code: 0 })
  expect(loudest('sound-copy.m4a', 0, 0.5)).toBe(0)
  expect(loudest('sound-copy.m4a', 0.7, 1.2)).toBeGreaterThan(1000)
  expect(await run('redact sound.m4a --out wrong.mp4')).toMatchObject({
    code: 2,
    told: expect.stringContaining('.m4a'),
  })
})

/** Runs until the copy is being written, then lets `interrupt` have the process. */
async function interrupted(interrupt: (child: ChildProcess) => void): Promise<Ended> {
  const child = started('redact long.mp4 --out stopped.mp4 --classes ,')
  child.stderr?.on('data', (part: Buffer) => {
    if (part.includes('covering')) interrupt(child)
  })
  return ended(child)
}

it.each(['SIGINT', 'SIGTERM'] as const)('stops at %s and leaves nothing', async (signal) => {
  const before = (await readdir(folder)).sort()
  const { code, told } = await interrupted((child) => child.kill(signal))
  expect([code, told]).toEqual([130, expect.stringContaining('Stopped')])
  expect((await readdir(folder)).sort()).toEqual(before)
})

it('stops when a terminal interrupts its whole process group', async () => {
  const before = (await readdir(folder)).sort()
  const { code, told } = await interrupted((child) => process.kill(-(child.pid ?? 0), 'SIGINT'))
  expect([code, told]).toEqual([130, expect.stringContaining('Stopped')])
  expect((await readdir(folder)).sort()).toEqual(before)
})

it('never shows a copy that was killed, and starts over where it was', async () => {
  await interrupted((child) => process.kill(-(child.pid ?? 0), 'SIGKILL'))
  expect(await readdir(folder)).toContain('stopped.mp4.partial')
  expect(await readdir(folder)).not.toContain('stopped.mp4')
  const again = await run('redact people.mp4 --out stopped.mp4 --classes ,')
  expect(again.code).toBe(0)
  expect(await readdir(folder)).not.toContain('stopped.mp4.partial')
})

it('says that the disk is full and leaves nothing', async () => {
  const before = (await readdir(folder)).sort()
  // A limit on the size of files stands for the disk: 100 blocks of 1 KiB.
  const limited = ['-c', `trap '' XFSZ; ulimit -f 100; exec "$0" "$@"`, process.execPath, program]
  const { code, told } = await ended(started('redact long.mp4 --out full.mp4 --classes ,', 'bash', limited))
  expect([code, told]).toEqual([3, expect.stringContaining('disk is full')])
  expect((await readdir(folder)).sort()).toEqual(before)
})

it('refuses unusable clips with one sentence', async () => {
  await writeFile(at('random.mp4'), createHash('sha512').update('x').digest())
  await writeFile(at('text.mp4'), 'this is no video\n')
  await writeFile(at('list.mp4'), 'ffconcat version 1.0\nfile people.mp4\n')
  await writeFile(at('empty.mp4'), '')
  await writeFile(at('short.mp4'), (await readFile(at('long.mp4'))).subarray(0, 40_000))
  const before = (await readdir(folder)).sort()
  for (const name of ['random.mp4', 'text.mp4', 'list.mp4', 'empty.mp4', 'short.mp4']) {
    const hash = hashOf(name)
    const { code, told } = await run(`redact ${name} --out never.mp4`)
    expect([name, code]).toEqual([name, 3])
    expect(told).toMatch(/^(\w+ .*\n)*occlude: [^\n]*\.\n$/)
    expect(told).not.toMatch(/\bat .*:\d+:\d+|Error/)
    expect(hashOf(name)).toBe(hash)
  }
  expect((await readdir(folder)).sort()).toEqual(before)
})

it('is done when its reader has seen enough', async () => {
  const words = ['-c', `set -o pipefail; "$0" "$@" | head -n 1`, process.execPath, program]
  await run('redact people.mp4 --out seen.mp4 --classes ,')
  const { code, out, told } = await ended(started('plan people.mp4 --project seen.project.json', 'bash', words))
  expect([code, JSON.parse(out).frame]).toEqual([0, 0])
  expect(told).not.toContain('wrong')
})
