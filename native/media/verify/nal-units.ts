/** A unit of an H.264 stream (ISO/IEC 14496-10, 7.3.1) as MP4 stores it: its type and its bytes after the header byte. */
export type NalUnit = { readonly type: number; readonly payload: Uint8Array }

/** The units of one sample: each with its length in front (ISO/IEC 14496-15, 5.3.4.2); null where lengths do not fit. */
export function nalUnitsOf(sample: Uint8Array, lengthBytes: number): NalUnit[] | null {
  const units: NalUnit[] = []
  for (let at = 0; at < sample.length; ) {
    if (at + lengthBytes >= sample.length) return null
    let length = 0
    for (let i = 0; i < lengthBytes; i++) length = length * 256 + (sample[at + i] ?? 0)
    const from = at + lengthBytes
    if (length === 0 || from + length > sample.length) return null
    units.push({ type: (sample[from] ?? 0) & 31, payload: sample.subarray(from + 1, from + length) })
    at = from + length
  }
  return units
}

/** A message of supplemental enhancement information (7.3.2.3.1). */
export type SeiMessage = { readonly type: number; readonly payload: Uint8Array }

/** The messages of a unit of type 6; null where sizes do not fit. */
export function seiMessagesOf(escaped: Uint8Array): SeiMessage[] | null {
  const bytes = unescaped(escaped)
  const messages: SeiMessage[] = []
  let at = 0
  const number = (): number => {
    let value = 0
    while (bytes[at] === 255) {
      value += 255
      at++
    }
    return value + (bytes[at++] ?? 0)
  }
  while (at < bytes.length && !(at === bytes.length - 1 && bytes[at] === 0x80)) {
    const [type, size] = [number(), number()]
    if (at + size > bytes.length) return null
    messages.push({ type, payload: bytes.subarray(at, at + size) })
    at += size
  }
  return messages
}

/** Without the bytes that keep start codes out of a payload (7.4.1). */
function unescaped(bytes: Uint8Array): Uint8Array {
  const plain: number[] = []
  let zeros = 0
  for (const byte of bytes) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    plain.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return Uint8Array.from(plain)
}
