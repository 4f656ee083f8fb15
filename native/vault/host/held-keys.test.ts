import { describe, expect, test } from 'vitest'
import { objectId } from '../../../core/vault/ids.ts'
import { newGenerationKeys } from '../keys/master-generation.ts'
import { newSegmentKey } from '../segments/segment-format.ts'
import { HeldKeys } from './held-keys.ts'

const vaultId = '0000000000000000'
const clip = objectId('1111111111111111')
const copy = objectId('2222222222222222')

function opened() {
  const unlocked = newGenerationKeys({ vaultId, generation: 1, userId: null })
  const held = new HeldKeys()
  held.open(unlocked)
  return { held, unlocked }
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}

describe('keys in memory', () => {
  test('a wrapped key comes back for its own place alone', () => {
    const { held } = opened()
    const { key } = newSegmentKey()
    const wrapped = held.wrap(key, { kind: 'clip', id: clip })
    if (!wrapped.ok) throw new Error('not wrapped')
    const back = held.unwrap(wrapped.value, { kind: 'clip', id: clip })
    expect(back.ok && back.value && Buffer.from(back.value).equals(key)).toBe(true)
    expect(held.unwrap(wrapped.value, { kind: 'clip', id: copy })).toEqual({ ok: true, value: null })
    expect(held.unwrap(wrapped.value, { kind: 'copy', id: clip })).toEqual({ ok: true, value: null })
  })

  test('locking overwrites every key in place, but for those of leases', () => {
    const { held, unlocked } = opened()
    const [leased, other] = [newSegmentKey(), newSegmentKey()]
    held.hold({ id: clip, kind: 'clip' }, leased)
    held.hold({ id: copy, kind: 'copy' }, other)
    held.lock(new Set([clip]))
    const { master, databaseKey, signer, inbox } = unlocked
    for (const key of [master, databaseKey, signer.privateKey, inbox.privateKey, other.key])
      expect(isZero(key)).toBe(true)
    expect(isZero(leased.key)).toBe(false)
    expect(held.dataKey(clip)?.key).toBe(leased)
    expect(held.dataKey(copy)).toBeNull()
    expect(held.unlocked()).toEqual({ ok: false, failure: { kind: 'vault-locked' } })
    expect(held.wrap(leased.key, { kind: 'clip', id: clip }).ok).toBe(false)
    held.forget(clip)
    expect(isZero(leased.key)).toBe(true)
  })

  test('a data key goes with the last who lets go of it', () => {
    const { held } = opened()
    const key = newSegmentKey()
    const [first, second] = [held.hold({ id: clip, kind: 'clip' }, key), held.hold({ id: clip, kind: 'clip' }, key)]
    first()
    first()
    expect(isZero(key.key)).toBe(false)
    second()
    expect(isZero(key.key)).toBe(true)
    expect(held.dataKey(clip)).toBeNull()
  })

  test('keys of the next generation overwrite those before', () => {
    const { held, unlocked } = opened()
    const next = newGenerationKeys({ vaultId, generation: 2, userId: null })
    held.open(next)
    expect(isZero(unlocked.master)).toBe(true)
    expect(held.unlocked()).toEqual({ ok: true, value: next })
    held.open(next)
    expect(isZero(next.master)).toBe(false)
  })
})
