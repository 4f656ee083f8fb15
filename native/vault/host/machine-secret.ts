import { randomBytes } from 'node:crypto'
import type { CredentialStore } from '../keys/credential-store.ts'

/** Who knows the secret once it is there. */
export type SecretHolder = {
  readonly deviceSecret: Uint8Array | null
  keepDeviceSecret(secret: Uint8Array): void
}

/** Gives a machine a secret for a vault; null: it has no credential store that takes one. Never replaces one that is there. */
export async function newMachineSecret(keyring: CredentialStore, vaultId: string): Promise<Uint8Array | null> {
  if ((await keyring.state()) !== 'present') return null
  const there = await keyring.getDeviceSecret(vaultId)
  if (there) return there
  const secret = new Uint8Array(randomBytes(32))
  return (await keyring.setDeviceSecret(vaultId, secret)) ? secret : null
}

/** This machine's secret for new slots: the one that it has, or one that it is given now. */
export async function machineSecret(
  keyring: CredentialStore,
  vaultId: string,
  holder: SecretHolder,
): Promise<Uint8Array | null> {
  if (holder.deviceSecret) return holder.deviceSecret
  const secret = await newMachineSecret(keyring, vaultId)
  if (secret) holder.keepDeviceSecret(secret)
  return secret
}
