import { setTimeout as pause } from 'node:timers/promises'
import { ok, type Result } from '../../core/result.ts'
import { serviceOver } from '../../hosts/service-over.ts'
import { machineElapsed, vaultMachine } from '../../hosts/vault-machine.ts'
import { lockHolder } from '../../native/vault/host/lock-file.ts'
import { type OpenedVault, openVault } from '../../native/vault/host/open-vault.ts'
import { holdVault } from './hold-vault.ts'
import { clientOverSocket, lockOverSocket } from './socket-client.ts'
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

function openHere({ folder, user, passphrase, noKeyring }: VaultSignIn, program: string, software: string) {
  return openVault({ folder }, { name: user, passphrase }, vaultMachine(program, software, noKeyring))
}

/** Opens the vault in this process. */
async function openedHere(asked: VaultSignIn, software: string): Promise<Result<VaultClient>> {
  const opened = await openHere(asked, 'occlude', software)
  if (!opened.ok) return opened
  const client = await clientOver(opened.value)
  if (!client.ok) await opened.value.store.close()
  return client
}

/** Signs in to whoever holds the vault open and takes calls; null: nobody does. */
async function openedElsewhere(asked: VaultSignIn): Promise<Result<VaultClient> | null> {
  const holder = await lockHolder(asked.folder)
  return holder.ok && holder.value?.socket ? clientOverSocket(holder.value.socket, asked) : null
}

/** Opens the vault here, or where it is open; while a short command has it, waits for that. */
async function openWhenFree(asked: VaultSignIn, software: string): Promise<Result<VaultClient>> {
  const until = machineElapsed() + patience.most
  for (;;) {
    const here = await openedHere(asked, software)
    if (here.ok || here.failure.kind !== 'vault-busy') return here
    const elsewhere = await openedElsewhere(asked)
    // A holder that has gone meanwhile is no answer: the vault is free now, or soon.
    if (elsewhere && (elsewhere.ok || elsewhere.failure.kind !== 'connection-lost')) return elsewhere
    if (machineElapsed() > until) return here
    await pause(patience.between)
  }
}

/** Opens vaults in this process, or where another one has them open. */
export function createVaultDoor(software: string): VaultDoor {
  return {
    open: (asked) => openWhenFree(asked, software),
    hold: async (asked, signal, onOpen) => {
      const opened = await openHere(asked, 'occlude vault serve', software)
      return opened.ok ? holdVault(asked.folder, opened.value, { signal, onOpen }) : opened
    },
    lock: async (folder) => {
      const holder = await lockHolder(folder)
      if (!holder.ok) return holder
      return holder.value ? lockOverSocket(folder, holder.value) : ok(null)
    },
  }
}
