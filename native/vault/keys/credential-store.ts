/** What the machine's credential store keeps for a vault. */
type Item = 'device-secret' | 'anchor'

/** Windows keeps at most 2,560 bytes in a credential. */
const [longestAnchor, secretBytes] = [2000, 32]

/** Under which every entry stands in the store. */
const service = 'Occlude'

/**
 * The machine's credential store (Keychain, Credential Manager, Secret Service). Never a file of our own, never plain text.
 * Every call may wait for a person who unlocks the store, so none belongs into a path that has to be quick.
 */
export type CredentialStore = {
  /**
   * Whether something can be kept in it, found out by keeping something. `absent`: there is none, it is locked, or it refuses;
   * `disabled`: it was asked not to be used.
   */
  state(): Promise<'present' | 'absent' | 'disabled'>
  /** This machine's 32-byte secret for a vault; null: the store has none, is locked or absent, or holds something else. */
  getDeviceSecret(vaultId: string): Promise<Uint8Array | null>
  /** True once the secret is in the store and came back from it; false: it takes none. */
  setDeviceSecret(vaultId: string, secret: Uint8Array): Promise<boolean>
  /** The small text that was last anchored for a vault (an audit checkpoint); null as above. */
  getAnchor(vaultId: string): Promise<string | null>
  /** Keeps a text of up to 2,000 bytes in place of the last one; false: the store takes none. */
  setAnchor(vaultId: string, text: string): Promise<boolean>
  /** Removes everything of a vault; false where the store could not be asked. */
  forget(vaultId: string): Promise<boolean>
}

const disabled: CredentialStore = {
  state: async () => 'disabled',
  getDeviceSecret: async () => null,
  setDeviceSecret: async () => false,
  getAnchor: async () => null,
  setAnchor: async () => false,
  forget: async () => false,
}

type Entry = InstanceType<typeof import('@napi-rs/keyring').AsyncEntry>

/**
 * Asks the store; `otherwise` where it cannot be asked. The package tells reasons by text alone, and none of them changes what
 * happens next: there is no store to rely on.
 */
async function ask<T>(account: string, question: (entry: Entry) => Promise<T>, otherwise: T): Promise<T> {
  try {
    const { AsyncEntry } = await import('@napi-rs/keyring')
    // On Linux the package would fall back to the kernel's keyring, which forgets at the next start: nobody could sign in then.
    return await question(new AsyncEntry(service, account, { linux: { store: 'secret-service' } }))
  } catch {
    return otherwise
  }
}

async function get(account: string): Promise<Uint8Array | null> {
  const bytes = await ask(account, (entry) => entry.getSecret(), null)
  return bytes && bytes.length > 0 ? Uint8Array.from(bytes) : null
}

async function set(account: string, secret: Uint8Array): Promise<boolean> {
  return ask(
    account,
    async (entry) => {
      await entry.setSecret(secret)
      const back = await entry.getSecret()
      return back !== null && Buffer.from(back).equals(secret)
    },
    false,
  )
}

function remove(account: string): Promise<boolean> {
  return ask(
    account,
    async (entry) => {
      await entry.deleteCredential()
      return true
    },
    false,
  )
}

function accountOf(vaultId: string, item: Item): string {
  return `${vaultId}/${item}`
}

async function state(): Promise<'present' | 'absent'> {
  const probe = `probe/${process.pid}`
  const isKept = await set(probe, Uint8Array.of(1))
  if (isKept) await remove(probe)
  return isKept ? 'present' : 'absent'
}

/** Opens the machine's credential store; nothing is asked of it yet. `disabled` gives one that keeps nothing. */
export function openCredentialStore(options: { readonly disabled: boolean }): CredentialStore {
  if (options.disabled) return disabled
  return {
    state,
    async getDeviceSecret(vaultId) {
      const secret = await get(accountOf(vaultId, 'device-secret'))
      return secret?.length === secretBytes ? secret : null
    },
    setDeviceSecret(vaultId, secret) {
      if (secret.length !== secretBytes) throw new RangeError('a device secret has 32 bytes')
      return set(accountOf(vaultId, 'device-secret'), secret)
    },
    async getAnchor(vaultId) {
      const bytes = await get(accountOf(vaultId, 'anchor'))
      return bytes && bytes.length <= longestAnchor ? Buffer.from(bytes).toString('utf8') : null
    },
    setAnchor(vaultId, text) {
      const bytes = Buffer.from(text, 'utf8')
      if (bytes.length > longestAnchor) throw new RangeError('too long for an anchor')
      return set(accountOf(vaultId, 'anchor'), bytes)
    },
    async forget(vaultId) {
      const gone = await Promise.all([
        remove(accountOf(vaultId, 'device-secret')),
        remove(accountOf(vaultId, 'anchor')),
      ])
      return gone.every(Boolean)
    },
  }
}
