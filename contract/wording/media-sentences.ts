import type { UnsupportedPart } from '../../core/failure.ts'
import { labelFaultWords } from './label-words.ts'
import { type Sentences, wordIn } from './words.ts'

const partOfClip = {
  frame: 'frame',
  seconds: 'time',
  region: 'region',
  'audio track': 'audio track',
  byte: 'byte',
} as const

/** What a clip uses that Occlude does not support; `found` is its own figure or format. */
const unsupported: { readonly [Part in UnsupportedPart]: (found: string) => string } = {
  'picture-codec': (found) => `the picture format ${found || 'of some other program'}`,
  'sound-codec': (found) => `the sound format ${found || 'of some other program'}`,
  'picture-size': (found) => `pictures of ${found} pixels`,
  'changing-picture': () => 'pictures whose size or format changes halfway',
  'sample-rate': (found) => `sound with ${found} samples a second`,
  channels: (found) => `sound with ${found} channels`,
  'sound-tracks': (found) => `${found} sound tracks`,
  times: () => 'times that leap by more than an hour or make no sense',
  length: () => 'more than 24 hours in one file',
}

const unfollowable = {
  'too-small': 'it is under 6 pixels wide or high in the frame to follow from',
  'too-large': 'it is nearly as large as the picture, so there is nothing that it could move against; blank the frames',
  outside: 'it lies outside of the picture in the frame to follow from',
  'not-there': 'it is not drawn for the frame to follow from',
} as const

/** What needs a picture, where it is not named as people would. */
const pictured: Readonly<Record<string, string>> = {
  clip: 'what was asked for',
  frame: 'a single frame',
  label: 'a label',
}

/** Of clips: what is in them, what part of them was asked for, and what reading them can meet. */
export const mediaSentences = {
  'not-media': ({ name }) =>
    `${name} is not a video or sound file that Occlude knows, or its beginning or end is missing. It was not changed; copy it again from the camera or store.`,
  'nothing-to-redact': ({ name }) =>
    `${name} holds no picture and no sound, so there is nothing to redact. It was not changed; check whether it is the right file.`,
  'unsupported-media': ({ name, what, found }) =>
    `${name} uses ${unsupported[what](found ?? '')}, which Occlude does not support. It was not changed; ask for the clip as MP4 with H.264 and AAC.`,
  undecodable: ({ name, frame }) =>
    frame === undefined
      ? `Nothing in ${name} can be decoded. It was not changed; copy it again from the camera or store.`
      : `Frame ${frame} of ${name} is damaged and cannot be decoded. Nothing was written; give another frame, or copy the clip again from the camera or store.`,
  'other-clip': ({ name }) =>
    `${name} belongs to another clip. Nothing was written; give the clip that it was made for, or make a new one for this clip.`,
  'other-journal': ({ name, what }) =>
    what === 'search'
      ? `${name} is the progress of looking for something else in this clip. Nothing was written; give the same profile, classes and extent as then, or another file.`
      : `${name} is progress made with other models or another version of Occlude, so nothing of it may be used. Nothing was written; give another file, and begin again.`,
  'clip-changed': ({ name }) =>
    `${name} was changed by something else while Occlude was reading it, so no result was kept. Wait until it is no longer being written, then start again.`,
  'out-of-range': ({ what, asked, last }) =>
    what === 'entry'
      ? `There is no entry ${asked} in the audit log; its last one is ${last}. Nothing was written; give one of those from 0 on.`
      : `The ${partOfClip[what]} ${asked} lies outside of the clip, which ends at ${last}. Nothing was written; give one inside.`,
  'unknown-track': ({ name }) =>
    `There is no track ${name} in this project. Nothing was written; the tracks are listed in the project file (t1, t2 ...).`,
  'no-picture': ({ what }) =>
    `This clip is sound only, and there has to be a picture for ${wordIn(pictured, what)}. Nothing was written; leave it out.`,
  'label-unfit': (fault) =>
    `The label cannot be written into the picture: ${labelFaultWords(fault)}. Nothing was written.`,
  'cannot-follow': ({ region, why }) =>
    `Region ${region} cannot be followed: ${unfollowable[why]}. Nothing was written; check it, and draw it again.`,
  'engine-died': ({ during }) =>
    `The media engine stopped while it had to ${during}; this clip may be damaged in an unusual way. The original is untouched and nothing was left behind; try again, and report the clip if it happens twice.`,
  'no-way-out': ({ command }) =>
    `With a clip of the vault, ${command} would write picture or sound outside of it, which only a disclosure may do. Nothing was written; copies stay in the vault.`,
} satisfies Sentences
