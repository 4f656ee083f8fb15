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
  | { readonly kind: 'file-exists'; readonly name: string }
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
      readonly what: 'frame' | 'seconds' | 'region' | 'audio track'
      readonly asked: string
      readonly last: string
    }
  | { readonly kind: 'unknown-track'; readonly name: string }
  | { readonly kind: 'no-picture'; readonly what: string }
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
      readonly what: 'copy' | 'source' | 'plan' | 'project' | 'frame-map'
    }
  | { readonly kind: 'certificate-unsigned'; readonly name: string }
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
  | { readonly kind: 'bad-user-name'; readonly why: 'empty' | 'too-long' | 'spaces' | 'invisible' }
