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
