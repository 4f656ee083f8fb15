/** A value as it goes on the wire, and the buffers that may be given away with it. */
export type Packed = { readonly value: unknown; readonly transfer: readonly ArrayBuffer[] }

function withFields(value: object, transfer: ArrayBuffer[]): unknown {
  const bytes = Object.entries(value).filter(([, field]) => field instanceof Uint8Array)
  if (bytes.length === 0) return value
  return { ...value, ...Object.fromEntries(bytes.map(([name, field]) => [name, packedIn(field, transfer)])) }
}

function packedIn(value: unknown, transfer: ArrayBuffer[]): unknown {
  if (!(value instanceof Uint8Array)) return value
  // A clone takes the whole buffer along: of a slice of a pool that would be what lies beside it, others' passphrases too.
  if (value.constructor === Uint8Array && value.byteLength === value.buffer.byteLength) return value
  const own = new Uint8Array(value)
  transfer.push(own.buffer)
  return own
}

/** Bytes at the top of a value or in a field of it leave without the rest of the buffer that they lie in. Deeper ones are not looked for. */
export function packed(value: unknown): Packed {
  const transfer: ArrayBuffer[] = []
  if (value instanceof Uint8Array) return { value: packedIn(value, transfer), transfer }
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  return { value: isRecord ? withFields(value, transfer) : value, transfer }
}

/** How many bytes of binary a value holds at its top or in a field. */
export function bytesIn(value: unknown): number {
  if (value instanceof Uint8Array) return value.byteLength
  if (typeof value !== 'object' || value === null) return 0
  const sizes = Object.values(value).map((field) => (field instanceof Uint8Array ? field.byteLength : 0))
  return sizes.reduce((sum, size) => sum + size, 0)
}
