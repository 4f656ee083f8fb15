import type { Checkpoint } from '../../../core/audit/checkpoint.ts'
import {
  consistencyPath,
  inclusionPath,
  type LeafAt,
  type TreeHead,
  verifyConsistency,
  verifyInclusion,
} from '../../../core/audit/merkle.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { leafOfText } from './audit-leaf.ts'
import { hashBytes } from './hash-bytes.ts'
import { type ListedKey, listKeys } from './listed-keys.ts'
import { type CheckpointFault, checkpointFault, hexOf, type TrustedKeys } from './signed-checkpoint.ts'

/** A proof of one entry that stands alone (FORMATS.md, Audit log); plain JSON. */
export type AuditProof = {
  readonly kind: 'occlude-audit-proof'
  readonly version: 1
  /** The entry's canonical text: its UTF-8 bytes are the leaf. */
  readonly entry: string
  /** Index of the leaf, which is the entry's `seq`. */
  readonly index: number
  /** From the leaf upwards (RFC 6962, 2.1.1), lower-case hex. */
  readonly path: readonly string[]
  readonly checkpoint: Checkpoint
  /** An earlier checkpoint and the proof that the log only grew since (RFC 6962, 2.1.2). */
  readonly older?: { readonly checkpoint: Checkpoint; readonly path: readonly string[] }
  readonly keys: readonly ListedKey[]
}

/** What a proof is made from. */
export type ProofRequest = {
  readonly seq: number
  readonly text: string
  /** Every leaf hash below the size of the checkpoint is asked for once or twice. */
  readonly leafAt: LeafAt
  /** A checkpoint above `seq`. */
  readonly checkpoint: Checkpoint
  readonly keys: TrustedKeys
  readonly older?: Checkpoint
}

/** Why a proof proves nothing. */
export type ProofFault = 'not-included' | 'not-consistent' | CheckpointFault

function headOf({ size, root }: Checkpoint): TreeHead {
  return { size, root: Buffer.from(root, 'hex') }
}

const hexesOf = (path: readonly Uint8Array[]): string[] => path.map(hexOf)
const bytesOf = (path: readonly string[]): Uint8Array[] => path.map((hash) => Buffer.from(hash, 'hex'))

/**
 * Makes the proof that an entry stands in the log that a checkpoint was signed for, and with `older` that the log only grew since that
 * one. Reads all leaf hashes. Fails with `audit-broken` where the log that is there cannot prove it. Throws for a checkpoint that does
 * not reach the entry or is older than `older`: a bug of the caller.
 */
export function inclusionProofDocument(request: ProofRequest): Result<AuditProof> {
  const { seq, text, leafAt, checkpoint, keys, older } = request
  const path = hexesOf(inclusionPath(hashBytes, leafAt, seq, checkpoint.size))
  const growth = older && {
    checkpoint: older,
    path: hexesOf(consistencyPath(hashBytes, leafAt, older.size, checkpoint.size)),
  }
  const proof: AuditProof = {
    kind: 'occlude-audit-proof',
    version: 1,
    entry: text,
    index: seq,
    path,
    checkpoint,
    ...(growth && { older: growth }),
    keys: listKeys(
      [...keys]
        .filter(([device]) => [checkpoint.device, older?.device].some((id) => id === device))
        .map(([, key]) => key),
    ),
  }
  const why = proofFault(proof, keys)
  return why ? failed({ kind: 'audit-broken', seq, why }) : ok(proof)
}

/** Null for a proof that holds under these keys; the proof's own list of keys is not believed. */
export function proofFault(proof: AuditProof, keys: TrustedKeys): ProofFault | null {
  const { checkpoint, older, index } = proof
  const fault = checkpointFault(checkpoint, keys) ?? (older ? checkpointFault(older.checkpoint, keys) : null)
  if (fault) return fault
  const leaf = leafOfText(proof.entry)
  const path = bytesOf(proof.path)
  if (!leaf || !verifyInclusion(hashBytes, { leaf, index, path, head: headOf(checkpoint) })) return 'not-included'
  if (!older) return null
  const claim = { older: headOf(older.checkpoint), newer: headOf(checkpoint), path: bytesOf(older.path) }
  return verifyConsistency(hashBytes, claim) ? null : 'not-consistent'
}
