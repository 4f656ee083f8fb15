import type { Sha256 } from '../clips/clip-index.ts'
import type { Instant } from '../ports/clock.ts'

/** A promise of a device that its log had these entries and no others: the first `size` of them have that root. */
export type Checkpoint = {
  readonly version: 1
  readonly size: number
  /** Root of the Merkle tree of the first `size` entries. */
  readonly root: Sha256
  readonly at: Instant
  /** Fingerprint of the key that signed: SHA-256 over the 32 bytes of the ed25519 public key. */
  readonly device: Sha256
  /** ed25519 (RFC 8032) over `checkpointText` in UTF-8: 64 bytes in base64url without padding (RFC 4648, 5). */
  readonly signature: string
}

/**
 * What a checkpoint's signature is made over (FORMATS.md, Audit log): five lines, each ended by a line feed. The first line keeps a
 * signature from being taken for one over something else.
 */
export function checkpointText({ size, root, at, device }: Omit<Checkpoint, 'version' | 'signature'>): string {
  return `occlude-audit-checkpoint-v1\n${size}\n${root}\n${at}\n${device}\n`
}

/** A size and root of a log that were written down outside of the vault: in a credential store, a certificate, a backup. */
export type Anchor = { readonly size: number; readonly root: Sha256 }

/**
 * What an anchor says of a log: it fits; the log is shorter than it once was (rolled back, or cut); it has other entries (rewritten);
 * or the log's root at that size is not known here.
 */
export type AnchorVerdict = 'fits' | 'log-shorter' | 'other-root' | 'not-checked'

/** Judges an anchor. `rootThen` is the root of the log's first `anchor.size` entries, null where it is not known. */
export function judgeAnchor(anchor: Anchor, logSize: number, rootThen: Sha256 | null): AnchorVerdict {
  if (anchor.size > logSize) return 'log-shorter'
  if (rootThen === null) return 'not-checked'
  return rootThen === anchor.root ? 'fits' : 'other-root'
}
