import { argon2Sync, createHash, createHmac, webcrypto } from 'node:crypto'
import { expect, it } from 'vitest'
import { userId } from '../../../core/vault/ids.ts'
import type { Slot } from '../../../core/vault/slot-table.ts'
import { deviceName, userKey } from './passphrase-key.ts'
import { joinShares, readShare, shareLines } from './recovery-shares.ts'
import { openSealed } from './sealed-box.ts'
import { readSlotTable, slotTableFacts } from './signed-slots.ts'
import vectors from './slots-vectors.json' with { type: 'json' }
import { valueIn } from './synthetic/small-vault.ts'
import { unlockWithPassphrase, unlockWithShares } from './unlock.ts'
import { masterKey, unwrapKey } from './wrapped-key.ts'

/**
 * Everything is computed twice: by Occlude's code, and here from docs/FORMATS.md alone with Web Crypto and Node's own argon2,
 * neither of which Occlude uses.
 */
const { subtle } = webcrypto

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const hex = (some: ArrayBuffer | Uint8Array | null) =>
  Buffer.from(new Uint8Array(some ?? new ArrayBuffer())).toString('hex')
const utf8 = (text: string) => new TextEncoder().encode(text)

async function hkdf(secret: string, salt: string, label: string): Promise<string> {
  const key = await subtle.importKey('raw', bytes(secret), 'HKDF', false, ['deriveBits'])
  return hex(await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: bytes(salt), info: utf8(label) }, key, 256))
}

async function sealed(key: string, { nonce, plain, boundTo }: Readonly<Record<string, string>>): Promise<string> {
  const aes = await subtle.importKey('raw', bytes(key), 'AES-GCM', false, ['encrypt'])
  const how = { name: 'AES-GCM', iv: bytes(nonce ?? ''), additionalData: utf8(boundTo ?? '') }
  return nonce + hex(await subtle.encrypt(how, aes, bytes(plain ?? '')))
}

async function opened(key: string, box: string, boundTo: string): Promise<string> {
  const aes = await subtle.importKey('raw', bytes(key), 'AES-GCM', false, ['decrypt'])
  const how = { name: 'AES-GCM', iv: bytes(box.slice(0, 24)), additionalData: utf8(boundTo) }
  return hex(await subtle.decrypt(how, aes, bytes(box.slice(24))))
}

async function x25519(privateKey: string, publicKey: string): Promise<string> {
  const der = bytes(`302e020100300506032b656e04220420${privateKey}`)
  const own = await subtle.importKey('pkcs8', der, 'X25519', false, ['deriveBits'])
  const other = await subtle.importKey('raw', bytes(publicKey), 'X25519', false, [])
  return hex(await subtle.deriveBits({ name: 'X25519', public: other }, own, 256))
}

async function unsealed(privateKey: string, publicKey: string, box: string, boundTo: string): Promise<string> {
  const ephemeral = box.slice(0, 64)
  const key = await hkdf(await x25519(privateKey, ephemeral), ephemeral + publicKey, 'occlude/sealed-box/v1')
  return opened(key, box.slice(64), boundTo)
}

type Setting = Pick<Slot['passphrase'], 'salt' | 'memoryKiB' | 'passes' | 'lanes'>

function argon2id(passphrase: string, { salt, memoryKiB, passes, lanes }: Setting): string {
  const how = { message: utf8(passphrase.normalize('NFC')), nonce: bytes(salt), tagLength: 32 }
  return hex(argon2Sync('argon2id', { ...how, memory: memoryKiB, passes, parallelism: lanes }))
}

it.each(vectors.userKeys)('makes a user key at $memoryKiB KiB, $passes passes, $lanes lanes', async (vector) => {
  const secret = vector.deviceSecret === null ? null : bytes(vector.deviceSecret)
  expect(hex(utf8(vector.passphrase.normalize('NFC')))).toBe(vector.nfcUtf8)
  expect(argon2id(vector.passphrase, vector)).toBe(vector.argon2id)
  expect(await hkdf(vector.argon2id, vector.deviceSecret ?? '', 'occlude/user-key/v1')).toBe(vector.userKey)
  expect(hex(await userKey(vector.passphrase, vector, secret))).toBe(vector.userKey)
  if (!secret) return
  const named = createHmac('sha256', secret).update(`["occlude/device/v1","${vector.vaultId}"]`).digest('hex')
  expect([named, deviceName(secret, vector.vaultId)]).toEqual([vector.device, vector.device])
})

it('has the full cost among them', () => {
  expect(vectors.userKeys).toContainEqual(expect.objectContaining({ memoryKiB: 65_536, passes: 3, lanes: 1 }))
})

it('wraps a data key', async () => {
  const { master, key, wrap, boundTo, nonce, vaultId, kind, id, generation } = vectors.dataKey
  expect(boundTo).toBe(`["occlude/data-key/v1","${vaultId}","${kind}","${id}",${generation}]`)
  expect(await sealed(master, { nonce, plain: key, boundTo })).toBe(wrap)
  expect(hex(unwrapKey(masterKey(bytes(master)), bytes(wrap), { vaultId, kind, id, generation }))).toBe(key)
})

it('seals to a public key', async () => {
  const vector = vectors.sealedBox
  expect(await x25519(vector.ephemeralPrivateKey, vector.recipientPublicKey)).toBe(vector.sharedSecret)
  expect(await x25519(vector.recipientPrivateKey, vector.ephemeralPublicKey)).toBe(vector.sharedSecret)
  const salt = vector.ephemeralPublicKey + vector.recipientPublicKey
  expect(await hkdf(vector.sharedSecret, salt, 'occlude/sealed-box/v1')).toBe(vector.boxKey)
  expect(vector.ephemeralPublicKey + (await sealed(vector.boxKey, vector))).toBe(vector.box)
  const pair = { privateKey: bytes(vector.recipientPrivateKey), publicKey: bytes(vector.recipientPublicKey) }
  expect(hex(openSealed(pair, bytes(vector.box), utf8(vector.boundTo)))).toBe(vector.plain)
})

it('reads the shares of a recovery key', () => {
  const shares = vectors.recovery.shares.map((vector, at) => {
    const share = valueIn(readShare(vector.lines.join('\n'), at === 0 ? 1 : 2))
    expect({ ...share, secret: hex(share.secret) }).toEqual({ ...vector, lines: undefined })
    expect(shareLines(share)).toEqual(vector.lines)
    return share
  })
  const [one, two] = shares
  expect(one && two && hex(joinShares(one, two))).toBe(vectors.recovery.privateKey)
})

it('takes a share apart by the format alone', () => {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  for (const vector of vectors.recovery.shares) {
    const groups = vector.lines.join('-').split('-')
    const bits = groups.flatMap((group) =>
      [...group.slice(0, 5)].map((d) => digits.indexOf(d).toString(2).padStart(5, '0')),
    )
    const raw = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
    const day = Date.parse(`${vector.date}T00:00:00Z`) / 86_400_000
    expect([raw.length, raw[0], raw.readUInt16BE(11), raw.readUInt16BE(13)]).toEqual([
      50,
      16 + vector.number,
      day,
      vector.pair,
    ])
    expect(raw.subarray(15, 47).toString('hex')).toBe(vector.secret)
    const sum = createHash('sha256').update('occlude/recovery-share/v1').update(raw.subarray(0, 47)).digest()
    expect(raw.subarray(47).equals(sum.subarray(0, 3))).toBe(true)
    for (const [at, group] of groups.entries()) {
      const values = [at, ...[...group.slice(0, 5)].map((digit) => digits.indexOf(digit))]
      const rest = values.reduce((sofar, value) => {
        const doubled = (sofar ^ value) * 2
        return doubled > 31 ? doubled ^ 0b100101 : doubled
      }, 0)
      expect(digits[rest]).toBe(group[5])
    }
  }
})

/** The keys of the table by the format alone, from one user's slot. */
async function openedByHand(user: (typeof vectors.table.users)[number]) {
  const table = JSON.parse(vectors.table.text)
  const { vaultId, generation, database, signer, inbox } = table
  const slot: Slot = table.slots.find((one: Slot) => one.userId === user.userId)
  const stretched = argon2id(user.passphrase, slot.passphrase)
  const key = await hkdf(stretched, user.deviceSecret ?? '', 'occlude/user-key/v1')
  const own = await opened(key, slot.wrappedPrivateKey, `["occlude/user-private-key/v1","${vaultId}","${user.userId}"]`)
  const bound = `["occlude/user-master/v1","${vaultId}","${user.userId}",${generation}]`
  const master = await unsealed(own, slot.publicKey, slot.sealedMaster, bound)
  const boundTo = (purpose: string) => `["occlude/${purpose}/v1","${vaultId}",${generation}]`
  const forDatabase = `["occlude/database-key/v1","${vaultId}",${generation},"${database.file}"]`
  return {
    master,
    databaseKey: await opened(master, database.wrappedKey, forDatabase),
    signerPrivateKey: await opened(master, signer.wrappedPrivateKey, boundTo('signer-private-key')),
    inboxPrivateKey: await opened(master, inbox.wrappedPrivateKey, boundTo('inbox-private-key')),
  }
}

it.each(vectors.table.users)('opens the slot of $name, by hand and by unlocking', async (user) => {
  const { master, databaseKey, signerPrivateKey, inboxPrivateKey } = vectors.table
  expect(await openedByHand(user)).toEqual({ master, databaseKey, signerPrivateKey, inboxPrivateKey })
  const table = valueIn(readSlotTable(vectors.table.text))
  const secret = user.deviceSecret === null ? null : bytes(user.deviceSecret)
  const unlocked = valueIn(await unlockWithPassphrase(table, user.name, user.passphrase, secret))
  expect(unlocked.userId).toBe(userId(user.userId))
  expect([unlocked.master, unlocked.databaseKey].map(hex)).toEqual([master, databaseKey])
  expect([unlocked.signer.privateKey, unlocked.inbox.privateKey].map(hex)).toEqual([signerPrivateKey, inboxPrivateKey])
})

it('opens with the recovery key, by hand and with the sheets', async () => {
  const table = JSON.parse(vectors.table.text)
  const { publicKey, sealedMaster } = table.recovery
  const bound = `["occlude/recovery-master/v1","${table.vaultId}",${table.generation}]`
  expect(await unsealed(vectors.recovery.privateKey, publicKey, sealedMaster, bound)).toBe(vectors.table.master)
  const [one = '', two = ''] = vectors.recovery.shares.map(({ lines }) => lines.join('\n'))
  const unlocked = valueIn(unlockWithShares(valueIn(readSlotTable(vectors.table.text)), one, two))
  expect(hex(unlocked.master)).toBe(vectors.table.master)
})

it('checks the signature and hash of the table by hand', async () => {
  const { text, sha256 } = vectors.table
  const [signature = ''] = /"signature":"([0-9a-f]{128})",/.exec(text)?.slice(1) ?? []
  const message = utf8(`occlude-slots-v1\n${text.replace(`"signature":"${signature}",`, '')}`)
  const signer = await subtle.importKey('raw', bytes(JSON.parse(text).signer.publicKey), 'Ed25519', false, ['verify'])
  expect(await subtle.verify('Ed25519', signer, bytes(signature), message)).toBe(true)
  expect(createHash('sha256').update(text).digest('hex')).toBe(sha256)
  expect(slotTableFacts(valueIn(readSlotTable(text))).sha256).toBe(sha256)
})
