import type { NameKind } from '../../core/disclosure/names-told.ts'
import type { DisclosedObject, InternalRow, ScheduleDeed } from '../../core/disclosure/schedule.ts'
import type { TellingRow } from '../../core/disclosure/telling-grounds.ts'

/** What was done, for people. */
export const deedWords: Readonly<Record<ScheduleDeed, string>> = {
  hidden: 'Hidden',
  blanked: 'Covered wholly',
  muted: 'Silenced',
  bleeped: 'Covered by a tone',
  'left-out': 'Left out',
  labelled: 'Written into the picture',
  shown: 'Shown',
  heard: 'Kept audible',
  'no-subject': 'Found to be nothing',
}

/** What something is, for people. */
export const objectWords: Readonly<Record<InternalRow['object'] | DisclosedObject, string>> = {
  face: 'face',
  head: 'head',
  person: 'person',
  screen: 'screen',
  document: 'document',
  card: 'card',
  text: 'text',
  plate: 'registration plate',
  vehicle: 'vehicle',
  overlay: "the camera's own text",
  label: 'a label',
  picture: 'the picture',
  'rest-of-picture': 'everything but what is shown',
  sound: 'sound',
  recording: 'a part of the recording',
}

const nameKindWords: Readonly<Record<NameKind, string>> = {
  officer: 'the officer',
  device: 'the camera',
  file: 'the file',
  incident: 'the incident',
  place: 'the place',
  id: 'an id',
  person: 'somebody of this vault',
}

/** A row and what its ground seems to name, for people. */
export function tellingRowWords({ row, tells }: TellingRow): string {
  return `row ${row} (${tells.map((kind) => nameKindWords[kind]).join(', ')})`
}
