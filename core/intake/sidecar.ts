import type { Sha256 } from '../clips/clip-index.ts'

/** The forms of sidecar that are read. */
export type SidecarKind = 'json' | 'xml' | 'csv'

/** A file that came beside a clip, kept to the byte. Of a table about many clips: its heading and this clip's own lines. */
export type SidecarDocument = {
  /** File name, made safe to show. */
  readonly name: string
  readonly kind: SidecarKind
  readonly bytes: Uint8Array
  /** Of `bytes`. */
  readonly sha256: Sha256
  /** Of the whole table, where `bytes` are lines out of one. */
  readonly tableSha256: Sha256 | null
}

/** What a sidecar says, whatever its form: texts, numbers, lists and named fields. A table is a list of its lines. */
export type SidecarValue =
  | string
  | number
  | boolean
  | null
  | readonly SidecarValue[]
  | { readonly [name: string]: SidecarValue }

/** A sidecar's name and what it says; null where it could not be read. */
export type ReadSidecar = { readonly document: SidecarDocument; readonly content: SidecarValue | null }
