import { randomBytes, scrypt } from 'node:crypto'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { type Identity, type Recipient, Stanza } from 'age-encryption'

/**
 * The passphrase recipient of age files (C2SP age.md, "The scrypt recipient type"), with the stretching in a thread of its own: the
 * package's own runs it where it is called, and whoever else asks the vault for something would wait for that second.
 */

const type = 'scrypt'
const [saltBytes, keyBytes, fileKeyBytes, tagBytes] = [16, 32, 16, 16]
/** scrypt's block size, and bytes that it needs for each unit of cost: 128 times that. */
const blockSize = 8
const label = 'age-encryption.org/v1/scrypt'
/** What the age program takes at most (1 GiB of memory): a file says itself how much work it asks for. */
const mostCost = 20

/** A key is used once: its nonce is nothing but noughts. */
const nonce = new Uint8Array(12)

function stretched(passphrase: string, salt: Uint8Array, cost: number): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const salted = Buffer.concat([Buffer.from(label), salt])
  // Twice what the algorithm fills: OpenSSL counts its own part too.
  const options = { N: 2 ** cost, r: blockSize, p: 1, maxmem: 2 * 128 * blockSize * 2 ** cost }
  scrypt(passphrase, salted, keyBytes, options, (error, key) => (error ? reject(error) : resolve(new Uint8Array(key))))
  return promise
}

/** Base64 without padding, as stanzas have it. */
function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}

/** Seals a file's key under a passphrase, whose every trial costs 2 to the power of `cost`. */
export function passphraseRecipient(passphrase: string, cost: number): Recipient {
  return {
    wrapFileKey: async (fileKey) => {
      const salt = new Uint8Array(randomBytes(saltBytes))
      const sealed = chacha20poly1305(await stretched(passphrase, salt, cost), nonce).encrypt(fileKey)
      return [new Stanza([type, text(salt), String(cost)], sealed)]
    },
  }
}

/** Salt and cost of a stanza; null for one that is not as the format has it, or asks for too much. */
function askedBy({ args, body }: Stanza): { readonly salt: Uint8Array; readonly cost: number } | null {
  const [, salt = '', cost = '', ...more] = args
  const bytes = new Uint8Array(Buffer.from(salt, 'base64'))
  if (more.length > 0 || bytes.length !== saltBytes || text(bytes) !== salt) return null
  if (!/^[1-9]\d?$/.test(cost) || Number(cost) > mostCost || body.length !== fileKeyBytes + tagBytes) return null
  return { salt: bytes, cost: Number(cost) }
}

/** Opens a file's key with a passphrase. Rejects where the header is not that of a file for one passphrase. */
export function passphraseIdentity(passphrase: string): Identity {
  return {
    unwrapFileKey: async (stanzas) => {
      const [stanza, second] = stanzas
      const asked = stanza?.args[0] === type && !second ? askedBy(stanza) : null
      if (!stanza || !asked) throw new Error('not a file for one passphrase')
      const key = await stretched(passphrase, asked.salt, asked.cost)
      try {
        return chacha20poly1305(key, nonce).decrypt(stanza.body)
      } catch {
        // Another passphrase, or another key under its tag: the package says that nobody could open it.
        return null
      }
    },
  }
}
