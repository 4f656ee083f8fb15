import { setTimeout as pause } from 'node:timers/promises'
import { readProfile } from '../../contract/profile-file.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { ok, type Result } from '../../core/result.ts'
import { canonicalJson } from '../../native/certificate/canonical-json.ts'
import { checkSignature } from '../../native/certificate/certificate-signature.ts'
import { createMediaEngine } from '../../native/engine/engine.ts'
import { scanIntake } from '../../native/evidence/intake/scan-intake.ts'
import { type OpenedVault, openVault } from '../../native/vault/host/open-vault.ts'
import type { EngineChoice, LentEngine } from '../../service/vault/service-ports.ts'
import { createVaultService, type VaultService } from '../../service/vault/vault-service.ts'
import { newSecret } from '../new-secret.ts'
import type { VaultClient, VaultDoor, VaultSignIn } from './vault-client.ts'
import { machineElapsed, machineNow, newId, vaultMachine } from './vault-machine.ts'

/** How long a command waits for another one that has the vault open (milliseconds), and how often it looks. */
const patience = { most: 10_000, between: 100 } as const

function lentEngine({ threads, models }: EngineChoice): LentEngine {
  const options = { ...(threads === null ? {} : { threads }), ...(models === null ? {} : { modelsFolder: models }) }
  const engine = createMediaEngine(options)
  return { ...engine, close: async () => engine.close() }
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

/** The service over a vault that is open in this process. */
export async function serviceOver(
  store: VaultStore,
): Promise<Result<{ readonly service: VaultService; readonly profile: ProfileInForce }>> {
  const profile = await ProfileInForce.of(store)
  if (!profile.ok) return profile
  const service = createVaultService({
    store,
    profile: () => profile.value.current,
    now: machineNow,
    elapsed: machineElapsed,
    newId,
    newSecret,
    json: canonicalJson,
    checkSignature,
    intake: scanIntake,
    engine: lentEngine,
  })
  return ok({ service, profile: profile.value })
}

async function clientOver({ store, user }: OpenedVault): Promise<Result<VaultClient>> {
  const made = await serviceOver(store)
  if (!made.ok) return made
  const { service, profile } = made.value
  const begun = await service.begin(user)
  if (!begun.ok) return begun
  const { session } = begun.value
  return ok({
    call: async (name, request, work) => {
      const answer = await service.call(session, name, request, work)
      if (name === 'vault.profile') await profile.refresh(store)
      return answer
    },
    close: async () => {
      await service.signOut(session)
      await store.close()
    },
  })
}

/** Opens the vault here; while a short command has it open, waits for that. */
async function openWhenFree(asked: VaultSignIn, software: string): Promise<Result<OpenedVault>> {
  const host = vaultMachine('occlude', software, asked.noKeyring)
  const until = machineElapsed() + patience.most
  for (;;) {
    const opened = await openVault({ folder: asked.folder }, { name: asked.user, passphrase: asked.passphrase }, host)
    if (opened.ok || opened.failure.kind !== 'vault-busy' || machineElapsed() > until) return opened
    await pause(patience.between)
  }
}

/** Opens vaults in this process. */
export function createVaultDoor(software: string): VaultDoor {
  return {
    open: async (asked) => {
      const opened = await openWhenFree(asked, software)
      if (!opened.ok) return opened
      const client = await clientOver(opened.value)
      if (!client.ok) await opened.value.store.close()
      return client
    },
  }
}
