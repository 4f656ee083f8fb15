import type { Anchor } from '../../audit/checkpoint.ts'
import type { Sha256 } from '../../clips/clip-index.ts'
import type { Failure } from '../../failure.ts'
import type { RedactionId } from '../../redaction/redaction-record.ts'
import type { Result } from '../../result.ts'
import type { ClipRecord } from '../../vault/clip-record.ts'
import type { ObjectId, UserId } from '../../vault/ids.ts'
import type { ObjectRecord } from '../../vault/object-record.ts'
import type { CertificateSigner } from '../certificate-signer.ts'
import type { Instant } from '../clock.ts'
import type { Work } from '../work.ts'
import type { AuditLog } from './audit-log.ts'
import type { VaultObjects } from './vault-objects.ts'
import type { AuditDraft, VaultReader, VaultWriter } from './vault-records.ts'

/** What anybody may know of a vault. */
export type VaultFacts = {
  readonly vaultId: string
  readonly demo: boolean
  /** False: user keys hang on passphrases alone, because there is no credential store or it was left out. */
  readonly deviceSecret: boolean
  /** SHA-256 of this workstation's public signing key, hex; with it certificates and checkpoints are trusted. */
  readonly signer: Sha256
  /** Raw ed25519 public key, base64url. */
  readonly signerPublicKey: string
  readonly tableVersion: number
  /** Generation of the master key: counts rotations. */
  readonly generation: number
  readonly createdAt: Instant
}

/** A change of who can open the vault, staged with the records' change and made good with it. */
export type SlotChange =
  | { readonly kind: 'add'; readonly user: UserId; readonly name: string; readonly passphrase: string }
  | { readonly kind: 'remove'; readonly user: UserId }
  /** A person changes their own. */
  | { readonly kind: 'replace'; readonly user: UserId; readonly oldPassphrase: string; readonly newPassphrase: string }
  /** Two people lend their recovery shares for somebody who cannot sign in. */
  | {
      readonly kind: 'recover'
      readonly user: UserId
      readonly name: string
      readonly shares: readonly [string, string]
      readonly newPassphrase: string
    }

/** A place in the audit log. */
export type AuditHead = Anchor

/** One thing that a check of the vault found. */
export type VaultProblem = {
  readonly kind: 'database' | 'segment' | 'missing-file' | 'orphan-file' | 'slots' | 'audit'
  /** Which object, file or page; never a path. */
  readonly name: string
  readonly detail: string
}

/** What a check of the whole vault found. */
export type VaultCheck = {
  readonly objects: number
  readonly bytes: number
  readonly problems: readonly VaultProblem[]
}

/** A finished block of a redaction's detection, and how many of its frames are examined with it. */
export type FoundBlock = {
  readonly redaction: RedactionId
  readonly basis: string
  readonly block: number
  readonly content: string
  readonly examined: number
}

/** What a job has made, as data: it may have to wait, sealed, until the vault is open again. */
export type JobResult = {
  /** The entry of the log that keeping it makes, and the `begun` entry that it ends. */
  readonly draft: AuditDraft
  /** Finished objects that this lease has been told of (`keep`): copy, certificate, project. */
  readonly objects: readonly ObjectRecord[]
  /** Records that are new or changed, the copy's. */
  readonly clips: readonly ClipRecord[]
  /** Finished blocks of detections. Findings come piece by piece: a lease has any number of such results, which do not end it. */
  readonly blocks?: readonly FoundBlock[]
}

/** A running job's share in a vault that may be locked meanwhile. */
export type JobLease = {
  readonly id: string
  /** The log as it was when the lease began, for the certificate of what the job makes. */
  readonly anchor: AuditHead
  /** Signs the job's certificate, also while the vault is locked: the lease keeps the device key for that. */
  readonly sign: CertificateSigner
  /** The key of this object, which the job reads or writes, stays when the vault is locked. */
  keep(object: ObjectId): void
  /**
   * Makes a result part of the vault in one change; or, while the vault is locked, seals it into the inbox, durably, to be made
   * part of it at the next unlock. Fails with `vault-locked` once the lease is over.
   */
  publish(result: JobResult): Promise<Result<'kept' | 'sealed'>>
  /** Forgets what was kept. Safe at any time, and to be called whatever happened. */
  end(): Promise<void>
}

/**
 * What `read`, `sign` and `anchor` throw, having no failure to answer: the vault is locked, or its storage does not give what it
 * should (a damaged page, a disk that fails). Hosts answer `failure`.
 */
export class StoreFault extends Error {
  readonly failure: Failure
  constructor(failure: Failure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

/** What they throw while the vault is locked or closed. */
export class StoreLocked extends StoreFault {
  constructor() {
    super({ kind: 'vault-locked' }, 'the vault is locked')
  }
}

/** A vault that is open in this process. */
export type VaultStore = {
  readonly facts: () => VaultFacts
  readonly read: VaultReader
  readonly objects: VaultObjects
  readonly audit: AuditLog
  readonly sign: CertificateSigner
  /**
   * Runs `run` in one transaction together with one audit entry; a failure of `run`, a throw or a full disk leaves nothing
   * of either. `stageSlots` makes a change of the slot table part of it.
   */
  change<T>(
    draft: AuditDraft,
    run: (write: VaultWriter, stageSlots: (change: SlotChange) => Promise<Result<void>>) => Promise<Result<T>>,
  ): Promise<Result<T>>
  /** Writes an audit entry alone, durable when it answers; gives its seq. */
  note(draft: AuditDraft): Promise<Result<number>>
  /** Size and root of the log now, with a signed checkpoint of it, for a certificate. */
  anchor(): Promise<AuditHead>
  /**
   * Whose name and passphrase these are. Costs a whole argon2. Fails with `no-such-user`, `wrong-passphrase`, `other-machine`,
   * `too-many-attempts`, `user-disabled`, `vault-locked`; attempts that fail are logged.
   */
  signIn(name: string, passphrase: string): Promise<Result<UserId>>
  /** True between `lock` and `unlock`: everything else then answers `vault-locked`, or throws where it cannot fail. */
  locked(): boolean
  /** Opens a locked vault again, and takes in what jobs have sealed meanwhile. Fails as `signIn` and as opening a vault does. */
  unlock(name: string, passphrase: string): Promise<Result<UserId>>
  /** New master key, database key and wraps, sealed to everybody who still has a slot. Resumable. */
  rotate(draft: AuditDraft, work: Work): Promise<Result<void>>
  /** Full: every page and every object's authentication; otherwise by ciphertext alone. */
  check(full: boolean, work: Work): Promise<Result<VaultCheck>>
  /** A consistent copy of everything under a key of its own, while in use; `out` is an absolute path that is not there yet. */
  backup(
    out: string,
    draft: AuditDraft,
    expiresAt: Instant,
    work: Work,
  ): Promise<Result<{ readonly bytes: number; readonly sha256: Sha256; readonly backup: string }>>
  /**
   * Forgets every key but those that job leases hold (idle lock); with `end` (the machine sleeps or is switched off) leases end
   * too. Locked it is whatever happens; a failure says that the entry could not be written.
   */
  lock(draft: AuditDraft, leases?: 'keep' | 'end'): Promise<Result<void>>
  /**
   * What a job may keep while the vault is locked (DESIGN 6): its clip's reader and a place for its result. Audited by the
   * caller's draft; ends by `end`, or after the profile's hours.
   */
  lease(draft: AuditDraft, until: Instant): Promise<Result<JobLease>>
  /** Ends everything, writes a last checkpoint, forgets all keys and closes all handles. */
  close(): Promise<void>
  /** Why the storage failed last. */
  fault(): Failure | null
}
