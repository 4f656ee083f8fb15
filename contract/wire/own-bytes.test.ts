import { describe, expect, it } from 'vitest'
import { bytesIn, packed } from './own-bytes.ts'

const pool = new Uint8Array(1_000).fill(9)
const slice = () => pool.subarray(10, 15)

describe('bytes that leave', () => {
  it.each([
    ['alone', slice(), (value: unknown) => value],
    ['in a field', { bytes: slice(), name: 'x' }, (value: unknown) => (value as { bytes: unknown }).bytes],
    [
      'in a field of a field',
      { picture: { width: 1, bytes: slice() } },
      (value: unknown) => (value as { picture: { bytes: unknown } }).picture.bytes,
    ],
  ])('take nothing along that lies beside them, %s', (_where, given, bytesOf) => {
    const { value, transfer } = packed(given)
    const bytes = bytesOf(value)
    if (!(bytes instanceof Uint8Array)) throw new Error('no bytes')
    expect([...bytes]).toEqual([9, 9, 9, 9, 9])
    expect(bytes.buffer.byteLength).toBe(5)
    expect(transfer).toEqual([bytes.buffer])
    expect(bytesIn(given)).toBe(5)
    expect(value).toEqual(given)
  })

  it('that fill their buffer are left as they are, and not given away', () => {
    const whole = { bytes: new Uint8Array(5) }
    expect(packed(whole)).toEqual({ value: whole, transfer: [] })
    expect(packed(whole).value).toHaveProperty('bytes', whole.bytes)
  })

  it('of a Buffer become plain ones', () => {
    const { value } = packed(Buffer.from('abc'))
    expect((value as Uint8Array).constructor).toBe(Uint8Array)
  })

  it.each([[null], ['text'], [7], [[1, 2]], [{ a: null }]])('are none in %j', (value) => {
    expect(packed(value).value).toBe(value)
    expect(bytesIn(value)).toBe(0)
  })
})
