import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { shippedModels } from '../detection/model-folder.ts'
import { parseManifest } from '../detection/parse-manifest.ts'

type Json = { [name: string]: Json }

/** What is wrong with the shipped manifest once its speech model is changed so. */
function problemWith(change: (model: Json) => unknown): string {
  const manifest = JSON.parse(readFileSync(join(shippedModels(), 'manifest.json'), 'utf8')) as { sound: Json[] }
  for (const model of manifest.sound) change(model)
  const parsed = parseManifest(JSON.stringify(manifest))
  if (parsed.ok) return 'none'
  return parsed.failure.kind === 'model-unusable' ? parsed.failure.problem : parsed.failure.kind
}

test('the shipped speech model is as it should be', () => {
  expect(problemWith(() => null)).toBe('none')
})

test.each<[string, (model: Json) => unknown, string]>([
  ['another family', (m) => Object.assign(m, { family: 'yolo' }), 'sound[0].family: must be one of silero-vad'],
  ['a path for a file', (m) => Object.assign(m, { file: '../x.onnx' }), 'sound[0].file: must match'],
  ['an unknown field', (m) => Object.assign(m, { more: 1 }), 'sound[0].more: is not a known field'],
  ['no settings', (m) => delete m['segments'], 'sound[0].segments: is missing'],
  [
    'going on above its start',
    (m) => Object.assign(m['segments'] ?? {}, { start: 0.2, continue: 0.3 }),
    'sound[0].segments.continue: must be a number from 0.01 to 0.2',
  ],
  [
    'certain below its start',
    (m) => Object.assign(m['segments'] ?? {}, { start: 0.5, certain: 0.3 }),
    'sound[0].segments.certain: must be a number from 0.5 to 1',
  ],
  [
    'a segment narrowed',
    (m) => Object.assign(m['segments'] ?? {}, { before: -1 }),
    'sound[0].segments.before: must be a number from 0 to 5',
  ],
  ['text for a level', (m) => Object.assign(m['radio'] ?? {}, { mostAbove: 'x' }), 'sound[0].radio.mostAbove: must be'],
])('refuses %s', (_, change, problem) => {
  expect(problemWith(change)).toContain(problem)
})
