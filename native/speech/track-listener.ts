import type { Packet, Stream } from 'node-av/lib'
import type { AudioIndex } from '../../core/clips/clip-index.ts'
import { endSampleOf } from '../../core/clips/clock.ts'
import { bandMeter } from '../../core/sound/band-energies.ts'
import { voiceClearer } from '../../core/sound/clear-voice.ts'
import type { HeardTrack } from '../../core/sound/speech.ts'
import { speechSegments } from '../../core/sound/speech-segments.ts'
import { SpeechWindows } from '../../core/sound/speech-windows.ts'
import { sampleIndex, uniteRanges } from '../../core/time.ts'
import { type SoundBlock, SoundDecoder } from '../media/sound-decoder.ts'
import type { LoadedModel } from './load-model.ts'
import { ModelSound } from './model-sound.ts'
import type { SoundModel } from './sound-model.ts'
import { type Listener, modelRate, windowSamples } from './speech-model.ts'

/** Around what does not decode, words are torn and nothing can be said: this much on either side counts as failed (seconds). */
const tornSound = 0.5

/** Sound that the index announces and that never comes is told from this length on (seconds); codecs' padding is shorter. */
const shortfall = 0.1

/** Silence that stands for missing sound goes in pieces of this many samples. */
const silencePiece = 16_384

/**
 * Of a long silence only the rest is heard: whole pieces of 4 s, which are whole numbers of windows and of samples at every
 * rate, are passed over, so that a small file with long pauses does not ask for hours of work.
 */
const silenceHeard = 8
const silencePassed = 4

/** Rates up to this hold nothing above 4,000 Hz: no telling a radio from a room. */
const narrowRate = 8000

/** A track of which nothing can be heard: all of it failed. */
export function unheard(audio: AudioIndex): HeardTrack {
  const [from, until] = [Math.max(0, audio.firstSample), endSampleOf(audio)]
  return {
    audioTrack: audio.track,
    segments: [],
    failed: from < until ? [[sampleIndex(from), sampleIndex(until)]] : [],
  }
}

/** Listens to one audio track as its packets come: decodes, resamples, asks the model for each 32 ms, gathers segments. */
export class TrackListener {
  readonly streamIndex: number
  readonly #audio: AudioIndex
  readonly #entry: SoundModel
  readonly #decoder: SoundDecoder
  readonly #sound: ModelSound
  readonly #listener: Listener
  readonly #windows: SpeechWindows
  readonly #measure = bandMeter(windowSamples, modelRate)
  /** The window that is being filled, a row for each mix (see `mixesOf`); then the same rows once more, cleared. */
  readonly #rows: Float32Array
  readonly #clearers: readonly ((window: Float32Array) => void)[]
  #filled = 0
  #first: number | null = null
  #next = 0
  readonly #torn: [number, number][] = []

  private constructor(stream: Stream, audio: AudioIndex, decoder: SoundDecoder, { model, entry }: LoadedModel) {
    this.streamIndex = stream.index
    this.#audio = audio
    this.#entry = entry
    this.#decoder = decoder
    this.#sound = new ModelSound(decoder)
    const mixes = mixesOf(decoder.channels)
    this.#listener = model.listener(2 * mixes)
    this.#rows = new Float32Array(2 * mixes * windowSamples)
    this.#clearers = Array.from({ length: mixes }, () => voiceClearer(modelRate))
    const { segments, radio } = entry
    const fullBand = decoder.rate > narrowRate
    this.#windows = new SpeechWindows({ segments, radio, secondsPerWindow: windowSamples / modelRate, fullBand })
  }

  /** Opens a track; throws NoDecoder where its decoder refuses it. */
  static async open(
    stream: Stream,
    audio: AudioIndex,
    originSeconds: number,
    loaded: LoadedModel,
  ): Promise<TrackListener> {
    return new TrackListener(stream, audio, await SoundDecoder.open(stream, originSeconds), loaded)
  }

  /** Seconds of the track that were heard. */
  get seconds(): number {
    return this.#next / this.#decoder.rate
  }

  /** Takes a packet of this track. */
  async take(packet: Packet | null): Promise<void> {
    const faults = this.#decoder.faults
    const blocks = this.#decoder.decode(packet)
    if (this.#decoder.faults > faults) this.#tear(this.#next, blocks[0]?.start ?? this.#next)
    for (const block of blocks) await this.#hear(block)
  }

  /** What was heard, once every packet is in. */
  async finish(): Promise<HeardTrack> {
    await this.take(null)
    if (this.#first === null) return unheard(this.#audio)
    await this.#fill(this.#sound.convert(null))
    if (this.#filled > 0) await this.#fill(this.#silence(windowSamples - this.#filled))
    const clock = {
      firstSample: this.#first,
      sampleRate: this.#decoder.rate,
      windowLength: windowSamples,
      windowRate: modelRate,
      fromSample: Math.max(0, this.#first),
      untilSample: endSampleOf(this.#audio),
    }
    const segments = speechSegments(this.#windows.finish(), clock, this.#entry.segments)
    return { audioTrack: this.#audio.track, segments, failed: this.#failed(clock.fromSample, clock.untilSample) }
  }

  close(): void {
    this.#sound.close()
    this.#decoder.close()
  }

  /** Notes that sound is torn there; tears that meet once they are widened are one. */
  #tear(from: number, until: number): void {
    const last = this.#torn.at(-1)
    if (last && from - last[1] <= 2 * tornSound * this.#decoder.rate) last[1] = Math.max(last[1], until)
    else this.#torn.push([from, until])
  }

  async #hear(block: SoundBlock): Promise<void> {
    this.#first ??= block.start
    if (block.start === this.#first) this.#next = block.start
    // Where sound is missing there is nothing to hear, but the clock goes on.
    const silent = block.start - this.#next
    const passed = Math.max(0, Math.floor((silent / this.#decoder.rate - silenceHeard) / silencePassed))
    this.#windows.skip((passed * silencePassed * modelRate) / windowSamples)
    for (let missing = silent - passed * silencePassed * this.#decoder.rate; missing > 0; missing -= silencePiece)
      await this.#fill(this.#sound.convert(this.#silence(Math.min(missing, silencePiece))))
    this.#next = block.start + block.length
    await this.#fill(this.#sound.convert(this.#everyChannel(block)))
  }

  /** The block's channels, as many as the track announces: damaged sound may come with fewer. */
  #everyChannel({ planes, length }: SoundBlock): readonly Float32Array[] {
    return Array.from({ length: this.#decoder.channels }, (_, at) => planes[at] ?? new Float32Array(length))
  }

  #silence(length: number): Float32Array[] {
    return Array.from({ length: this.#decoder.channels }, () => new Float32Array(length))
  }

  /** Puts samples of every channel into the window and has each full window heard. */
  async #fill(channels: readonly Float32Array[]): Promise<void> {
    const length = channels[0]?.length ?? 0
    for (let at = 0; at < length; ) {
      const count = Math.min(length - at, windowSamples - this.#filled)
      this.#put(channels, at, count)
      at += count
      this.#filled += count
      if (this.#filled === windowSamples) await this.#hearWindow()
    }
  }

  #put(channels: readonly Float32Array[], at: number, count: number): void {
    const mixed = this.#rows.subarray(this.#filled, this.#filled + count)
    mixed.fill(0)
    for (const [channel, samples] of channels.entries()) {
      for (let i = 0; i < count; i++) mixed[i] = (mixed[i] ?? 0) + (samples[at + i] ?? 0) / channels.length
      if (channels.length > 1)
        this.#rows.set(samples.subarray(at, at + count), (channel + 1) * windowSamples + this.#filled)
    }
  }

  async #hearWindow(): Promise<void> {
    this.#filled = 0
    const mixes = this.#clearers.length
    this.#rows.copyWithin(mixes * windowSamples, 0, mixes * windowSamples)
    for (const [mix, clear] of this.#clearers.entries()) clear(this.#row(mixes + mix))
    const probabilities = await this.#listener.hear(this.#rows)
    // What is no number is no reason to believe that nobody speaks.
    const certain = probabilities.map((value) => (value >= 0 && value <= 1 ? value : 1))
    const probability = Math.max(...certain)
    // Bands are told from the sound as it is: clearing takes away what tells a room from a radio.
    const energies = this.#measure(this.#row(certain.indexOf(probability) % mixes))
    this.#windows.take({ probability, energies })
  }

  #row(row: number): Float32Array {
    return this.#rows.subarray(row * windowSamples, (row + 1) * windowSamples)
  }

  #failed(from: number, until: number): HeardTrack['failed'] {
    const reach = tornSound * this.#decoder.rate
    const torn = this.#torn.map(([start, end]): [number, number] => [start - reach, end + reach])
    const missing: [number, number][] =
      until - this.#next > shortfall * this.#decoder.rate ? [[this.#next - reach, until]] : []
    return uniteRanges([...torn, ...missing])
      .map(([start, end]) => [Math.max(from, Math.floor(start)), Math.min(until, Math.ceil(end))] as const)
      .filter(([start, end]) => start < end)
      .map(([start, end]) => [sampleIndex(start), sampleIndex(end)])
  }
}

/** The mean of all channels and each by itself, so that neither noise in one nor opposite signs hide a voice. */
function mixesOf(channels: number): number {
  return channels === 1 ? 1 : channels + 1
}
