/**
 * SipHash-2-4 (Aumasson and Bernstein 2012, "SipHash: a fast short-input PRF"): 64 bits from a 128-bit key and a
 * message. A keyed pseudo-random function: without the key its values cannot be told from random ones, as far as is
 * known. 64-bit words are kept as two 32-bit halves because BigInt is some twenty times slower.
 */
export type SipHashKey = readonly [k0Low: number, k0High: number, k1Low: number, k1High: number]

/** The four state words, low half then high half: v0 at 0, v1 at 2, v2 at 4, v3 at 6. */
type State = Int32Array

/** The 64-bit hash as two unsigned 32-bit halves, low first. */
export function sipHash(key: SipHashKey, message: Uint8Array): readonly [low: number, high: number] {
  const state: State = Int32Array.of(
    key[0] ^ 0x70736575,
    key[1] ^ 0x736f6d65,
    key[2] ^ 0x6e646f6d,
    key[3] ^ 0x646f7261,
    key[0] ^ 0x6e657261,
    key[1] ^ 0x6c796765,
    key[2] ^ 0x79746573,
    key[3] ^ 0x74656462,
  )
  const whole = message.length & ~7
  for (let i = 0; i < whole; i += 8) absorb(state, halfAt(message, i), halfAt(message, i + 4))
  absorb(state, halfAt(message, whole), halfAt(message, whole + 4) | ((message.length & 255) << 24))
  state[4] = word(state, 4) ^ 255
  for (let i = 0; i < 4; i++) round(state)
  return [
    (word(state, 0) ^ word(state, 2) ^ word(state, 4) ^ word(state, 6)) >>> 0,
    (word(state, 1) ^ word(state, 3) ^ word(state, 5) ^ word(state, 7)) >>> 0,
  ]
}

function word(state: State, i: number): number {
  return state[i] ?? 0
}

/** Four bytes, lowest first; what lies beyond the message is 0. */
function halfAt(message: Uint8Array, i: number): number {
  return (
    (message[i] ?? 0) | ((message[i + 1] ?? 0) << 8) | ((message[i + 2] ?? 0) << 16) | ((message[i + 3] ?? 0) << 24)
  )
}

function absorb(state: State, low: number, high: number): void {
  state[6] = word(state, 6) ^ low
  state[7] = word(state, 7) ^ high
  round(state)
  round(state)
  state[0] = word(state, 0) ^ low
  state[1] = word(state, 1) ^ high
}

function round(state: State): void {
  addAndMix(state, 0, 2, 13)
  turn(state, 0, 32)
  addAndMix(state, 4, 6, 16)
  addAndMix(state, 0, 6, 21)
  addAndMix(state, 4, 2, 17)
  turn(state, 4, 32)
}

/** a += b; b = (b turned left by `bits`) ^ a. */
function addAndMix(state: State, a: number, b: number, bits: number): void {
  const low = (word(state, a) >>> 0) + (word(state, b) >>> 0)
  state[a] = low
  state[a + 1] = word(state, a + 1) + word(state, b + 1) + (low > 0xffffffff ? 1 : 0)
  turn(state, b, bits)
  state[b] = word(state, b) ^ word(state, a)
  state[b + 1] = word(state, b + 1) ^ word(state, a + 1)
}

function turn(state: State, at: number, bits: number): void {
  const low = word(state, at)
  const high = word(state, at + 1)
  if (bits === 32) {
    state[at] = high
    state[at + 1] = low
    return
  }
  state[at] = (low << bits) | (high >>> (32 - bits))
  state[at + 1] = (high << bits) | (low >>> (32 - bits))
}
