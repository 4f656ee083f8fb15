import type { Intake } from '../../core/intake/candidate.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import type { CanonicalJson } from '../../core/ports/canonical-json.ts'
import type { SignatureCheck } from '../../core/ports/certificate-signer.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type { DisclosureArchive } from '../../core/ports/disclosure-archive.ts'
import type { DisclosureSheets } from '../../core/ports/disclosure-sheets.ts'
import type { DisclosureTarget } from '../../core/ports/disclosure-target.ts'
import type { EngineDescription } from '../../core/ports/engine-description.ts'
import type { MediaEngine } from '../../core/ports/media-engine.ts'
import type { SecretSource } from '../../core/ports/secret-source.ts'
import type { SnapshotSheet } from '../../core/ports/snapshot-sheet.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { Result } from '../../core/result.ts'

/** Threads and own models that a call may ask for; null: the defaults. */
export type EngineChoice = { readonly threads: number | null; readonly models: string | null }

/** A media engine with what stands about it in certificates; `close` ends its processes. */
export type LentEngine = MediaEngine & {
  describe(): Promise<Result<EngineDescription>>
  close(): Promise<void>
}

/** What the service of a vault takes from its host. */
export type ServicePorts = {
  readonly store: VaultStore
  /** The policy profile in force. */
  readonly profile: () => PolicyProfile
  readonly now: Clock
  /** Monotonic milliseconds. */
  readonly elapsed: () => number
  /** Runs something once so many milliseconds are over, unless it is called off by what is answered. Keeps no process alive. */
  readonly after: (milliseconds: number, run: () => void) => () => void
  /** A fresh id (core/vault/ids.ts). */
  readonly newId: () => string
  readonly newSecret: SecretSource
  readonly json: CanonicalJson
  readonly checkSignature: SignatureCheck
  readonly intake: Intake
  readonly engine: (choice: EngineChoice) => LentEngine
  readonly snapshotSheet: SnapshotSheet
  readonly disclosureSheets: DisclosureSheets
  readonly disclosureTarget: DisclosureTarget
  readonly disclosureArchive: DisclosureArchive
}
