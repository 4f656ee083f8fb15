import { setTimeout as pause } from 'node:timers/promises'
import { ok, type Result } from '../../core/result.ts'
import { serviceOver } from '../../hosts/service-over.ts'
import { machineElapsed, vaultMachine } from '../../hosts/vault-machine.ts'
import { type OpenedVault, openVault } from '../../native/vault/host/open-vault.ts'
import type { VaultClient, VaultDoor, VaultSignIn } from './vault-client.ts'

/** How long a command waits for another one that has the vault open (milliseconds), and how often it looks. */
const patience = { most: 10_000, between: 100 } as const

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
