import type { DisclosedObject, InternalRow, ScheduleDeed } from '../../core/disclosure/schedule.ts'

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
