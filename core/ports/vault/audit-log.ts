import type { Anchor, AnchorVerdict } from '../../audit/checkpoint.ts'
import type { Sha256 } from '../../clips/clip-index.ts'
import type { Result } from '../../result.ts'
import type { Work } from '../work.ts'

/** What a verification of the audit log came to. */
export type AuditReport = {
  readonly ok: boolean
  readonly entries: number
  /** Root of the Merkle tree over all entries. */
  readonly head: Sha256
  readonly firstBad: { readonly seq: number; readonly why: string } | null
  readonly checkpoints: number
  /** Anchors that were kept outside of the log, and whether the log still fits them. */
  readonly anchors: readonly {
    readonly from: 'credential-store' | 'certificate' | 'given'
    readonly size: number
    readonly verdict: AnchorVerdict
  }[]
  /** In plain English: what is no fault but should be known (begun and never ended, clocks that ran backwards). */
  readonly notes: readonly string[]
}

/** The audit log as a whole: proved, copied out, proved to others. */
export type AuditLog = {
  /**
   * Every entry, checkpoint and anchor: those of the credential store, of the certificates in the vault, and the given ones.
   * `incremental` begins behind the last entries that a full or incremental verification in this vault passed.
   */
  verify(
    asked: { readonly incremental: boolean; readonly anchors: readonly Anchor[] },
    work: Work,
  ): Promise<Result<AuditReport>>
  /** Writes entries, checkpoints, keys and a verifier into a folder that is not there yet. Fails with `audit-broken` on a log that does not hold together. */
  exportTo(
    folder: string,
    work: Work,
  ): Promise<Result<{ readonly entries: number; readonly root: Sha256; readonly files: readonly string[] }>>
  /** A document that proves one entry against a signed checkpoint; with `consistencyFrom`, also that the log of that size grew into this one. */
  prove(seq: number, consistencyFrom: number | null): Promise<Result<unknown>>
}
