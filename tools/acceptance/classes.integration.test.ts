import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readCertificate } from '../../contract/certificate-file.ts'
import { readProject } from '../../contract/project-file.ts'
import { shareInside } from '../../core/geometry/overlap.ts'
import type { Box } from '../../core/geometry/shape.ts'
import type { PlanFrame } from '../../core/redaction/plan.ts'
import type { RedactionProject, Track } from '../../core/redaction/project.ts'
import { runDebian } from '../clips/debian-ffmpeg.ts'
import { textDots } from '../demo/bitmap-font.ts'
import { makeCanvas, paint } from '../demo/canvas.ts'
import { makeDesk } from './run-occlude.ts'

const photographs = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo')
const desk = await makeDesk('classes')
/** Where the drawn page lies in every frame. */
const page: Box = [20, 100, 250, 240]
const lines = [
  'WITNESS STATEMENT',
  'ON THE DAY I SAW',
  'TWO PEOPLE LEAVE',
  'BY THE SIDE DOOR',
  'AT 10:30 AND GO',
  'TO THE CAR PARK',
]

/** A printed page as a picture file. */
function pageFile(): Buffer {
  const canvas = makeCanvas(page[2], page[3])
  paint(canvas, [0, 0, page[2], page[3]], [238, 236, 230])
  for (const [row, line] of [...lines, ...lines].slice(0, 8).entries())
    for (const [x, y] of textDots(line, 2)) paint(canvas, [22 + x, 18 + row * 26 + y, 2, 2], [20, 20, 24])
  const pixels = Buffer.alloc(page[2] * page[3] * 3)
  for (let at = 0; at < page[2] * page[3]; at++) pixels.set(canvas.rgba.subarray(at * 4, at * 4 + 3), at * 3)
  return Buffer.concat([Buffer.from(`P6\n${page[2]} ${page[3]}\n255\n`), pixels])
}

beforeAll(async () => {
  await writeFile(desk.at('page.ppm'), pageFile())
  const people = ['-loop', '1', '-framerate', '25', '-i', join(photographs, 'sample6.jpg')]
  const pan = "[0]scale=900:720,crop=640:360:x='20+3*n':y=90[street];[street][1]overlay=20:100,format=yuv420p"
  const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-frames:v', '12']
  await runDebian('ffmpeg', [...people, '-i', desk.at('page.ppm'), '-lavfi', pan, ...encoder, desk.at('clip.mp4')])
})
afterAll(() => desk.remove())

async function done(...words: readonly string[]): Promise<string> {
  const run = await desk.run(words)
  expect([run.code, run.code === 0 ? '' : run.told]).toEqual([0, ''])
  return run.out
}

async function projectOf(file: string): Promise<RedactionProject> {
  const project = readProject(await readFile(desk.at(file), 'utf8'), file)
  if (!project.ok) throw new Error(JSON.stringify(project.failure))
  return project.value
}

const withAction = ({ tracks }: RedactionProject, action: Track['action']) =>
  new Set(tracks.filter((track) => track.action === action).map((track) => track.class))

async function planned(project: string): Promise<readonly PlanFrame[]> {
  const out = await done('plan', 'clip.mp4', '--project', project)
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

it('hides people and papers by default, and finds none of them in the copy', async () => {
  await done('redact', 'clip.mp4', '--out', 'copy.mp4')
  const project = await projectOf('copy.project.json')
  expect([...withAction(project, 'hide')]).toEqual(expect.arrayContaining(['face', 'head', 'document']))
  // What they were made of is evidence.
  expect([...withAction(project, 'ignore')]).toEqual(expect.arrayContaining(['person', 'text']))
  for (const { regions } of await planned('copy.project.json')) {
    const covered = regions.some((region) => 'box' in region && shareInside(page, region.box) > 0.9)
    expect(covered).toBe(true)
  }
  const certificate = readCertificate(await readFile(desk.at('copy.certificate.json'), 'utf8'), 'certificate')
  const looked = ['face', 'head', 'screen', 'document', 'card', 'plate']
  expect(certificate).toMatchObject({ value: { payload: { detection: { profile: 'balanced', classes: looked } } } })
  await done(
    ...['verify', 'copy.mp4', '--certificate', 'copy.certificate.json'],
    ...['--original', 'clip.mp4', '--project', 'copy.project.json'],
  )
})

it('shows a kept person and a kept paper, blurs people, and takes neither for a leak', async () => {
  const { tracks } = await projectOf('copy.project.json')
  const face = tracks.find((track) => track.class === 'face' && track.person !== undefined)
  const papers = tracks.filter(
    (track) => track.class === 'document' || track.class === 'card' || track.class === 'screen',
  )
  const keep = [face, ...papers].flatMap((track) => track?.id ?? [])
  expect(keep.length).toBeGreaterThan(1)
  const words = ['redact', 'clip.mp4', '--out', 'kept.mp4', '--project', 'copy.project.json']
  await done(...words, '--keep', keep.join(','), '--style', 'blur')
  const project = await projectOf('kept.project.json')
  expect(project.tracks.length).toBe(tracks.length)
  for (const track of project.tracks) {
    if (track.class === 'face') expect(track.style).toBe('blur')
    if (track.class === 'document' || track.class === 'text') expect(track.style).toBeUndefined()
  }
})

it('hides hands with the head where that is asked for, and whole bodies', async () => {
  await done('detect', 'clip.mp4', '--profile', 'fast', '--extent', 'body', '--out', 'body.json')
  const hiddenBy = async (extent: string) => {
    const name = `${extent}.project.json`
    await done('track', 'clip.mp4', '--detections', 'body.json', '--extent', extent, '--out', name)
    const { tracks, search } = await projectOf(name)
    expect(search?.extent).toBe(extent)
    return new Set(tracks.filter((track) => track.action === 'hide').map((track) => track.extent))
  }
  expect(await hiddenBy('face')).toEqual(new Set(['face']))
  const upToHands = await hiddenBy('head-and-hands')
  expect(upToHands.has('head') && upToHands.has('head-and-hands') && !upToHands.has('body')).toBe(true)
  expect((await hiddenBy('body')).has('body')).toBe(true)
  await done('redact', 'clip.mp4', '--out', 'hands.mp4', '--project', 'head-and-hands.project.json')
})

it('refuses an extent that was not looked for', async () => {
  await done('detect', 'clip.mp4', '--profile', 'fast', '--classes', 'face', '--until', '2', '--out', 'faces.json')
  const track = ['track', 'clip.mp4', '--detections', 'faces.json', '--extent', 'body', '--out', 'p.json']
  expect(await desk.run(track)).toMatchObject({ code: 2, told: expect.stringContaining('head and person') })
  const redact = ['redact', 'clip.mp4', '--out', 'c.mp4', '--project', 'copy.project.json', '--extent', 'body']
  expect(await desk.run(redact)).toMatchObject({ code: 2, told: expect.stringContaining('occlude track') })
})
