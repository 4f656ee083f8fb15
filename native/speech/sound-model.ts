import type { RadioSettings, SegmentSettings } from '../../core/sound/speech-settings.ts'
import type { FieldReader } from '../detection/field-reader.ts'
import type { ModelSource } from '../detection/manifest.ts'
import { readSource } from '../detection/read-source.ts'

/** A model of the models folder that tells speech in sound, with everything that was tuned for it. */
export type SoundModel = {
  readonly id: string
  /** How it is fed and read. */
  readonly family: 'silero-vad'
  /** Name of the ONNX file in the models folder. */
  readonly file: string
  readonly sha256: string
  readonly source: ModelSource
  /** SPDX identifiers: of the package, and of the weights where they were first published. */
  readonly licences: { readonly package: string; readonly weights: string }
  readonly segments: SegmentSettings
  readonly radio: RadioSettings
  /** Name of the model card in the models folder. */
  readonly card: string
}

const words = /\S/
const longestSetting = 5
const decibels = 120

/** Reads one entry of the manifest's `sound`. */
export function readSoundModel(field: FieldReader): SoundModel {
  const fields = field.object([
    ...(['id', 'family', 'file', 'sha256', 'source', 'licences', 'segments', 'radio', 'card'] as const),
  ])
  const licences = fields.licences.object(['package', 'weights'])
  return {
    id: fields.id.text(/^[a-z0-9][a-z0-9-]*$/),
    family: fields.family.oneOf(['silero-vad'] as const),
    file: fields.file.text(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
    sha256: fields.sha256.text(/^[0-9a-f]{64}$/),
    source: readSource(fields.source),
    licences: { package: licences.package.text(words), weights: licences.weights.text(words) },
    segments: readSegments(fields.segments),
    radio: readRadio(fields.radio),
    card: fields.card.text(/^(cards\/)?[A-Za-z0-9][A-Za-z0-9._-]*$/),
  }
}

function readSegments(field: FieldReader): SegmentSettings {
  const fields = field.object([
    ...(['start', 'continue', 'hover', 'shortest', 'certain', 'bridge', 'before', 'after'] as const),
  ])
  const start = fields.start.number(0.01, 1)
  const length = (of: FieldReader) => of.number(0, longestSetting)
  return {
    start,
    continue: fields.continue.number(0.01, start),
    hover: length(fields.hover),
    shortest: length(fields.shortest),
    certain: fields.certain.number(start, 1),
    bridge: length(fields.bridge),
    before: length(fields.before),
    after: length(fields.after),
  }
}

function readRadio(field: FieldReader): RadioSettings {
  const fields = field.object(['mostBelow', 'mostAbove', 'leastOverQuiet'])
  const level = (of: FieldReader) => of.number(-decibels, decibels)
  return {
    mostBelow: level(fields.mostBelow),
    mostAbove: level(fields.mostAbove),
    leastOverQuiet: level(fields.leastOverQuiet),
  }
}
