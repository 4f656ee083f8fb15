import type { Anchor } from '../../../core/audit/checkpoint.ts'
import { sha256 } from '../../../core/clips/clip-index.ts'
import type { CredentialStore } from '../keys/credential-store.ts'

/** Size and root of the log, as the credential store keeps them. */
const form = /^occlude-anchor-v1 (\d{1,15}) ([0-9a-f]{64})$/

/** The head of a vault's log that this machine's credential store has kept; null: none, or nothing of ours. */
export async function keptAnchor(keyring: CredentialStore, vaultId: string): Promise<Anchor | null> {
  const [, size, root] = form.exec((await keyring.getAnchor(vaultId)) ?? '') ?? []
  return size === undefined || root === undefined ? null : { size: Number(size), root: sha256(root) }
}

/** Keeps a head in place of the last one. False where there is no credential store: a rolled-back vault then goes unnoticed. */
export function keepAnchor(keyring: CredentialStore, vaultId: string, { size, root }: Anchor): Promise<boolean> {
  return keyring.setAnchor(vaultId, `occlude-anchor-v1 ${size} ${root}`)
}
