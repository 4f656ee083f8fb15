import type { HostileEntry } from '../../core/failure.ts'
import { type AdvisedSentences, asSentence, type Sentences } from './words.ts'

/** Why an entry of a folder of clips is left alone. */
const hostile: { readonly [What in HostileEntry]: (name: string) => string } = {
  link: (name) =>
    `${name} is a link to something else, and links are never followed. Nothing was read; give the file or folder itself.`,
  device: (name) => `${name} is a device, not a file. Nothing was read; leave it out.`,
  pipe: (name) => `${name} is a pipe between programs, not a file. Nothing was read; leave it out.`,
  socket: (name) => `${name} is a socket of a program, not a file. Nothing was read; leave it out.`,
  unknown: (name) => `${name} is neither a file nor a folder. Nothing was read; leave it out.`,
  swapped: (name) =>
    `Something else was put in the place of ${name} while it was being opened. Nothing was read; find out what does that, then start again.`,
  'too-deep': (name) =>
    `${name} lies in too many folders within folders. Nothing in it was read; give that folder by itself.`,
  'too-many': (name) =>
    `${name} holds more entries than are read in one go, so neither it nor what comes after it was read. Import it in smaller parts.`,
}

/** Of files that are read and written, and of what was asked in general. */
export const fileSentences = {
  cancelled: () =>
    'Stopped as you asked. The original is untouched and nothing was left behind; start again whenever you like.',
  'file-missing': ({ name }) =>
    `There is no file ${name}. Check the path for typing mistakes, and that its disk is connected.`,
  'file-unreadable': ({ name }) =>
    `${name} cannot be read. It was not changed; check that you may read it and that its disk is still connected.`,
  'not-a-file': ({ name }) => `${name} is a folder or a device, not a file. Nothing was read; choose a single file.`,
  'file-empty': ({ name }) => `${name} is empty. Copy it again from where it came from.`,
  'file-is-input': ({ name }) =>
    `${name} would replace one of the files that are read for it. Nothing was written; choose another name for the result.`,
  'folder-missing': ({ name }) =>
    `The folder for ${name} does not exist. Nothing was written; create it first, or choose another place.`,
  'not-writable': ({ name }) =>
    `${name} cannot be written. Nothing was left behind; check that you may write to that folder, or choose another one.`,
  'disk-full': ({ name }) =>
    `The disk is full: ${name} could not be written. The original is untouched and the unfinished file was removed; free some space or choose another disk.`,
  'output-taken': ({ name }) =>
    `Another program changed ${name} while it was being made, so it was not used. The original is untouched; let the other one end, then start again.`,
  'wrong-suffix': ({ name, suffix }) =>
    `This copy has to be called something.${suffix.replace(/^\./, '')}, not ${name}. Nothing was written; choose such a name.`,
  'bad-json': ({ name, at, problem }) =>
    `${name} is not the kind of file that is needed here (${at}: ${problem}). It was not changed; give a file that Occlude wrote, or put that place right.`,
  'not-stable': ({ name }) =>
    `${name} is still being written, so nothing of it was taken. Wait until copying has ended, then start again.`,
  'hostile-entry': ({ name, what }) => hostile[what](name),
  'bad-sidecar': ({ name, problem }) =>
    `${name} could not be used: ${problem}. Clips are imported without it and marked as incomplete; fill in what is missing by hand, or import them again with a sound one.`,
} satisfies Sentences

/** The same, where the host says what to do next. */
export const advisedFileSentences = {
  usage: ({ detail }, advice) => `${asSentence(detail)} Nothing was done; ${advice}.`,
  'file-exists': ({ name }, advice) => `${name} is there already and was left as it is. ${asSentence(advice)}`,
} satisfies AdvisedSentences
