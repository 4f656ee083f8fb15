import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tinyFaceEntry, tinyFaceNetwork } from '../tools/tiny-face-network.ts'

/** A force's own detector through the command line: a folder, a clip, a copy. */

const folder = mkdtempSync(join(tmpdir(), 'occlude-own-'))
const program = join(import.meta.dirname, 'occlude.ts')
const photograph = join(import.meta.dirname, '../node_modules/@vladmandic/face-api/demo/sample1.jpg')
const network = tinyFaceNetwork()

/** The detector under a class that no shipped model finds by itself. */
function drop(name: string, change: object = {}): void {
  mkdirSync(join(folder, name))
  const entry = tinyFaceEntry(network, {
    classes: [{ label: 0, class: 'card', thresholds: { start: 0.5, continue: 0.3 } }],
    passes: { fast: [{ scale: 416, every: 1 }], balanced: [], thorough: [] },
    ...change,
  })
  writeFileSync(join(folder, name, entry.file), network)
  writeFileSync(join(folder, name, 'manifest.json'), JSON.stringify({ version: 1, models: [entry] }))
}

function occlude(...words: string[]): { readonly code: number | null; readonly told: string } {
  const env = { ...process.env, INIT_CWD: folder }
  const { status, stderr } = spawnSync(process.execPath, [program, ...words], { env, encoding: 'utf8' })
  return { code: status, told: stderr }
}

beforeAll(() => {
  drop('own')
  const picture = ['-loop', '1', '-i', photograph, '-vf', 'scale=640:-2', '-r', '10', '-t', '0.3']
  const encoded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...picture, ...encoded, join(folder, 'clip.mp4')])
})

afterAll(() => rmSync(folder, { recursive: true }))

test('it finds, it is named in the certificate, and the copy is not verified without it', () => {
  const how = ['--profile', 'fast', '--classes', 'card', '--models', 'own']
  expect(occlude('redact', 'clip.mp4', '--out', 'copy.mp4', ...how)).toMatchObject({ code: 0 })
  const project = JSON.parse(readFileSync(join(folder, 'copy.project.json'), 'utf8')) as { tracks: { class: string }[] }
  expect(project.tracks.filter((track) => track.class === 'card')).toHaveLength(3)
  const { payload } = JSON.parse(readFileSync(join(folder, 'copy.certificate.json'), 'utf8')) as {
    payload: { models: Record<string, string> }
  }
  expect(payload.models['tiny-face']).toBe(createHash('sha256').update(network).digest('hex'))
  const copy = ['verify', 'copy.mp4', '--certificate', 'copy.certificate.json', '--original', 'clip.mp4']
  const verify = [...copy, '--project', 'copy.project.json']
  expect(occlude(...verify, '--models', 'own')).toMatchObject({ code: 0 })
  const without = occlude(...verify)
  expect([without.code, without.told]).toEqual([2, expect.stringContaining('name its folder with --models')])
})

test.each([
  ['nothing', () => mkdirSync(join(folder, 'nothing')), 'There is no file manifest.json that can be read'],
  [
    'changed',
    () => {
      drop('changed')
      appendFileSync(join(folder, 'changed', 'tiny-face.onnx'), 'x')
    },
    'is not the file whose sha256 stands in the manifest',
  ],
  ['taken', () => drop('taken', { id: 'nanodet' }), 'the id nanodet is that of a model which comes with Occlude'],
])('a folder that is %s is refused in a sentence, and nothing is written', (name, prepare, sentence) => {
  prepare()
  const { code, told } = occlude(
    'detect',
    'clip.mp4',
    '--classes',
    'card',
    '--profile',
    'fast',
    '--out',
    'd.json',
    '--models',
    name,
  )
  expect([code, told]).toEqual([6, expect.stringContaining(sentence)])
  expect(() => readFileSync(join(folder, 'd.json'))).toThrow('ENOENT')
})
