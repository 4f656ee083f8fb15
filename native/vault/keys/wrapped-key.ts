import { randomFillSync } from 'node:crypto'
import type { Brand } from '../../../core/brand.ts'
import { boundTo } from './key-derivation.ts'
import { openWithKey, sealWithKey } from './symmetric-box.ts'

/** The vault's master key, 32 bytes. Never written anywhere but sealed or in a slot's box. */
export type MasterKey = Brand<Uint8Array, 'MasterKey'>

/** What a wrapped data key belongs to: a wrap that was moved to another row does not open. */
export type KeyContext = {
  readonly vaultId: string
  /** The kind of object: clip, copy, poster, device-key, backup. */
  readonly kind: string
  readonly id: string
  /** Generation of the master key. */
  readonly generation: number
}

/** 32 fresh random bytes for a clip, an object, a database. */
export function newKey(): Uint8Array {
  return randomFillSync(new Uint8Array(32))
}

/** A fresh master key. */
export function newMasterKey(): MasterKey {
  return newKey() as MasterKey
}

/** Reads 32 bytes as a master key. */
export function masterKey(bytes: Uint8Array): MasterKey {
  if (bytes.length !== 32) throw new RangeError('a master key has 32 bytes')
  return bytes as MasterKey
}

function contextBytes(context: KeyContext): Uint8Array {
  return boundTo('data-key', context.vaultId, context.kind, context.id, context.generation)
}

/** Wraps a data key under the master key: 60 bytes (nonce, key, tag). */
export function wrapKey(master: MasterKey, key: Uint8Array, context: KeyContext): Uint8Array {
  return sealWithKey(master, key, contextBytes(context))
}

/** The data key of a wrap; null when it was changed, belongs to another object, or was made under another master key. */
export function unwrapKey(master: MasterKey, wrap: Uint8Array, context: KeyContext): Uint8Array | null {
  return openWithKey(master, wrap, contextBytes(context))
}
