import type { Failure, HostileEntry, ObjectProblem, UnsupportedPart } from '../core/failure.ts'
import type { Progress } from '../core/ports/work.ts'
import type { CheckName, VerificationReport } from '../core/verification/report.ts'
import { terminalLine } from './terminal-text.ts'

type Wording = { readonly [Kind in Failure['kind']]: (failure: Extract<Failure, { kind: Kind }>) => string }

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

const mismatch = {
  copy: 'The certificate is not about this copy: the copy is another file, or it was changed after it was certified. Do not release it; find the copy that belongs to the certificate.',
  source:
    'The certificate is not about this original: the copy was made from another clip. Give the clip that was redacted as --original.',
  plan: 'This project does not lead to the copy that the certificate describes: it was changed afterwards or belongs to another copy. Give the project that was written beside the copy.',
  project:
    'This project is not the one that the certificate names: it was changed afterwards or belongs to another copy. Give the project that was written beside the copy.',
  'frame-map':
    'The certificate says that other frames were disclosed than this project does. Do not release the copy; give the project that was written beside it.',
  signature:
    'The signature of the certificate does not fit what it says: it was changed after it was signed, or was never signed by the key that it names. Do not rely on it; ask whoever made the copy for the certificate again.',
} as const

const shareFault = {
  mistyped: 'has a typing mistake',
  incomplete: 'is not whole',
  'other-vault': 'belongs to another vault',
  'same-share': 'is the same sheet as the other one',
  'not-a-pair': 'is not of the latest pair of sheets',
} as const

const passphraseFault = {
  'too-short': 'is too short',
  'too-long': 'is longer than 1,024 characters',
  common: 'is among those that are tried first',
  predictable: 'is mostly a name, a repetition or a row of keys',
  'not-text': 'holds characters that cannot be typed reliably',
} as const

const userNameFault = {
  empty: 'It is empty',
  'too-long': 'It has more than 100 characters',
  spaces: 'It begins or ends with a space, or has several in a row',
  invisible: 'It holds characters that cannot be seen',
} as const

/** Why somebody may not, in few words. */
const denials: Readonly<Record<string, string>> = {
  disabled: 'you may no longer use this vault',
  role: 'your role does not include it',
  dates: 'your role does not include it today',
  scope: 'the clip is of a force, area or team that is not yours',
  'kept-apart': 'who administers, audits or governs sees no footage',
  locked: 'the clip is on its way to deletion; it can be brought back first',
  restricted: 'the clip is restricted and you are not on its list',
  'own-involvement': 'you recorded the clip, appear in it or supervised it',
  'not-own': 'it is not a clip of yours',
  incomplete: 'something that must be known about the clip is missing',
}

/** What each check found, for people. */
const checkWording: Readonly<Record<CheckName, string>> = {
  frames: 'the copy does not have the frames it should',
  timing: 'frames are shown at the wrong time',
  solid: 'a solid region is not fully covered',
  pixelate: 'a pixelated region shows too much',
  blur: 'a blurred region shows too much',
  blank: 'a blanked frame shows something',
  outside: 'the picture beside the regions was changed',
  silence: 'a muted part is not silent',
  bleep: 'a bleeped part can be heard',
  'sound-sync': 'sound and picture do not run together',
  streams: 'the copy has a track that it should not have, or lacks one',
  metadata: 'the copy carries information beside picture and sound',
  leaks: 'somebody or something that should be hidden was found in the copy',
}

const objectFault: { readonly [Problem in ObjectProblem]: string } = {
  'not-ours': 'is not an encrypted file of this vault: something else was put in its place',
  'other-file': 'was exchanged for another one of this vault',
  'cut-short': 'is cut short',
  longer: 'has something added at its end',
  changed: 'was changed after it was written',
}

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

function names(report: VerificationReport, outcome: 'failed' | 'could-not-run'): readonly CheckName[] {
  return report.checks.filter((check) => check.outcome === outcome).map((check) => check.check)
}

function failedChecks(report: VerificationReport): string {
  const found = names(report, 'failed').map((check) => checkWording[check])
  return found.length > 0 ? found.join('; ') : checkWording.leaks
}

/** Where to look: the first few frames that a failed check names. */
function framesOf(report: VerificationReport): string {
  const frames = [...report.checks.flatMap((check) => check.failures), ...report.leaks].flatMap(({ frame }) =>
    frame === undefined ? [] : [frame],
  )
  const unique = [...new Set(frames)].toSorted((a, b) => a - b)
  if (unique.length === 0) return ''
  const more = unique.length > 5 ? ' ...' : ''
  return ` Look at frame ${unique.slice(0, 5).join(', ')}${more} of the original.`
}

function asSentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}

const sentences: Wording = {
  usage: ({ detail }) => `${asSentence(detail)} Nothing was done; see --help.`,
  cancelled: () =>
    'Stopped as you asked. The original is untouched and nothing was left behind; start again whenever you like.',
  'file-missing': ({ name }) => `There is no file ${name}. Check the path for typing mistakes.`,
  'file-unreadable': ({ name }) =>
    `${name} cannot be read. It was not changed; check that you may read it and that its disk is still connected.`,
  'not-a-file': ({ name }) => `${name} is a folder or a device, not a file. Give the path of a single file.`,
  'file-empty': ({ name }) => `${name} is empty. Copy it again from where it came from.`,
  'file-exists': ({ name, final }) =>
    final
      ? `${name} is there already and was left as it is. Choose another place: this command replaces nothing.`
      : `${name} is there already and was left as it is. Choose another name for --out, or add --overwrite to replace it.`,
  'file-is-input': ({ name }) =>
    `${name} would replace one of the files that this command reads. Nothing was written; choose another name for --out.`,
  'folder-missing': ({ name }) =>
    `The folder for ${name} does not exist. Create it first, or choose another place for --out.`,
  'not-writable': ({ name }) =>
    `${name} cannot be written. Nothing was left behind; check that you may write to that folder, or choose another one.`,
  'disk-full': ({ name }) =>
    `The disk is full: ${name} could not be written. The original is untouched and the unfinished file was removed; free some space or choose another disk.`,
  'output-taken': ({ name }) =>
    `Another program changed ${name} while it was being made, so it was not used. The original is untouched; let the other one end, then start again.`,
  'wrong-suffix': ({ name, suffix }) =>
    `This copy has to be called something.${suffix.replace(/^\./, '')}, not ${name}. Nothing was written; change --out.`,
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
  'bad-json': ({ name, at, problem }) =>
    `${name} is not the kind of file that is needed here (${at}: ${problem}). It was not changed; give a file that Occlude wrote, or put that place right.`,
  'other-clip': ({ name }) =>
    `${name} belongs to another clip. Nothing was written; give the clip that it was made for, or make a new one for this clip.`,
  'other-journal': ({ name, what }) =>
    what === 'search'
      ? `${name} is the progress of looking for something else in this clip. Nothing was written; give the same profile, classes and extent as then, or another file.`
      : `${name} is progress made with other models or another version of Occlude, so nothing of it may be used. Nothing was written; give another file, and begin again.`,
  'clip-changed': ({ name }) =>
    `${name} was changed by something else while Occlude was reading it, so no result was kept. Wait until it is no longer being written, then start again.`,
  'not-stable': ({ name }) =>
    `${name} is still being written, so nothing of it was taken. Wait until copying has ended, then start again.`,
  'hostile-entry': ({ name, what }) => hostile[what](name),
  'bad-sidecar': ({ name, problem }) =>
    `${name} could not be used: ${problem}. Clips are imported without it and marked as incomplete; fill in what is missing by hand, or import them again with a sound one.`,
  'out-of-range': ({ what, asked, last }) =>
    what === 'entry'
      ? `There is no entry ${asked} in the audit log; its last one is ${last}. Nothing was written; give one of those from 0 on.`
      : `The ${partOfClip[what]} ${asked} lies outside of the clip, which ends at ${last}. Nothing was written; give one inside.`,
  'unknown-track': ({ name }) =>
    `There is no track ${name} in this project. Nothing was written; the tracks are listed in the project file (t1, t2 ...).`,
  'no-picture': ({ what }) =>
    `This clip is sound only, and there has to be a picture for ${what}. Nothing was written; leave it out.`,
  'cannot-follow': ({ region, why }) =>
    `Region ${region} cannot be followed: ${unfollowable[why]}. Nothing was written; check it, and draw it again.`,
  'model-missing': ({ name, own }) =>
    own
      ? `There is no file ${name} that can be read in the folder of --models, so nothing was examined and nothing was written. Put it there: manifest.json and every file that it names lie side by side.`
      : `The detector file ${name} is missing, so nothing was examined and nothing was written. Make it again with "npm run models:rebuild", or copy the models folder again.`,
  'model-changed': ({ name, own }) =>
    own
      ? `${name} is not the file whose sha256 stands in the manifest of --models, so it was not used and nothing was written. Put the right file there, or correct the manifest if you trust this one.`
      : `The detector file ${name} is not the one that was approved (cut short or changed), so it was not used and nothing was written. Make it again with "npm run models:rebuild", or copy the models folder again.`,
  'model-unusable': ({ name, problem, own }) =>
    own
      ? `${name} in the folder of --models cannot be used: ${problem}. Nothing was written; correct it, or leave --models out.`
      : `The detector ${name} cannot be used on this machine: ${problem}. Nothing was written; make it again with "npm run models:rebuild".`,
  'class-unavailable': ({ name }) =>
    `No detector for "${name}" is installed. Nothing was written; leave it out of --classes and hide such things by hand (--regions).`,
  'engine-died': ({ during }) =>
    `The media engine stopped while it had to ${during}; this clip may be damaged in an unusual way. The original is untouched and nothing was left behind; try again, and report the clip if it happens twice.`,
  'certificate-mismatch': ({ what }) => mismatch[what],
  'certificate-unsigned': ({ name }) =>
    `${name} carries no signature that can be checked, so it cannot be shown who made it. Do not rely on it; ask for a signed certificate, or check without --signer.`,
  'other-signer': ({ name, signer }) =>
    `${name} was signed by another key than the one that you trust; the fingerprint of its key is ${signer}. Do not rely on it; ask whoever made the copy which key is theirs, or check without --signer.`,
  'verification-failed': ({ report }) =>
    `The copy did not pass its check: ${failedChecks(report)}.${framesOf(report)} Do not release it; the original is untouched.`,
  'verification-incomplete': ({ report }) => {
    const open = names(report, 'could-not-run').join(', ')
    return `Not everything could be checked${open === '' ? '' : ` (${open})`}, so nothing is confirmed. Give --original and --project to check all of it.`
  },
  'no-such-user': ({ name }) =>
    `Nobody called ${name} may open this vault. Nothing was opened; check the name, or ask an administrator.`,
  'user-exists': ({ name }) =>
    `There is somebody called ${name} already. Nothing was changed; give the new person a name that nobody else has.`,
  'wrong-passphrase': ({ name }) =>
    `This is not the passphrase of ${name}. Nothing was opened and the attempt was noted; try again, or have it reset with both recovery sheets.`,
  'other-machine': ({ name }) =>
    `The passphrase of ${name} works only on the machine where it was set, or this machine's credential store is locked. Nothing was opened; unlock the store, go to that machine, or have the passphrase reset with both recovery sheets.`,
  'slots-damaged': ({ at }) =>
    `The file of keys (slots.json) is damaged: ${at}. Nothing was opened or changed; restore that file from a backup.`,
  'slots-swapped': () =>
    'The file of keys (slots.json) and the database do not belong to each other: one of them was exchanged or changed. Nothing was opened; do not type the passphrase again, restore both from one backup and have this looked into.',
  'slots-rolled-back': () =>
    'The file of keys (slots.json) is an older one, from before people or passphrases were changed. Nothing was opened; restore the latest one, and find out who put this one here.',
  'database-rolled-back': () =>
    'The database is older than the file of keys or the last record of it: an earlier copy was put in its place. Nothing was changed; restore the latest backup as a whole, and find out who put this one here.',
  'bad-shares': ({ why, share, group }) =>
    `Recovery sheet ${share ?? '1 or 2'} ${shareFault[why]}${group === undefined ? '' : ` in group ${group}`}. Nothing was opened; check it, and give both sheets of this vault.`,
  'weak-passphrase': ({ why, least }) =>
    `This passphrase ${passphraseFault[why]}${least === undefined ? '' : `: ${least} characters are needed`}. Nothing was changed; choose a longer one, such as four or more words that have nothing to do with each other.`,
  'object-damaged': ({ name, problem, bytes }) =>
    bytes
      ? `The encrypted file of ${name} is damaged: its bytes ${bytes[0]} to ${bytes[1] - 1} were changed after they were written. Nothing of them was used and the rest can still be read; restore it from a backup.`
      : `The encrypted file of ${name} ${objectFault[problem]}. Nothing of it was used; restore it from a backup, and find out what happened to it.`,
  'vault-locked': () =>
    'The vault was locked before this was finished. Nothing half-done is kept; sign in again, then start again.',
  'bad-user-name': ({ why }) =>
    `${userNameFault[why]}, so this cannot be a name. Nothing was changed; give another one.`,
  'vault-missing': ({ name }) => `There is no vault in ${name}. Check --vault, or make one with "occlude vault init".`,
  'vault-exists': ({ name }) =>
    `There is a vault in ${name} already, and it was left as it is. Give another folder for --vault.`,
  'vault-busy': ({ name, program, since }) =>
    `The vault in ${name} is open in another program (${program}, since ${since}), so nothing was done. Wait until it has ended, or sign in there.`,
  'demo-vault-only': () =>
    'This program opens demonstration vaults only, and this is not one. It was not changed; open it with the workstation.',
  'not-encrypted': ({ name }) =>
    `${name} is not encrypted, so it was not used. It is not a vault that Occlude made; restore the vault from a backup.`,
  'vault-newer': ({ name, found, known }) =>
    `${name} was written by a newer version of Occlude (its database has version ${found}, this one knows ${known}). Nothing was changed; open it with that version or a later one.`,
  'database-damaged': ({ detail }) =>
    `The vault's database is damaged: ${detail}. Nothing was changed. Restore the vault from a backup; the files of clips may still be whole.`,
  'object-missing': ({ name }) =>
    `The file of ${name} is missing from the vault. The record of it is safe; restore the file from a backup, or import the clip again.`,
  'too-many-attempts': ({ waitSeconds }) =>
    `There were too many wrong passphrases. Nothing was tried; wait ${waitSeconds} s, then try again.`,
  'user-disabled': ({ name }) => `${name} may no longer use this vault. Ask an administrator if that is a mistake.`,
  'last-administrator': () =>
    'This is the last administrator: without one nobody could let people in or out. Nothing was changed; make somebody else an administrator first.',
  'not-signed-in': () =>
    'You are not signed in, or were signed out because nothing happened for a while. What was saved is safe; sign in again.',
  'not-permitted': ({ permission, why }) =>
    `You may not do that here: ${denials[why] ?? why} (permission "${permission}"). The attempt was logged and nothing was done; ask an administrator if your role should be another.`,
  'roles-clash': () =>
    'One person cannot both see footage and administer, audit or govern. Nothing was changed; give the second role to somebody else.',
  'reason-missing': () =>
    'Please say why, with --reason TEXT (up to 2,000 characters): this is logged with a reason. Nothing was done.',
  'no-such-clip': ({ name }) => `There is no clip ${name} in this vault. Find its id with "occlude clips".`,
  'no-such-hold': ({ name }) =>
    `There is no such hold on clip ${name}. Nothing was changed; "occlude clip show" lists its holds.`,
  'no-such-task': ({ name }) =>
    `There is no such open task for clip ${name}. Nothing was changed; "occlude clip show" lists its tasks.`,
  'no-copy': ({ name }) => `No copy has been made of clip ${name} yet. Make one with "occlude redact --clip".`,
  'on-hold': ({ name, holds }) =>
    `Clip ${name} is held (${holds === 1 ? 'one hold' : `${holds} holds`}), so it stays. Release the holds first if they are no longer necessary.`,
  'no-such-bookmark': () => 'That bookmark is not there any more. Nothing was changed; look at the list again.',
  'no-such-filter': () => 'That filter is not there any more. Nothing was changed; look at the list again.',
  'no-such-notice': () => 'There is no such notice. Nothing was changed; look at the list again.',
  'not-open': () => 'The clip is no longer open here. Nothing is lost; open it again and say why.',
  'too-many-open': ({ most }) =>
    `There are ${most} clips open already, which is the most at once. Close one, then open this one.`,
  'not-queued': ({ name }) =>
    `Clip ${name} does not wait for that, or its period is not over yet. Nothing was changed; "occlude retention queue" lists what waits, "occlude clip show" when it is due.`,
  'second-person-needed': () =>
    'Whoever approved a deletion cannot also carry it out. Nothing was deleted; ask a second person to do it.',
  'clock-doubtful': () =>
    'The computer\'s clock has leapt, so no deletion date can be trusted. Nothing was deleted. Check the clock, then confirm it ("occlude retention confirm-clock").',
  'backup-damaged': ({ name, detail }) =>
    `The backup ${name} is damaged or no backup: ${detail}. Nothing was restored; use another one.`,
  'backup-expired': ({ name, expiredOn }) =>
    `The backup ${name} expired on ${expiredOn} and must not be restored, because it holds what has been deleted since. Nothing was restored; use a newer one and destroy this one.`,
  'audit-broken': ({ seq, why }) =>
    `The audit log does not hold together from entry ${seq} on: ${why}. Nothing was exported. Keep the vault as it is, and tell whoever is responsible for security.`,
  'connection-lost': () =>
    'The program that holds the vault has ended or hung up, so it cannot be told whether this was done. What the vault had confirmed is safe; run the command again, or look in the vault first.',
  'other-version': ({ ours, theirs }) =>
    `The program that holds the vault is another version of Occlude (it speaks version ${theirs}, this one ${ours}). Nothing was done; close it, or use the same version.`,
  'off-contract': ({ method, at }) =>
    `What was asked or answered does not fit the contract (${method}: ${at}). It was not used. This is a fault of Occlude: report it.`,
  internal: ({ id }) =>
    `Something went wrong in the program that holds the vault (${id}). The original is untouched; look in the vault before you try again, and report what that program printed.`,
  'too-many-calls': ({ most }) =>
    `There are ${most} things being done at once already, which is the most. Nothing was begun; wait until one is done.`,
  'no-way-out': ({ command }) =>
    `With a clip of the vault, ${command} would write picture or sound outside of it, which only a disclosure may do. Nothing was written; copies stay in the vault.`,
}

/** One clear sentence or two: what happened, what is safe, what to do next. One line, fit for a terminal. */
export function sentenceFor(failure: Failure): string {
  const word = sentences[failure.kind] as (failure: Failure) => string
  return terminalLine(word(failure))
}

/** For a bug: the id is also in what is printed with OCCLUDE_DEBUG=1. */
export function internalSentence(id: string): string {
  return `Something went wrong inside Occlude (${id}). The original is untouched and no copy was made. Run it again with OCCLUDE_DEBUG=1 and report what it prints.`
}

/** What a stage of work does, as a verb for the progress line. */
export const stageWording: Readonly<Record<Progress['stage'], string>> = {
  index: 'reading',
  detect: 'finding',
  listen: 'listening',
  track: 'tracking',
  render: 'covering',
  verify: 'checking',
  import: 'storing',
  check: 'checking',
  backup: 'saving',
}
