import type { DerivedClass } from '../../core/detection/derive-detections.ts'
import { detectionClasses, detectionProfiles } from '../../core/detection/detection.ts'
import type { Size } from '../../core/geometry/shape.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { readSoundModel } from '../speech/sound-model.ts'
import { readDerived } from './derived-classes.ts'
import { familyById, familyIds } from './families/registry.ts'
import { FieldReader, ManifestProblem } from './field-reader.ts'
import type {
  ModelClass,
  ModelEntry,
  ModelInput,
  ModelManifest,
  PassRule,
  PublishedAccuracy,
  QuantisedModel,
} from './manifest.ts'
import { readSource } from './read-source.ts'

const manifestName = 'manifest.json'
/** A name in the folder itself, and none that Windows takes for a device. */
const fileName = /^(?!(con|prn|aux|nul|com\d|lpt\d)(\.|$))[a-z0-9][a-z0-9._-]*$/i
const fileRule = 'must be the name of a file in the folder itself (letters, digits, dots, dashes)'
const sha256 = /^[0-9a-f]{64}$/
const words = /\S/

/**
 * Reads a manifest's text strictly: every field, no others. Answers `model-unusable` with the place and the problem;
 * files are not touched.
 */
export function parseManifest(text: string): Result<ModelManifest> {
  try {
    return ok(readManifest(new FieldReader(JSON.parse(text), '')))
  } catch (error) {
    if (error instanceof ManifestProblem) return unusable(error.message)
    if (error instanceof SyntaxError) return unusable('not JSON')
    throw error
  }
}

function unusable(problem: string): Result<never> {
  return failed({ kind: 'model-unusable', name: manifestName, problem })
}

function readManifest(field: FieldReader): ModelManifest {
  const fields = field.object(['version', 'models'], ['derived', 'sound'])
  if (fields.version.number(1, 1) !== 1) throw fields.version.problem('must be 1')
  const models = fields.models.list(readModel, 1)
  const ids = new Set(models.map((model) => model.id))
  if (ids.size < models.length) throw fields.models.problem('holds the same id twice')
  return {
    version: 1,
    models,
    ...(fields.derived ? { derived: readRules(fields.derived) } : {}),
    ...(fields.sound ? { sound: fields.sound.list(readSoundModel, 0) } : {}),
  }
}

function readRules(field: FieldReader): readonly DerivedClass[] {
  const rules = field.list(readDerived, 0)
  if (new Set(rules.map((rule) => rule.class)).size < rules.length) throw field.problem('holds the same class twice')
  return rules
}

function readModel(field: FieldReader): ModelEntry {
  const fields = field.object(
    [
      'id',
      'family',
      'file',
      'sha256',
      'source',
      'licences',
      'input',
      'outputs',
      'classes',
      'passes',
      'accuracy',
      'card',
    ],
    ['quantised'],
  )
  const licences = fields.licences.object(['package', 'weights'])
  const passes = fields.passes.object(detectionProfiles)
  const familyId = fields.family.text(words)
  const family = familyById(familyId)
  if (!family) {
    throw fields.family.problem(`names no known family; the known ones are ${familyIds.join(', ')}`)
  }
  const outputs = fields.outputs.object(family.roles)
  return {
    id: fields.id.text(/^[a-z0-9][a-z0-9-]*$/),
    family: familyId,
    file: fields.file.text(fileName, fileRule),
    sha256: fields.sha256.text(sha256, 'must be 64 digits from 0 to f, as sha256sum prints them'),
    ...(fields.quantised ? { quantised: readQuantised(fields.quantised, family.roles) } : {}),
    source: readSource(fields.source),
    licences: { package: licences.package.text(words), weights: licences.weights.text(words) },
    input: readInput(fields.input),
    outputs: Object.fromEntries(Object.entries(outputs).map(([role, name]) => [role, name.text(words)])),
    classes: fields.classes.list(readClass, 1),
    passes: {
      fast: passes.fast.list(readPass, 0),
      balanced: passes.balanced.list(readPass, 0),
      thorough: passes.thorough.list(readPass, 0),
    },
    accuracy: fields.accuracy.list(readAccuracy, 0),
    card: fields.card.text(/^(cards\/)?[A-Za-z0-9][A-Za-z0-9._-]*$/),
  }
}

function readQuantised(field: FieldReader, roles: readonly string[]): QuantisedModel {
  const fields = field.object(['file', 'sha256', 'profiles', 'probe'])
  const probe = fields.probe.object(['tolerance', 'expected'])
  const expected = Object.entries(probe.expected.object(roles))
  return {
    file: fields.file.text(fileName, fileRule),
    sha256: fields.sha256.text(sha256),
    profiles: fields.profiles.list((profile) => profile.oneOf(detectionProfiles), 0),
    probe: {
      tolerance: probe.tolerance.number(0, 1),
      expected: Object.fromEntries(
        expected.map(([role, numbers]) => [role, numbers.list((value) => value.number(-1e6, 1e6), 8)]),
      ),
    },
  }
}

function readInput(field: FieldReader): ModelInput {
  const fields = field.object(['name', 'layout', 'order', 'mean', 'scale', 'multipleOf'], ['size'])
  return {
    name: fields.name.text(words),
    layout: fields.layout.oneOf(['NCHW', 'NHWC'] as const),
    order: fields.order.oneOf(['RGB', 'BGR'] as const),
    mean: readThree(fields.mean),
    scale: readThree(fields.scale),
    multipleOf: fields.multipleOf.wholeNumber(1, 1024),
    ...(fields.size ? { size: readSize(fields.size) } : {}),
  }
}

function readSize(field: FieldReader): Size {
  const fields = field.object(['width', 'height'])
  return { width: fields.width.wholeNumber(8, 4096), height: fields.height.wholeNumber(8, 4096) }
}

function readThree(field: FieldReader): readonly [number, number, number] {
  const [first, second, third, ...more] = field.list((value) => value.number(-1e6, 1e6), 3)
  if (first === undefined || second === undefined || third === undefined || more.length > 0) {
    throw field.problem('must hold three numbers')
  }
  return [first, second, third]
}

function readClass(field: FieldReader): ModelClass {
  const fields = field.object(['label', 'class', 'thresholds'], ['part'])
  const part = fields.part?.oneOf(['hand'] as const)
  const thresholds = fields.thresholds.object(['start', 'continue'])
  const start = thresholds.start.number(0.01, 1)
  return {
    label: fields.label.wholeNumber(0, 100_000),
    class: part ? fields.class.oneOf(['person'] as const) : fields.class.oneOf(detectionClasses),
    ...(part ? { part } : {}),
    thresholds: { start, continue: thresholds.continue.number(0.01, start) },
  }
}

function readPass(field: FieldReader): PassRule {
  const fields = field.object(['scale', 'every'], ['around'])
  const rule = { scale: fields.scale.wholeNumber(32, 4096), every: fields.every.wholeNumber(1, 60) }
  return fields.around ? { ...rule, around: fields.around.oneOf(['uncertain'] as const) } : rule
}

function readAccuracy(field: FieldReader): PublishedAccuracy {
  const fields = field.object(['dataset', 'measure', 'value', 'reference'])
  return {
    dataset: fields.dataset.text(words),
    measure: fields.measure.text(words),
    value: fields.value.number(0, 1),
    reference: fields.reference.text(words),
  }
}
