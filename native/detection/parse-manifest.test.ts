import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeModels, thresholdsFor, unavailableClass } from './manifest.ts'
import { shippedModels } from './model-folder.ts'
import { parseManifest } from './parse-manifest.ts'

const shipped = readFileSync(join(shippedModels(), 'manifest.json'), 'utf8')

type Json = { [name: string]: unknown }

/** The first model of the shipped manifest alone, with one change. */
function changed(change: (model: Json) => void): string {
  const manifest = JSON.parse(shipped) as { models: Json[] }
  manifest.models.splice(1)
  for (const model of manifest.models) change(model)
  return JSON.stringify(manifest)
}

function problemOf(text: string): string {
  const parsed = parseManifest(text)
  if (parsed.ok) return 'none'
  return parsed.failure.kind === 'model-unusable' ? parsed.failure.problem : parsed.failure.kind
}

test('reads the shipped manifest as it stands', () => {
  const parsed = parseManifest(shipped)
  expect(parsed).toEqual({ ok: true, value: JSON.parse(shipped) })
})

test('reads a detector of somebody else', () => {
  const own = changed((model) => {
    model['source'] = { registry: 'local', version: '2', origin: 'trained by us' }
  })
  expect(parseManifest(own)).toMatchObject({ ok: true, value: { models: [{ source: { version: '2' } }] } })
})

test.each<[string, (model: Json) => void, string]>([
  ['an unknown family', (m) => Object.assign(m, { family: 'magic' }), 'models[0].family: names no known family'],
  ['a path for a file', (m) => Object.assign(m, { file: '../x.onnx' }), 'models[0].file: must be the name of a file'],
  ['a short hash', (m) => Object.assign(m, { sha256: 'abc' }), 'models[0].sha256: must be 64 digits'],
  ['an unknown field', (m) => Object.assign(m, { extra: 1 }), 'models[0].extra: is not a known field'],
  ['a missing field', (m) => void delete m['input'], 'models[0].input: is missing'],
  ['no classes', (m) => Object.assign(m, { classes: [] }), 'models[0].classes: must hold at least 1'],
  [
    'a role the family lacks',
    (m) => Object.assign(m, { outputs: { scores: '1' } }),
    'models[0].outputs.scores: is not',
  ],
  [
    'an unknown registry',
    (m) => Object.assign(m, { source: { registry: 'ftp' } }),
    'models[0].source.registry: must be',
  ],
  [
    'an unknown class',
    (m) => Object.assign(m, { classes: [{ label: 0, class: 'dog', thresholds: { start: 0.3, continue: 0.1 } }] }),
    'models[0].classes[0].class: must be one of face',
  ],
  [
    'a track going on above its start',
    (m) => Object.assign(m, { classes: [{ label: 0, class: 'face', thresholds: { start: 0.3, continue: 0.4 } }] }),
    'models[0].classes[0].thresholds.continue: must be a number from 0.01 to 0.3',
  ],
  [
    'a stride of nothing',
    (m) => Object.assign(m, { passes: { fast: [{ scale: 960, every: 0 }], balanced: [], thorough: [] } }),
    'models[0].passes.fast[0].every: must be a number from 1 to 60',
  ],
  [
    'bytes in an unknown profile',
    (m) => Object.assign(m, { quantised: { ...(m['quantised'] as Json), profiles: ['quick'] } }),
    'models[0].quantised.profiles[0]: must be one of',
  ],
  [
    'bytes without a probe',
    (m) => Object.assign(m, { quantised: { ...(m['quantised'] as Json), probe: { tolerance: 0.1, expected: {} } } }),
    'models[0].quantised.probe.expected.heatmap: is missing',
  ],
])('refuses %s', (_, change, problem) => {
  expect(problemOf(changed(change))).toContain(problem)
})

test('refuses what is no manifest', () => {
  expect(problemOf('')).toBe('not JSON')
  expect(problemOf(shipped.slice(0, 300))).toBe('not JSON')
  expect(problemOf('[]')).toBe('the file: must be an object')
  expect(problemOf('{"version":2,"models":[]}')).toBe('version: must be a number from 1 to 1')
  const [model] = (JSON.parse(shipped) as { models: Json[] }).models
  expect(problemOf(JSON.stringify({ version: 1, models: [model, model] }))).toBe('models: holds the same id twice')
})

test('answers thresholds, identities and what is not there', () => {
  const parsed = parseManifest(shipped)
  if (!parsed.ok) throw new Error('the shipped manifest must be readable')
  const manifest = parsed.value
  expect(thresholdsFor(manifest, 'fast', ['face'])).toEqual([{ class: 'face', start: 0.3, continue: 0.15 }])
  expect(thresholdsFor(manifest, 'fast', [])).toEqual([])
  expect(describeModels(manifest, 'fast', ['face'])).toEqual([
    { id: 'centerface', version: '1.5.0', sha256: manifest.models[0]?.sha256 },
  ])
  expect(unavailableClass(manifest, 'fast', ['face'])).toBeNull()
  expect(unavailableClass({ ...manifest, derived: [] }, 'fast', ['face', 'overlay'])).toBe('overlay')
  const idle = parseManifest(changed((m) => Object.assign(m, { passes: { fast: [], balanced: [], thorough: [] } })))
  expect(idle.ok && unavailableClass(idle.value, 'fast', ['face'])).toBe('face')
})
