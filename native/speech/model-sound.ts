import { AV_SAMPLE_FMT_FLTP } from 'node-av/constants'
import { SoftwareResampleContext } from 'node-av/lib'
import { must } from '../media/ffmpeg.ts'
import type { SoundDecoder } from '../media/sound-decoder.ts'
import { modelRate } from './speech-model.ts'

/**
 * Turns a track's sound into the model's rate, each channel by itself (what cancels out between channels, or is in one of
 * them alone, would be lost in a mix). FFmpeg's resampler adds no delay: sample n that comes out sounds when sample
 * n * rate / 16,000 went in.
 */
export class ModelSound {
  readonly #resampler = new SoftwareResampleContext()
  readonly #channels: number

  constructor({ rate, channels, layout }: Pick<SoundDecoder, 'rate' | 'channels' | 'layout'>) {
    this.#channels = channels
    must(
      this.#resampler.allocSetOpts2(layout, AV_SAMPLE_FMT_FLTP, modelRate, layout, AV_SAMPLE_FMT_FLTP, rate),
      'set up resampling of sound',
    )
    must(this.#resampler.init(), 'start resampling of sound')
  }

  /** Takes samples of every channel (null at the end) and answers what is ready, one array per channel. */
  convert(planes: readonly Float32Array[] | null): Float32Array[] {
    const length = planes?.[0]?.length ?? 0
    const room = this.#resampler.getOutSamples(length)
    if (room <= 0) return Array.from({ length: this.#channels }, () => new Float32Array(0))
    const into = Array.from({ length: this.#channels }, () => Buffer.alloc(room * 4))
    const from = planes?.map((plane) => Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength)) ?? null
    const made = must(this.#resampler.convertSync(into, room, from, length), 'resample sound')
    return into.map((plane) => Float32Array.from(new Float32Array(plane.buffer, plane.byteOffset, made)))
  }

  close(): void {
    this.#resampler.free()
  }
}
