/** Ways to damage bytes, the same ones every time: a fixed generator stands in for chance. */

/** Numbers in [0, 1) from a seed (mulberry32, T. Ettinger, public domain): the same seed gives the same numbers. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** `count` bytes of noise. */
export function noiseBytes(count: number, seed: number): Uint8Array {
  const next = seededNumbers(seed)
  return Uint8Array.from({ length: count }, () => Math.floor(next() * 256))
}

/** The first `share` (0 to 1) of the bytes. */
export function truncated(bytes: Uint8Array, share: number): Uint8Array {
  return bytes.slice(0, Math.floor(bytes.length * share))
}

/** A copy with `flips` single bits turned over, all within the `from` to `until` share of the bytes. */
export function bitsFlipped(
  bytes: Uint8Array,
  where: { flips: number; seed: number; from?: number; until?: number },
): Uint8Array {
  const { flips, seed, from = 0, until = 1 } = where
  const next = seededNumbers(seed)
  const spoilt = bytes.slice()
  for (let i = 0; i < flips; i++) {
    const at = Math.floor(bytes.length * (from + next() * (until - from)))
    spoilt[at] = (spoilt[at] ?? 0) ^ (1 << Math.floor(next() * 8))
  }
  return spoilt
}

/** Where the four-letter name of an ISO base media box starts; throws when it does not occur. */
export function boxAt(bytes: Uint8Array, name: string, after = 0): number {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(name, after, 'latin1')
  if (at < 0) throw new Error(`no box ${name}`)
  return at
}

/** A copy in which the box of this name has another one: readers skip what they do not know. */
export function boxRenamed(bytes: Uint8Array, name: string, other: string): Uint8Array {
  const spoilt = bytes.slice()
  spoilt.set(Buffer.from(other, 'latin1'), boxAt(bytes, name))
  return spoilt
}

/** A copy with a 32-bit big-endian number put `offset` bytes after the start of a box's name. */
export function numberPut(bytes: Uint8Array, box: string, offset: number, value: number): Uint8Array {
  const spoilt = bytes.slice()
  new DataView(spoilt.buffer).setUint32(boxAt(bytes, box) + offset, value)
  return spoilt
}
