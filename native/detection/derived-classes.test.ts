import { expect, test } from 'vitest'
import type { DerivedClass } from '../../core/detection/derive-detections.ts'
import type { DetectionProfile } from '../../core/detection/detection.ts'
import { readDerived, rulesFor, withEvidence } from './derived-classes.ts'
import { FieldReader } from './field-reader.ts'
import {
  type ModelClass,
  type ModelEntry,
  type ModelManifest,
  modelsFor,
  thresholdsFor,
  unavailableClass,
  wantedLabels,
} from './manifest.ts'

const thresholds = { start: 0.4, continue: 0.2 }
const head: DerivedClass = { class: 'head', from: ['person'], thresholds: { start: 0.35, continue: 0.25 } }
const plate: DerivedClass = { class: 'plate', from: ['text', 'vehicle'], thresholds }
const derived = [head, plate]

function model(id: string, classes: readonly ModelClass[], profiles: readonly DetectionProfile[]): ModelEntry {
  const pass = (profile: DetectionProfile) => (profiles.includes(profile) ? [{ scale: 320, every: 1 }] : [])
  return {
    ...{ id, family: 'yolo', file: `${id}.onnx`, sha256: '0'.repeat(64), card: `${id}.md` },
    source: { registry: 'local', version: '1', origin: 'a test' },
    licences: { package: 'MIT', weights: 'MIT' },
    input: { name: 'x', layout: 'NCHW', order: 'RGB', mean: [0, 0, 0], scale: [1, 1, 1], multipleOf: 32 },
    outputs: {},
    classes,
    passes: { fast: pass('fast'), balanced: pass('balanced'), thorough: pass('thorough') },
    accuracy: [],
  }
}

const poses = model(
  'poses',
  [
    { label: 0, class: 'head', thresholds: { start: 0.3, continue: 0.2 } },
    { label: 1, class: 'person', thresholds },
    { label: 2, class: 'person', part: 'hand', thresholds: { start: 0.5, continue: 0.1 } },
  ],
  ['balanced', 'thorough'],
)
const things = model(
  'things',
  [
    { label: 0, class: 'person', thresholds },
    { label: 2, class: 'vehicle', thresholds },
  ],
  ['fast', 'balanced', 'thorough'],
)
const letters = model('letters', [{ label: 0, class: 'text', thresholds }], ['thorough'])
const manifest: ModelManifest = { version: 1, models: [poses, things, letters], derived }

function idsFor(profile: DetectionProfile, ...classes: Parameters<typeof modelsFor>[2]) {
  return modelsFor(manifest, profile, classes).map(({ id }) => id)
}

test('looks for what a class is derived from, and for no more', () => {
  expect(withEvidence(derived, ['plate', 'face'])).toEqual(['face', 'text', 'plate', 'vehicle'])
  expect(withEvidence(undefined, ['plate'])).toEqual(['plate'])
  expect(rulesFor(derived, ['person', 'head'])).toEqual([head])
  expect(idsFor('thorough', 'plate')).toEqual(['things', 'letters'])
  expect(idsFor('fast', 'head')).toEqual(['things'])
  expect(idsFor('balanced', 'face')).toEqual([])
})

test('keeps whole things as evidence, and parts only where the class is asked for', () => {
  expect(wantedLabels(manifest, poses, ['head']).map(({ label }) => label)).toEqual([0, 1])
  expect(wantedLabels(manifest, poses, ['person']).map(({ label }) => label)).toEqual([1, 2])
  expect(wantedLabels(manifest, things, ['plate']).map(({ label }) => label)).toEqual([2])
})

test('a class is there when it is seen, or when all that it is made of is', () => {
  expect(unavailableClass(manifest, 'thorough', ['head', 'plate', 'vehicle'])).toBeNull()
  expect(unavailableClass(manifest, 'balanced', ['head', 'plate'])).toBe('plate')
  expect(unavailableClass(manifest, 'fast', ['head'])).toBeNull()
  expect(unavailableClass(manifest, 'fast', ['text', 'screen'])).toBe('text')
  expect(unavailableClass({ ...manifest, derived: [] }, 'fast', ['head'])).toBe('head')
})

test('of several thresholds the lowest counts; hands have their own', () => {
  expect(thresholdsFor(manifest, 'balanced', ['head', 'person'])).toEqual([
    { class: 'head', start: 0.3, continue: 0.2 },
    { class: 'person', ...thresholds },
    { class: 'person', part: 'hand', start: 0.5, continue: 0.1 },
  ])
  expect(thresholdsFor(manifest, 'fast', ['head'])).toEqual([
    { class: 'head', start: 0.35, continue: 0.25 },
    { class: 'person', ...thresholds },
  ])
})

test('reads a rule of the manifest', () => {
  expect(readDerived(new FieldReader(plate, 'derived[0]'))).toEqual(plate)
  const wrong = (change: object) => () => readDerived(new FieldReader({ ...plate, ...change }, 'derived[0]'))
  expect(wrong({ class: 'screen' })).toThrow('derived[0].class: must be one of head, document, card, plate, overlay')
  expect(wrong({ from: [] })).toThrow('derived[0].from: must hold at least 1')
  expect(wrong({ thresholds: { start: 0.2, continue: 0.3 } })).toThrow('derived[0].thresholds.continue')
})
