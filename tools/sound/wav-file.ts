const headerBytes = 44
const fullScale = 32_767

/** Sound as a WAV file of 16 bits, an array of samples for each channel; what is louder than full scale is clipped. */
export function wavOf(channels: readonly Float32Array[], rate: number): Buffer {
  const [count, length] = [channels.length, channels[0]?.length ?? 0]
  const bytes = Buffer.alloc(headerBytes + length * count * 2)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(bytes.length - 8, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(count, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt32LE(rate * count * 2, 28)
  bytes.writeUInt16LE(count * 2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(length * count * 2, 40)
  for (const [channel, samples] of channels.entries()) {
    for (const [at, sample] of samples.entries()) {
      const value = Math.round(Math.max(-1, Math.min(1, sample)) * fullScale)
      bytes.writeInt16LE(value, headerBytes + (at * count + channel) * 2)
    }
  }
  return bytes
}

/** Samples and rate of a WAV file of 16 bits and one channel, as espeak-ng writes it. Throws on anything else. */
export function samplesOfWav(bytes: Buffer): { readonly samples: Float32Array; readonly rate: number } {
  const kind = [bytes.toString('latin1', 0, 4), bytes.readUInt16LE(20), bytes.readUInt16LE(22), bytes.readUInt16LE(34)]
  if (kind.join() !== 'RIFF,1,1,16') throw new Error(`not a WAV file of 16 bits and one channel: ${kind.join()}`)
  const length = Math.floor((bytes.length - headerBytes) / 2)
  const samples = Float32Array.from({ length }, (_, at) => bytes.readInt16LE(headerBytes + at * 2) / (fullScale + 1))
  return { samples, rate: bytes.readUInt32LE(24) }
}
