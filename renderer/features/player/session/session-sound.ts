import type { Input } from 'mediabunny'
import type { StoreApi } from 'zustand/vanilla'
import type { ClipTimes } from '../clip-times.ts'
import type { ClipFootage } from '../footage.ts'
import { editedSound, type SoundEdits } from '../sound/edited-sound.ts'
import { gatherPeaks, type SoundPeaks } from '../sound/gather-peaks.ts'
import { fastestSound, SoundPlayer } from '../sound/sound-player.ts'
import { openSound, type SoundSource } from '../sound/sound-source.ts'
import { type CloseWave, waveOf } from '../sound/wave-of.ts'
import type { PlayClock } from '../transport/play-clock.ts'
import type { PlayerState } from './player-state.ts'

/** How long gathering a waveform leaves the machine alone between pieces, and while somebody plays. */
const restMilliseconds = { still: 10, playing: 500 }

/** The sound of one session: opened beside the picture, heard when it is there. */
export class SessionSound {
  readonly #store: StoreApi<PlayerState>
  readonly #times: ClipTimes
  readonly #stop = new AbortController()
  readonly #player: SoundPlayer | null
  readonly #opened: Promise<readonly SoundSource[]>
  #sources: readonly SoundSource[] = []
  #edits: ReadonlyMap<number, SoundEdits> = new Map()
  #gathering: AbortController | null = null

  /** `input`: the clip's demuxer, closed by whoever opened it. */
  constructor(
    clip: { readonly footage: ClipFootage; readonly input: Input },
    times: ClipTimes,
    store: StoreApi<PlayerState>,
  ) {
    this.#store = store
    this.#times = times
    const silent = clip.footage.index.audio.length === 0
    this.#player = silent ? null : new SoundPlayer(() => store.setState({ soundState: 'lost' }))
    this.#opened = silent ? Promise.resolve([]) : openSound(clip.footage, clip.input, this.#stop.signal).catch(() => [])
    void this.#opened.then((sources) => this.#take(sources))
  }

  /** Where a track of the clip stands among those that can be heard; null where it cannot. */
  placeOf(track: number): number | null {
    const place = this.#sources.findIndex((source) => source.track === track)
    return place < 0 ? null : place
  }

  /** The clip's own number of the track that is chosen to be heard; null where there is none. */
  get chosenTrack(): number | null {
    return this.#sources[this.#store.getState().sound ?? -1]?.track ?? null
  }

  /** How many tracks can be heard. */
  get tracks(): number {
    return this.#sources.length
  }

  /** The clock of sound from a clip second on; null where there is none to be heard at this rate. */
  async begin(from: number, rate: number): Promise<PlayClock | null> {
    if (!this.#player || rate <= 0 || rate > fastestSound) return null
    await this.#opened
    const source = this.#sources[this.#store.getState().sound ?? -1]
    this.#store.setState({ soundState: 'open' })
    if (!source) return null
    const edits = this.#edits.get(source.track) ?? []
    return this.#player.begin({ ...source, blocks: editedSound(source.blocks, edits) }, from, rate)
  }

  /** What is changed about tracks before they are heard, from the next beginning on. */
  setEdits(edits: ReadonlyMap<number, SoundEdits>): void {
    this.#edits = edits
  }

  stop(): void {
    this.#player?.stop()
  }

  /** Takes over what was chosen. */
  apply(): void {
    this.#player?.setVolume(this.#store.getState().muted ? 0 : 1)
    this.#gather()
  }

  async close(): Promise<void> {
    this.#gathering?.abort()
    this.#stop.abort()
    await this.#player?.close()
  }

  #take(sources: readonly SoundSource[]): void {
    if (this.#stop.signal.aborted) return
    this.#sources = sources
    this.#store.setState({ sound: sources.length > 0 ? 0 : null, soundState: 'open' })
    this.apply()
  }

  /** A short part of a track as it was recorded, sample by sample; null where it cannot be heard. Rejects once the signal is aborted. */
  async wave(
    track: number,
    range: readonly [from: number, until: number],
    signal: AbortSignal,
  ): Promise<CloseWave | null> {
    const source = this.#sources.find((one) => one.track === track)
    return source ? waveOf(source, range, signal) : null
  }

  #gathered: SoundSource | null = null
  readonly #whole = new Set<number>()

  /** The waveforms, that of the track that is heard first, gathered while nothing more urgent is done. */
  #gather(): void {
    const source = this.#sources[this.#store.getState().sound ?? -1] ?? null
    if (source === this.#gathered) return
    this.#gathering?.abort()
    this.#gathered = source
    this.#store.setState(({ waves }) => ({ peaks: waves.get(source?.track ?? -1) ?? null }))
    if (!source) return
    const gathering = new AbortController()
    this.#gathering = gathering
    // A waveform that cannot be had leaves its lane empty; playing tells of sound that cannot be read.
    void this.#gatherAll([source, ...this.#sources], gathering.signal).catch(() => undefined)
  }

  async #gatherAll(sources: readonly SoundSource[], signal: AbortSignal): Promise<void> {
    const rest = (): Promise<void> => {
      const { still, playing } = restMilliseconds
      const wait = this.#store.getState().transport.rate === 0 ? still : playing
      return new Promise((resolve) => setTimeout(resolve, wait))
    }
    for (const source of sources) {
      if (this.#whole.has(source.track)) continue
      const tell = (peaks: SoundPeaks): void =>
        this.#store.setState(({ waves, peaks: before }) => ({
          waves: new Map(waves).set(source.track, peaks),
          peaks: source === this.#gathered ? peaks : before,
        }))
      await gatherPeaks(source, this.#times.endSeconds, tell, { rest, signal })
      if (signal.aborted) return
      this.#whole.add(source.track)
    }
  }
}
