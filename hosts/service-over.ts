import process from 'node:process'
import { readProfile } from '../contract/profile-file.ts'
import type { PolicyProfile } from '../core/policy/policy-profile.ts'
import type { VaultStore } from '../core/ports/vault/vault-store.ts'
import { ok, type Result } from '../core/result.ts'
import { canonicalJson } from '../native/certificate/canonical-json.ts'
import { checkSignature } from '../native/certificate/certificate-signature.ts'
import { createMediaEngine } from '../native/engine/engine.ts'
import type { EngineStarter } from '../native/engine/engine-process.ts'
import { disclosureArchive } from '../native/evidence/archive/disclosure-archive.ts'
import { disclosureSheets } from '../native/evidence/disclosure-sheets.ts'
import { disclosureTarget } from '../native/evidence/disclosure-target.ts'
import { scanIntake } from '../native/evidence/intake/scan-intake.ts'
import { snapshotSheet } from '../native/evidence/snapshot-sheet.ts'
import {
  type BackgroundPorts,
  createBackgroundDecoding,
  decodingService,
} from '../service/vault/background-decoding.ts'
import type { QueueWatch } from '../service/vault/redaction-queue.ts'
import type { EngineChoice, LentEngine } from '../service/vault/service-ports.ts'
import { createVaultService, type VaultService } from '../service/vault/vault-service.ts'
import { newSecret } from './new-secret.ts'
import { machineAfter, machineElapsed, machineNow, newId } from './vault-machine.ts'

/** Lends engines; `start` says how their processes are started, where this one cannot have children. */
function lendEngines(start?: EngineStarter): (choice: EngineChoice) => LentEngine {
  return ({ threads, models }) => {
    const engine = createMediaEngine({
      ...(threads === null ? {} : { threads }),
      ...(models === null ? {} : { modelsFolder: models }),
      ...(start ? { start } : {}),
    })
    return { ...engine, close: async () => engine.close() }
  }
}

/** The profile in force. It is read again when its text has changed: `vault.profile` puts another one in force. */
export class ProfileInForce {
  #text: string
  #profile: PolicyProfile

  private constructor(text: string, profile: PolicyProfile) {
    this.#text = text
    this.#profile = profile
  }

  static async of({ read }: Pick<VaultStore, 'read'>): Promise<Result<ProfileInForce>> {
    const { profileText } = await read.settings()
    const profile = readProfile(profileText, 'policy profile')
    return profile.ok ? ok(new ProfileInForce(profileText, profile.value)) : profile
  }

  get current(): PolicyProfile {
    return this.#profile
  }

  /** Looks whether another profile is in force. */
  async refresh({ read }: Pick<VaultStore, 'read'>): Promise<void> {
    const { profileText } = await read.settings()
    const profile = profileText === this.#text ? null : readProfile(profileText, 'policy profile')
    if (!profile?.ok) return
    this.#text = profileText
    this.#profile = profile.value
  }
}

type Served = { readonly service: VaultService; readonly profile: ProfileInForce }

/** Who is told of what a vault that stays open does by itself. */
export type HostWatches = { readonly decoding: BackgroundPorts['watch']; readonly queue: QueueWatch['begin'] }

/** A bug of work that nobody has called. */
export function tellFault(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error))
}

/** As `serviceOver`, for a host that stays open: clips that came in are decoded, and the queue of redactions is worked off, in the background. */
export async function lastingServiceOver(
  store: VaultStore,
  { decoding: watch, queue }: HostWatches,
  start?: EngineStarter,
): Promise<Result<Served>> {
  const served = await serviceOver(store, start, { begin: queue, onFault: tellFault })
  if (!served.ok) return served
  const decoding = createBackgroundDecoding({ store, engine: lendEngines(start), newId, onFault: tellFault, watch })
  return ok({ ...served.value, service: decodingService(served.value.service, decoding) })
}

/** The service over a vault that is open in this process. `watch`: of a host that stays and works off the queue of redactions. */
export async function serviceOver(
  store: VaultStore,
  start?: EngineStarter,
  watch: QueueWatch | null = null,
): Promise<Result<Served>> {
  const profile = await ProfileInForce.of(store)
  if (!profile.ok) return profile
  const service = createVaultService(
    {
      store,
      profile: () => profile.value.current,
      now: machineNow,
      elapsed: machineElapsed,
      after: machineAfter,
      newId,
      newSecret,
      json: canonicalJson,
      checkSignature,
      intake: scanIntake,
      engine: lendEngines(start),
      snapshotSheet,
      disclosureSheets,
      disclosureTarget,
      disclosureArchive,
    },
    watch,
  )
  return ok({ service, profile: profile.value })
}
