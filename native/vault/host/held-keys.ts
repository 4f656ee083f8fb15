import { failed, ok, type Result } from '../../../core/result.ts'
import type { ObjectId } from '../../../core/vault/ids.ts'
import type { ObjectKind, ObjectRecord } from '../../../core/vault/object-record.ts'
import { wipe } from '../keys/key-derivation.ts'
import { type Unlocked, wipeUnlocked } from '../keys/unlock.ts'
import { type KeyContext, unwrapKey, wrapKey } from '../keys/wrapped-key.ts'
import type { SegmentKey } from '../segments/segment-format.ts'

/** Which object a key is of: what its wrap is bound to. */
export type ObjectPlace = Pick<ObjectRecord, 'id' | 'kind'>

/** An object that is being read or written, and how many hold each buffer of its key. */
type HeldObject = { readonly kind: ObjectKind; readonly keys: Map<SegmentKey, number> }

/** What a wrapped key belongs to, within this vault and its generation. */
export type KeyPlace = Pick<KeyContext, 'kind' | 'id'>

/**
 * The keys of an open vault, in memory: those of the slot that opened it, and the data keys of objects that are being read or
 * written. Locking overwrites them in place, so that whoever still has hold of one reads and writes nothing more; data keys
 * that a job lease keeps stay. What cannot be overwritten are copies that the engine has made: of a buffer that it moved, of a
 * passphrase as text, inside OpenSSL and SQLite (docs/SECURITY.md).
 */
export class HeldKeys {
  #unlocked: Unlocked | null = null
  readonly #data = new Map<ObjectId, HeldObject>()

  /** Takes the keys of a slot that was just opened, or of the next generation; whatever was held before is overwritten. */
  open(unlocked: Unlocked): void {
    if (this.#unlocked && this.#unlocked !== unlocked) wipeUnlocked(this.#unlocked)
    this.#unlocked = unlocked
  }

  /** The keys under which everything is. Fails with `vault-locked`. */
  unlocked(): Result<Unlocked> {
    return this.#unlocked ? ok(this.#unlocked) : failed({ kind: 'vault-locked' })
  }

  /** Wraps a data key under the master key. Fails with `vault-locked`. */
  wrap(key: Uint8Array, place: KeyPlace): Result<Uint8Array> {
    const unlocked = this.unlocked()
    if (!unlocked.ok) return unlocked
    const { master, vaultId, generation } = unlocked.value
    return ok(wrapKey(master, key, { vaultId, generation, ...place }))
  }

  /** The data key of a wrap; null where it was changed or belongs to something else. Fails with `vault-locked`. */
  unwrap(wrapped: Uint8Array, place: KeyPlace): Result<Uint8Array | null> {
    const unlocked = this.unlocked()
    if (!unlocked.ok) return unlocked
    const { master, vaultId, generation } = unlocked.value
    return ok(unwrapKey(master, wrapped, { vaultId, generation, ...place }))
  }

  /**
   * Holds an object's data key for somebody who reads or writes it. The answer lets go of it; once everybody has, it is
   * overwritten. Every key is held as the one buffer that is used.
   */
  hold({ id, kind }: ObjectPlace, key: SegmentKey): () => void {
    const held = this.#data.get(id) ?? { kind, keys: new Map<SegmentKey, number>() }
    this.#data.set(id, held)
    held.keys.set(key, (held.keys.get(key) ?? 0) + 1)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#letGo(id, key)
    }
  }

  /** The data key of an object that somebody holds; null: nobody does. */
  dataKey(object: ObjectId): { readonly kind: ObjectKind; readonly key: SegmentKey } | null {
    const held = this.#data.get(object)
    const key = held?.keys.keys().next().value
    return held && key ? { kind: held.kind, key } : null
  }

  /** Overwrites everything but the data keys of the objects in `leased`. */
  lock(leased: ReadonlySet<ObjectId>): void {
    if (this.#unlocked) wipeUnlocked(this.#unlocked)
    this.#unlocked = null
    for (const object of [...this.#data.keys()]) if (!leased.has(object)) this.forget(object)
  }

  /** Overwrites the data keys of an object, whoever still holds them: its lease is over. */
  forget(object: ObjectId): void {
    for (const { key } of this.#data.get(object)?.keys.keys() ?? []) wipe(key)
    this.#data.delete(object)
  }

  #letGo(object: ObjectId, key: SegmentKey): void {
    const keys = this.#data.get(object)?.keys
    const count = keys?.get(key)
    if (!keys || count === undefined) return
    if (count > 1) {
      keys.set(key, count - 1)
      return
    }
    wipe(key.key)
    keys.delete(key)
    if (keys.size === 0) this.#data.delete(object)
  }
}
