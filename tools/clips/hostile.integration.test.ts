import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runDebian } from './debian-ffmpeg.ts'
import { hostileInputs, makeHostile, neighbourName } from './hostile.ts'
import { readFrames } from './read-back.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-hostile-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const named = (name: string) => {
  const found = hostileInputs.find((input) => input.name === name)
  if (!found) throw new Error(`no hostile input ${name}`)
  return found
}

test('names are unique and refusals say which kinds fit', () => {
  expect(new Set(hostileInputs.map((input) => input.name)).size).toBe(hostileInputs.length)
  expect(hostileInputs.filter((input) => input.outcomes.includes('refused') && input.kinds.length === 0)).toEqual([])
})

test('the lure is a real one: ffmpeg on its own does pull the neighbour in', async () => {
  const path = await makeHostile(named('ffconcat'), folder)
  expect((await readdir(dirname(path))).toSorted()).toEqual([basename(path), neighbourName].toSorted())
  const { stdout } = await runDebian('ffprobe', [
    '-of',
    'csv',
    '-count_packets',
    '-show_entries',
    'stream=nb_read_packets',
    path,
  ])
  expect(stdout.toString()).toContain('60')
})

test('a truncated clip with its index in front still shows some frames', async () => {
  const frames = await readFrames(await makeHostile(named('truncated-50-faststart'), folder))
  expect(frames.length).toBeGreaterThan(5)
  expect(frames.length).toBeLessThan(60)
})

test('the same damage every time', async () => {
  const path = await makeHostile(named('flipped-mp4'), folder)
  const first = await readFile(path)
  await makeHostile(named('flipped-mp4'), folder)
  expect(await readFile(path)).toEqual(first)
})
