import { ok } from '../../core/result.ts'
import { vaultMachine } from '../../hosts/vault-machine.ts'
import { createVault } from '../../native/vault/host/create-vault.ts'
import { lookAtVault } from '../../native/vault/host/look-at-vault.ts'
import { openVaultWithShares } from '../../native/vault/host/open-vault.ts'
import { restoreVault } from '../../native/vault/objects/restore-vault.ts'
import type { UnopenedVaults } from './unopened-vaults.ts'

/** Vaults on this machine that nobody is signed in to. */
export function machineVaults(software: string): UnopenedVaults {
  return {
    look: lookAtVault,
    create: async ({ folder, admin, passphrase, profileText, demo, noKeyring, keepSheets }) => {
      const host = vaultMachine('occlude vault init', software, noKeyring)
      const administrator = { name: admin, passphrase }
      const made = await createVault({ folder, profileText, administrator, demo, keepSheets }, host)
      if (!made.ok) return made
      const { vaultId, signer, deviceSecret } = made.value.store.facts()
      await made.value.store.close()
      return ok({ vaultId, signer, deviceSecret, replacedUnfinished: made.value.replacedUnfinished })
    },
    recover: async ({ folder, noKeyring, ...recovery }) => {
      const host = vaultMachine('occlude user recover', software, noKeyring)
      const opened = await openVaultWithShares({ folder }, recovery, host)
      if (!opened.ok) return opened
      await opened.value.store.close()
      return ok(undefined)
    },
    restore: async ({ from, folder, after, user, passphrase, noKeyring }, work) => {
      const host = vaultMachine('occlude vault restore', software, noKeyring)
      const credentials = { name: user, passphrase }
      const restored = await restoreVault({ from, folder, credentials, after }, host, work)
      if (!restored.ok) return restored
      const { vaultId, objects, deleted, laterDeletions } = restored.value
      return ok({ vaultId, objects, deletedAgain: deleted, laterDeletions })
    },
  }
}
