import { type SipHashKey, sipHash } from './siphash.ts'

/** A project's secret, made ready to key noise. */
export type NoiseKey = SipHashKey

/** What a set of noise values belongs to: equal addresses give equal noise. */
export type NoiseAddress = {
  readonly track: string
  /** Number of the plane. */
  readonly plane: number
  /** Number of the 12-frame epoch; `lasting` for noise that stays for the whole life of a track. */
  readonly epoch: number | 'lasting'
}

/**
 * Reads the project's secret (256 random bits in hex). 128 of its bits key SipHash-2-4. Throws if it is not 64 hex
 * digits: noise with a guessable key hides nothing.
 */
export function noiseKey(secret: string): NoiseKey {
  if (!/^[0-9a-f]{64}$/i.test(secret)) throw new RangeError('the secret must be 256 bits in hex')
  const half = (index: number): number =>
    [3, 2, 1, 0].reduce((value, byte) => (value << 8) | Number.parseInt(secret.substr(index * 8 + byte * 2, 2), 16), 0)
  return [half(0), half(1), half(2), half(3)]
}

/**
 * A value in `[-amplitude, amplitude]` for each of `count` cells, even over that range (to within 1 / 256 for each
 * value). Without the key the values look random; with it they can be made again, in the preview as in the export.
 */
export function cellNoise(key: NoiseKey, address: NoiseAddress, count: number, amplitude: number): Int16Array {
  const message = addressBytes(address)
  const noise = new Int16Array(count)
  const steps = 2 * amplitude + 1
  for (let i = 0; i < count; i += 8) {
    new DataView(message.buffer).setUint32(0, i >> 3, true)
    const halves = sipHash(key, message)
    for (let k = 0; k < 8 && i + k < count; k++) {
      const byte = ((k < 4 ? halves[0] : halves[1]) >>> ((k & 3) * 8)) & 255
      noise[i + k] = ((byte * steps) >> 8) - amplitude
    }
  }
  return noise
}

/** A counter's place (4 bytes), the plane, the epoch, and the track's UTF-16 units. */
function addressBytes({ track, plane, epoch }: NoiseAddress): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(10 + track.length * 2)
  const view = new DataView(bytes.buffer)
  view.setUint8(4, plane)
  view.setUint8(5, epoch === 'lasting' ? 1 : 0)
  view.setUint32(6, epoch === 'lasting' ? 0 : epoch, true)
  for (let i = 0; i < track.length; i++) view.setUint16(10 + i * 2, track.charCodeAt(i), true)
  return bytes
}
