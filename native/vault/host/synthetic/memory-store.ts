import type { CredentialStore } from '../../keys/credential-store.ts'

/** A machine's credential store, in memory: nothing of it is on this machine afterwards. */
export function memoryStore(): CredentialStore {
  const secrets = new Map<string, Uint8Array>()
  const anchors = new Map<string, string>()
  return {
    state: async () => 'present',
    getDeviceSecret: async (vault) => secrets.get(vault)?.slice() ?? null,
    setDeviceSecret: async (vault, secret) => Boolean(secrets.set(vault, secret.slice())),
    getAnchor: async (vault) => anchors.get(vault) ?? null,
    setAnchor: async (vault, text) => Boolean(anchors.set(vault, text)),
    forget: async (vault) => [secrets.delete(vault), anchors.delete(vault)].some(Boolean),
  }
}
