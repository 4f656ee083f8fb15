import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runDebian } from '../clips/debian-ffmpeg.ts'
import { demoClip } from '../demo/demo-stage.ts'
import { treeMegabytes } from './process-memory.ts'

/** What any command may hold on ten minutes of 1080p, all its processes together. */
const mostMegabytes = 600

const occlude = fileURLToPath(new URL('../../cli/occlude.ts', import.meta.url))
let folder = ''
let clip = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-memory-'))
  clip = join(folder, 'ten-minutes.mp4')
  const { path } = await demoClip(() => undefined)
  await runDebian('ffmpeg', ['-v', 'error', '-stream_loop', '29', '-i', path, '-c', 'copy', clip])
  const regions = [0, 1, 2, 3, 4, 5].map((at) => ({
    shape: 'ellipse',
    keys: [{ frame: 0, box: [60 + at * 300, 400, 160, 200] }],
    untilFrame: 17_900,
    reason: 'test',
  }))
  await writeFile(join(folder, 'regions.json'), JSON.stringify(regions))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs a command to its end; answers its exit code and the most that its processes held at once. */
async function run(...words: readonly string[]): Promise<{ exit: number | null; peak: number }> {
  const child = spawn(process.execPath, [occlude, ...words], { stdio: 'ignore' })
  let peak = 0
  const watch = setInterval(async () => {
    if (child.pid !== undefined) peak = Math.max(peak, await treeMegabytes(child.pid))
  }, 250)
  const exit = await new Promise<number | null>((resolve) => child.on('exit', resolve))
  clearInterval(watch)
  process.stdout.write(`${words[0]}: peak ${peak.toFixed(0)} MB\n`)
  return { exit, peak }
}

const out = (name: string) => join(folder, name)

test.each([
  ['index', () => ['index', clip, '--deep']],
  ['detect', () => ['detect', clip, '--profile', 'fast', '--out', out('detections.json')]],
  ['track', () => ['track', clip, '--detections', out('detections.json'), '--out', out('tracked.project.json')]],
  [
    'redact',
    () => [
      'redact',
      clip,
      '--classes',
      '',
      '--regions',
      out('regions.json'),
      '--audio',
      'keep',
      '--out',
      out('copy.mp4'),
    ],
  ],
  ['frame', () => ['frame', clip, '17000', '--out', out('frame.png')]],
] as const)('%s stays within its bound on ten minutes of 1080p', async (_, words) => {
  const { exit, peak } = await run(...words())
  expect(exit).toBe(0)
  expect(peak).toBeGreaterThan(50)
  expect(peak).toBeLessThan(mostMegabytes)
})
