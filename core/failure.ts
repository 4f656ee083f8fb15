import type { TellingRow } from './disclosure/telling-grounds.ts'
import type { CoverageRefusal } from './review/plausible-coverage.ts'
import type { GateKind } from './review/release-gates.ts'
import type { VerificationReport } from './verification/report.ts'

/** What about a clip is beyond what Occlude works with. `times`: clocks that leap or lie far off. */
export type UnsupportedPart =
  | 'picture-codec'
  | 'sound-codec'
  | 'picture-size'
  | 'changing-picture'
  | 'sample-rate'
  | 'channels'
  | 'sound-tracks'
  | 'times'
  | 'length'

/** What stands in a folder of clips and is never followed or read. `swapped`: another thing than what was looked at. */
export type HostileEntry = 'link' | 'device' | 'pipe' | 'socket' | 'unknown' | 'swapped' | 'too-deep' | 'too-many'

/**
 * What is wrong with an encrypted file: no file of the vault at all, sound but another object's, cut off, added to, or
 * changed somewhere.
 */
export type ObjectProblem = 'not-ours' | 'other-file' | 'cut-short' | 'longer' | 'changed'

/**
 * Every failure that Occlude expects, as facts without prose; the host that faces a person words it.
 * `name` is what the person called the thing (a file name, a track id), never a path of ours.
 */
export type Failure =
  | { readonly kind: 'usage'; readonly detail: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'file-missing'; readonly name: string }
  | { readonly kind: 'file-unreadable'; readonly name: string }
  | { readonly kind: 'not-a-file'; readonly name: string }
  | { readonly kind: 'file-empty'; readonly name: string }
  /** `final`: the command that met it never replaces anything. */
  | { readonly kind: 'file-exists'; readonly name: string; readonly final?: true }
  | { readonly kind: 'file-is-input'; readonly name: string }
  | { readonly kind: 'folder-missing'; readonly name: string }
  | { readonly kind: 'not-writable'; readonly name: string }
  | { readonly kind: 'output-taken'; readonly name: string }
  | { readonly kind: 'wrong-suffix'; readonly name: string; readonly suffix: string }
  | { readonly kind: 'disk-full'; readonly name: string }
  | { readonly kind: 'not-media'; readonly name: string }
  | { readonly kind: 'nothing-to-redact'; readonly name: string }
  | {
      readonly kind: 'unsupported-media'
      readonly name: string
      readonly what: UnsupportedPart
      /** The clip's own figure or FFmpeg's short name of a codec, where there is one. */
      readonly found?: string
    }
  /** No frame decodes; with `frame`, that one. */
  | { readonly kind: 'undecodable'; readonly name: string; readonly frame?: number }
  | { readonly kind: 'bad-json'; readonly name: string; readonly at: string; readonly problem: string }
  | { readonly kind: 'other-clip'; readonly name: string }
  /** Progress of a detection that looked for something else, or with other models or versions. */
  | { readonly kind: 'other-journal'; readonly name: string; readonly what: 'search' | 'models' }
  | { readonly kind: 'clip-changed'; readonly name: string }
  /** Still being written while it was looked at. */
  | { readonly kind: 'not-stable'; readonly name: string }
  | { readonly kind: 'hostile-entry'; readonly name: string; readonly what: HostileEntry }
  /** Of a file beside a clip. The clip itself is not refused for it. */
  | { readonly kind: 'bad-sidecar'; readonly name: string; readonly problem: string }
  | {
      readonly kind: 'out-of-range'
      readonly what: 'frame' | 'seconds' | 'region' | 'audio track' | 'entry' | 'byte'
      readonly asked: string
      readonly last: string
    }
  | { readonly kind: 'unknown-track'; readonly name: string }
  | { readonly kind: 'no-picture'; readonly what: string }
  /** Of the label that is written into a copy. `most`: signs that it may have; `sign`: what its font has no letter for. */
  | {
      readonly kind: 'label-unfit'
      readonly why: 'empty' | 'too-long' | 'sign' | 'blanks' | 'no-room'
      readonly most?: number
      readonly sign?: string
    }
  /** `region` is the place in the file of regions, from 1. */
  | {
      readonly kind: 'cannot-follow'
      readonly region: number
      readonly why: 'too-small' | 'too-large' | 'outside' | 'not-there'
    }
  /** Of models, `own`: it lies in the folder that a force has given, not in the one that comes with Occlude. */
  | { readonly kind: 'model-missing'; readonly name: string; readonly own?: true }
  | { readonly kind: 'model-changed'; readonly name: string; readonly own?: true }
  | { readonly kind: 'model-unusable'; readonly name: string; readonly problem: string; readonly own?: true }
  | { readonly kind: 'class-unavailable'; readonly name: string }
  | {
      readonly kind: 'engine-died'
      readonly during: string
      readonly uncovered: readonly (readonly [number, number])[]
    }
  | {
      readonly kind: 'certificate-mismatch'
      readonly what: 'copy' | 'source' | 'plan' | 'project' | 'frame-map' | 'signature' | 'schedule'
    }
  | { readonly kind: 'certificate-unsigned'; readonly name: string }
  /** The certificate's signature is good, and of another key than the trusted one; `signer` is that key's fingerprint. */
  | { readonly kind: 'other-signer'; readonly name: string; readonly signer: string }
  | { readonly kind: 'verification-failed'; readonly report: VerificationReport }
  | { readonly kind: 'verification-incomplete'; readonly report: VerificationReport }
  /** Of the vault's keys. `name` of a user is as it was typed. */
  | { readonly kind: 'no-such-user'; readonly name: string }
  | { readonly kind: 'user-exists'; readonly name: string }
  | { readonly kind: 'wrong-passphrase'; readonly name: string }
  /** The user's slot asks for a secret that this machine's credential store does not have. */
  | { readonly kind: 'other-machine'; readonly name: string }
  | { readonly kind: 'slots-damaged'; readonly at: string }
  | { readonly kind: 'slots-swapped' }
  | { readonly kind: 'slots-rolled-back' }
  | { readonly kind: 'database-rolled-back' }
  /** `share`: which of the two that were given, from 1; `group`: the group of characters with the typing mistake, from 1. */
  | {
      readonly kind: 'bad-shares'
      readonly why: 'mistyped' | 'incomplete' | 'other-vault' | 'same-share' | 'not-a-pair'
      readonly share?: 1 | 2
      readonly group?: number
    }
  /** `least`: fewest characters, where it is too short. */
  | {
      readonly kind: 'weak-passphrase'
      readonly why: 'too-short' | 'too-long' | 'common' | 'predictable' | 'not-text'
      readonly least?: number
    }
  /**
   * An encrypted file is not what was written. `bytes`: the plain bytes `[from, until)` that are lost; without it the file
   * as a whole does not open.
   */
  | {
      readonly kind: 'object-damaged'
      readonly name: string
      readonly problem: ObjectProblem
      readonly bytes?: readonly [from: number, until: number]
    }
  /** The keys were forgotten while something was still being read or written. */
  | { readonly kind: 'vault-locked' }
  | { readonly kind: 'bad-user-name'; readonly why: 'empty' | 'too-long' | 'spaces' | 'invisible' }
  // The vault
  | { readonly kind: 'vault-missing'; readonly name: string }
  | { readonly kind: 'vault-exists'; readonly name: string }
  /** Another process has it open; `since` and `program` as its lock file says. */
  | { readonly kind: 'vault-busy'; readonly name: string; readonly program: string; readonly since: string }
  | { readonly kind: 'demo-vault-only' }
  | { readonly kind: 'not-encrypted'; readonly name: string }
  /** Versions of the database's schema: the one it has, and the newest that this version of Occlude knows. */
  | { readonly kind: 'vault-newer'; readonly name: string; readonly found: number; readonly known: number }
  /** `detail` names what does not fit, never a value of it. */
  | { readonly kind: 'database-damaged'; readonly detail: string }
  | { readonly kind: 'object-missing'; readonly name: string }
  | { readonly kind: 'too-many-attempts'; readonly waitSeconds: number }
  | { readonly kind: 'user-disabled'; readonly name: string }
  | { readonly kind: 'last-administrator' }
  | { readonly kind: 'not-signed-in' }
  | { readonly kind: 'not-permitted'; readonly permission: string; readonly why: string }
  | { readonly kind: 'roles-clash' }
  | { readonly kind: 'reason-missing'; readonly method: string }
  | { readonly kind: 'no-such-clip'; readonly name: string }
  | { readonly kind: 'no-such-hold'; readonly name: string }
  | { readonly kind: 'no-such-task'; readonly name: string }
  | { readonly kind: 'no-copy'; readonly name: string }
  | { readonly kind: 'no-such-bookmark' }
  | { readonly kind: 'no-such-filter' }
  | { readonly kind: 'no-such-notice' }
  | { readonly kind: 'no-such-redaction' }
  /** `by`: who edits it; null: nobody has it open for editing, not even whoever asks. */
  | { readonly kind: 'redaction-held'; readonly by: string | null }
  /** `revision`: the one that it has. */
  | { readonly kind: 'redaction-moved'; readonly revision: number }
  /** What somebody says they have seen or heard cannot be true: played too fast, more than the time that passed, or than was handed out. */
  | { readonly kind: 'coverage-refused'; readonly why: CoverageRefusal }
  /** Of the checklist of a redaction, what is not passed and would have to be. */
  | { readonly kind: 'gates-shut'; readonly gates: readonly GateKind[] }
  /** Who had a hand in a redaction does not approve it, and who had none does not sign it as its author. */
  | { readonly kind: 'signature-refused'; readonly why: 'own-work' | 'not-an-author' }
  /** A copy that cannot be shown to have been approved; `weaker-check`: only under a policy that asked for less of a second person. */
  | { readonly kind: 'not-approved'; readonly name: string; readonly why?: 'weaker-check' }
  /** Grounds that somebody typed, by row of the full external schedule, seem to name what no recipient is told. Never the ground itself. */
  | { readonly kind: 'ground-tells'; readonly rows: readonly TellingRow[] }
  /** What could be told of a copy is not what somebody looked at, so the rows that they hold back are others. */
  | { readonly kind: 'schedule-moved' }
  /** A folder that nothing is disclosed into. */
  | { readonly kind: 'unfit-folder'; readonly name: string; readonly why: 'inside-vault' | 'link' }
  /** What was read back from where it was written is not what was written. */
  | { readonly kind: 'written-differs'; readonly name: string }
  /** Where something was being written cannot be reached any more. `registered`: the disclosure stood in the register already. */
  | { readonly kind: 'medium-gone'; readonly name: string; readonly registered: boolean }
  /** A clip that was open for viewing is not any more: closed, ended with its session, or never this session's. */
  | { readonly kind: 'not-open' }
  /** `most`: clips that one session may have open at once. */
  | { readonly kind: 'too-many-open'; readonly most: number }
  | { readonly kind: 'on-hold'; readonly name: string; readonly holds: number }
  | { readonly kind: 'not-queued'; readonly name: string }
  | { readonly kind: 'second-person-needed' }
  | { readonly kind: 'clock-doubtful' }
  | { readonly kind: 'backup-damaged'; readonly name: string; readonly detail: string }
  | { readonly kind: 'backup-expired'; readonly name: string; readonly expiredOn: string }
  | { readonly kind: 'audit-broken'; readonly seq: number; readonly why: string }
  // The wire between processes
  /** The process on the other side is gone, or hung up: whether what was asked for has happened cannot be told from here. */
  | { readonly kind: 'connection-lost' }
  /** Versions of the wire. */
  | { readonly kind: 'other-version'; readonly ours: number; readonly theirs: number }
  /** `method` and `at` say where; never the value. */
  | { readonly kind: 'off-contract'; readonly method: string; readonly at: string }
  /** A bug on the other side, which has logged it under `id`. */
  | { readonly kind: 'internal'; readonly id: string }
  | { readonly kind: 'too-many-calls'; readonly most: number }
  /** Picture or sound would leave the vault by another way than a disclosure. */
  | { readonly kind: 'no-way-out'; readonly command: string }
