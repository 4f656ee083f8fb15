import { basename } from 'node:path'
import type { WindowParsedInputOf } from '../../contract/window/all.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { openRecoveryFolder, writeRecoverySheets } from '../../hosts/recovery-folder.ts'
import { isShippedProfileName, readShippedProfile } from '../../native/policy/shipped-profile.ts'
import { type CreatedVault, createVault } from '../../native/vault/host/create-vault.ts'
import type { VaultHost } from '../../native/vault/host/vault-host.ts'

type Asked = WindowParsedInputOf<'window.create-vault'>

/** A vault that was made just now, open, and where its recovery sheets are. */
export type MadeVault = Pick<CreatedVault, 'store' | 'user' | 'announce'> & { readonly sheets: readonly string[] }

async function profileText(profile: Asked['profile']): Promise<Result<string>> {
  if ('text' in profile) return ok(profile.text)
  const name = profile.shipped
  if (!isShippedProfileName(name)) return failed({ kind: 'usage', detail: `no profile is called ${name}` })
  const shipped = await readShippedProfile(name)
  return shipped.ok ? ok(shipped.value.text) : shipped
}

/** Makes a vault and writes its recovery sheets, which are kept nowhere else: without them there is no vault. */
export async function makeVault(asked: Asked, host: VaultHost): Promise<Result<MadeVault>> {
  const { folder, administrator: name, passphrase, demo } = asked
  const text = await profileText(asked.profile)
  if (!text.ok) return text
  const place = await openRecoveryFolder({ path: asked.sheets, name: basename(asked.sheets) }, folder)
  if (!place.ok) return place
  const keepSheets = (sheets: Parameters<typeof writeRecoverySheets>[1]) => writeRecoverySheets(place.value, sheets)
  const request = { folder, profileText: text.value, administrator: { name, passphrase }, demo, keepSheets }
  const made = await createVault(request, host)
  if (!made.ok) return made
  const { store, user, announce } = made.value
  return ok({ store, user, announce, sheets: place.value.outputs.map(({ path }) => path) })
}
