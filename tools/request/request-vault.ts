import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serviceOver } from '../../hosts/service-over.ts'
import { createVault } from '../../native/vault/host/create-vault.ts'
import { found, quietWork, testHost } from '../../native/vault/objects/synthetic/vault-desk.ts'

type Somebody = { readonly name: string; readonly passphrase: string }

const known = {
  ...{ recordedOn: '2026-11-20T10:00:00Z', officer: 'PC 7', device: 'D1', category: 'routine' },
  ...{ incident: 'I-1', ownerForce: 'Essex Police' },
}

/**
 * Makes, in an empty folder: `vault` of Essex Police, in which the officers disclose; `camera` with the clip and what is known of
 * it; `out`, empty. Answers the vault's path.
 */
export async function requestVault(
  folder: string,
  clip: string,
  { administrator, officers }: { readonly administrator: Somebody; readonly officers: readonly Somebody[] },
): Promise<string> {
  const vault = join(folder, 'vault')
  for (const name of ['camera', 'out']) await mkdir(join(folder, name))
  await cp(clip, join(folder, 'camera/street.mp4'))
  await writeFile(join(folder, 'camera/street.json'), JSON.stringify(known))
  const profileText = await readFile(new URL('../../resources/profiles/essex.json', import.meta.url), 'utf8')
  const { store, user } = found(
    await createVault({ folder: vault, profileText, administrator, demo: true }, testHost()),
  )
  const { service } = found(await serviceOver(store))
  const { session } = found(await service.begin(user))
  const scope = { forces: 'all', areas: 'all', teams: 'all' } as const
  for (const { name, passphrase } of officers) {
    const grants = [{ role: 'disclosure-officer' as const, scope, from: null, until: null }]
    found(await service.call(session, 'user.add', { input: { name, passphrase, grants }, reason: 'joined' }, quietWork))
  }
  await store.close()
  return vault
}
