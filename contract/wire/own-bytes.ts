/** A value as it goes on the wire, and the buffers that may be given away with it. */
export type Packed = { readonly value: unknown; readonly transfer: readonly ArrayBuffer[] }

/** How deep bytes are looked for: in the value, its fields, and the fields of those. Documents, which are lists and lists of lists, have none. */
const deepest = 2

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}

function ownBytes(bytes: Uint8Array, transfer: ArrayBuffer[]): Uint8Array {
  // A clone takes the whole buffer along: of a slice of a pool that would be what lies beside it, others' passphrases too.
  if (bytes.constructor === Uint8Array && bytes.byteLength === bytes.buffer.byteLength) return bytes
  const own = new Uint8Array(bytes)
  transfer.push(own.buffer)
  return own
}

function packedIn(value: unknown, transfer: ArrayBuffer[], depth: number): unknown {
  if (value instanceof Uint8Array) return ownBytes(value, transfer)
  if (!isRecord(value) || depth === 0 || bytesWithin(value, depth) === 0) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, packedIn(field, transfer, depth - 1)]))
}

function bytesWithin(value: unknown, depth: number): number {
  if (value instanceof Uint8Array) return value.byteLength
  if (!isRecord(value) || depth === 0) return 0
  return Object.values(value).reduce<number>((sum, field) => sum + bytesWithin(field, depth - 1), 0)
}

/** Bytes in a value, or in its fields and theirs, leave without the rest of the buffer that they lie in. */
export function packed(value: unknown): Packed {
  const transfer: ArrayBuffer[] = []
  return { value: packedIn(value, transfer, deepest), transfer }
}

/** How many bytes of binary a value holds, in itself or in its fields and theirs. */
export function bytesIn(value: unknown): number {
  return bytesWithin(value, deepest)
}
