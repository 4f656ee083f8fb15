import type { CheckName } from '../../core/verification/report.ts'

/** What each check of a written copy is about, for people. */
export const checkSubjects: Readonly<Record<CheckName, string>> = {
  frames: 'frames',
  timing: 'times of frames',
  solid: 'solid regions',
  pixelate: 'pixelated regions',
  blur: 'blurred regions',
  blank: 'blanked frames',
  outside: 'the picture beside the regions',
  label: 'the label written into the picture',
  silence: 'muted sound',
  bleep: 'bleeped sound',
  'sound-sync': 'sound and picture together',
  streams: 'tracks of the copy',
  metadata: 'metadata',
  leaks: 'what should be hidden',
}

/** What is wrong where a check has failed, for people. */
export const checkFaults: Readonly<Record<CheckName, string>> = {
  frames: 'the copy does not have the frames it should',
  timing: 'frames are shown at the wrong time',
  solid: 'a solid region is not fully covered',
  pixelate: 'a pixelated region shows too much',
  blur: 'a blurred region shows too much',
  blank: 'a blanked frame shows something',
  outside: 'the picture beside the regions was changed',
  label: 'the label is not in the picture as it should be',
  silence: 'a muted part is not silent',
  bleep: 'a bleeped part can be heard',
  'sound-sync': 'sound and picture do not run together',
  streams: 'the copy has a track that it should not have, or lacks one',
  metadata: 'the copy carries information beside picture and sound',
  leaks: 'somebody or something that should be hidden was found in the copy',
}
