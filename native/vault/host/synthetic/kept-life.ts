import { openCredentialStore } from '../../keys/credential-store.ts'
import {
  addClip,
  administrator,
  found,
  makeVault,
  markedBytes,
  newId,
  quietWork,
  testHost,
} from '../../objects/synthetic/vault-desk.ts'
import { openVault } from '../open-vault.ts'

/**
 * A stretch of a vault's life with this session's credential store, for tests: `make`, `go-on` or `branch` (as `go-on`, but the
 * store keeps no head of the log), then the vault's folder. Prints what came of it as JSON.
 */

const [what, folder = ''] = process.argv.slice(2)
const keyring = openCredentialStore({ disabled: false })
const forgetful = { ...keyring, getAnchor: async () => null, setAnchor: async () => false }
const host = { ...testHost(), keyring: what === 'branch' ? forgetful : keyring }

async function made(): Promise<unknown> {
  const { store, user } = await makeVault(folder, host)
  await addClip(store, user, markedBytes('a clip ', 1000))
  const { deviceSecret } = store.facts()
  await store.close()
  return { deviceSecret }
}

async function goneOn(): Promise<unknown> {
  const opened = await openVault({ folder }, administrator, host)
  if (!opened.ok) return opened.failure
  const { store, user, report } = opened.value
  await addClip(store, user, markedBytes(newId(), 1000))
  const { ok, anchors } = found(await store.audit.verify({ incremental: false, anchors: [] }, quietWork))
  await store.close()
  return { rollbackNoticed: report.rollbackNoticed, ok, anchors: anchors.map(({ from, verdict }) => [from, verdict]) }
}

process.stdout.write(JSON.stringify(await (what === 'make' ? made() : goneOn())))
