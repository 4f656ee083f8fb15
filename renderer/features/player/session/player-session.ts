import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Failure } from '../../../../core/failure.ts'
import { type ClipTimes, clipTimesOf } from '../clip-times.ts'
import { type ClipFootage, FootageFault } from '../footage.ts'
import { type ClipInput, clipInput } from '../frames/clip-input.ts'
import type { ShownFrame } from '../frames/frame-source.ts'
import { type OpenedFrames, openFrames } from '../frames/open-frames.ts'
import type { Direction } from '../frames/picture.ts'
import type { SoundEdits } from '../sound/edited-sound.ts'
import type { CloseWave } from '../sound/wave-of.ts'
import type { Pacing } from '../transport/play-plan.ts'
import { moved, type TransportCommand } from '../transport/transport.ts'
import { firstState, type PlayerState } from './player-state.ts'
import { Playing } from './playing.ts'
import { SessionSound } from './session-sound.ts'

/** What paints frames. The frame is the session's: it is closed when this returns. Null: there is nothing to show. */
export type Painter = (shown: ShownFrame<VideoFrame> | null) => void

/** What may be chosen about a session. */
export type SessionOptions = {
  /** `every-frame`: no frame is ever passed over while playing. */
  readonly pacing?: Pacing
  readonly mostBytes?: number
  readonly prefer?: 'window' | 'engine'
  readonly startFrame?: number
  /** Told of each frame that came to the screen, and how many were passed over before it. */
  readonly onShown?: (frame: number, passedOver: number) => void
  /** Told where the footage cannot be read; null: for a reason without a name. */
  readonly onFault?: (failure: Failure | null) => void
}

/** A clip whose picture is ready to be decoded; `frames` null: it has none. */
type Opened = {
  readonly footage: ClipFootage
  readonly demuxer: ClipInput
  readonly frames: OpenedFrames | null
}

/** One opened clip that somebody watches: where they are, what is on the screen, what is heard. Close it. */
export class PlayerSession {
  readonly store: StoreApi<PlayerState>
  readonly times: ClipTimes
  readonly footage: ClipFootage
  readonly #demuxer: ClipInput
  readonly #frames: OpenedFrames | null
  readonly #sound: SessionSound
  readonly #playing: Playing
  readonly #onShown: (frame: number, passedOver: number) => void
  readonly #onFault: (failure: Failure | null) => void
  #painter: Painter | null = null
  /** Whoever paints parts of the shown frame elsewhere: nothing counts as shown for them. */
  readonly #besidePainters = new Set<Painter>()
  /** A frame that came while nothing could be painted: it counts as shown once it is. */
  #untold: { readonly frame: number; readonly passedOver: number } | null = null
  #seek: AbortController | null = null
  /** The frame that another clip's time calls for, and whether it is being shown. */
  #beside: number | null = null
  #besideRuns = false
  readonly #ending = new AbortController()
  #closed = false

  private constructor(clip: Opened, times: ClipTimes, options: SessionOptions) {
    const { footage, demuxer, frames } = clip
    this.footage = footage
    this.times = times
    this.#demuxer = demuxer
    this.#frames = frames
    this.#onShown = options.onShown ?? (() => undefined)
    this.#onFault = options.onFault ?? (() => undefined)
    const first = firstState(this.times.frames, options.pacing ?? 'keep-time')
    this.store = createStore(() => ({ ...first, decodedBy: frames?.decodedBy ?? null }))
    this.#sound = new SessionSound({ footage, input: demuxer.input }, times, this.store)
    this.#playing = new Playing({
      ...{ store: this.store, times: this.times, sound: this.#sound },
      isReady: (frame) => !this.#frames || this.#frames.source.has(frame),
      isAtFault: () => {
        const fault = this.#frames?.source.fault ?? null
        if (fault) this.#fail(fault.reason)
        return fault !== null
      },
      show: (frame, passedOver) => this.#playOn(frame, passedOver),
      follow: (frame, direction) => this.#frames?.source.follow(frame, direction),
    })
  }

  /** Opens the clip; rejects with `FootageFault` where its footage cannot be read. The first frame is asked for at once. */
  static async open(footage: ClipFootage, options: SessionOptions = {}): Promise<PlayerSession> {
    const { video } = footage.index
    const times = clipTimesOf(footage.index)
    const { mostBytes, prefer } = options
    const chosen = { ...(mostBytes ? { mostBytes } : {}), ...(prefer ? { prefer } : {}) }
    const demuxer = clipInput(footage)
    const clip = { footage, input: demuxer.input }
    try {
      const frames = video && times.hasPicture ? await openFrames(clip, video, times, chosen) : null
      const session = new PlayerSession({ footage, demuxer, frames }, times, options)
      session.command({ do: 'go-to', frame: options.startFrame ?? 0 })
      return session
    } catch (fault) {
      demuxer.close()
      throw fault
    }
  }

  /** Where playing stands, in clip seconds, by the clock of what is heard; null while nothing plays. */
  clockSeconds(): number | null {
    return this.#playing.clockSeconds()
  }

  /**
   * The clip's own number of the track that is heard, or would be if it played; null where nothing is: there is no sound at this rate, the
   * machine plays none, or it has stopped coming.
   */
  heardTrack(): number | null {
    const { muted, soundState } = this.store.getState()
    const isSilent = muted || soundState === 'lost' || this.#playing.isSilent
    return isSilent ? null : this.#sound.chosenTrack
  }

  /** How many sound tracks can be heard. */
  get soundTracks(): number {
    return this.#sound.tracks
  }

  /** Where frames are painted; the frame that is shown is painted at once. Answers how to end that. */
  paintOn(painter: Painter): () => void {
    this.#painter = painter
    this.repaint()
    return () => {
      if (this.#painter === painter) this.#painter = null
    }
  }

  /** Told of each frame after it was painted, to paint it elsewhere as well. Answers how to end that. */
  paintBeside(painter: Painter): () => void {
    this.#besidePainters.add(painter)
    return () => this.#besidePainters.delete(painter)
  }

  /** A frame's picture beside what is shown; rejects once the signal is aborted. Null where the clip has no picture. */
  async still(frame: number, signal: AbortSignal): Promise<ShownFrame<VideoFrame> | null> {
    return (await this.#frames?.source.frame(frame, signal)) ?? null
  }

  /** Paints the shown frame again, because its place has changed. */
  repaint(): void {
    const { shown, absent } = this.store.getState()
    const kept = shown === null || absent ? null : (this.#frames?.source.kept(shown) ?? null)
    if (kept || absent || !this.#frames) this.#paint(kept)
    else if (shown !== null) this.#seekTo(shown, 0)
  }

  /** Whether it has ended: nothing is played or shown any more. */
  get isClosed(): boolean {
    return this.#closed
  }

  command(command: TransportCommand): void {
    if (this.#closed) return
    const before = this.store.getState().transport
    const after = moved(before, command)
    if (after === before) return
    this.store.setState({ transport: after })
    if (before.rate === 0 && after.rate !== 0) this.#frames?.source.tryAgain()
    const jumped = after.frame !== before.frame || this.store.getState().shown === null
    if (after.rate !== before.rate || (after.rate !== 0 && (jumped || after.loop !== before.loop)))
      this.#playing.changed()
    if (after.rate === 0 && (jumped || after.frame !== this.store.getState().shown))
      this.#seekTo(after.frame, Math.sign(after.frame - before.frame) as Direction)
  }

  /**
   * Shows a frame because another clip has come to the same time; null: this one has none then. While frames come faster than
   * they can be decoded, those between are passed over.
   */
  accompany(frame: number | null, direction: Direction): void {
    this.#seek?.abort()
    this.store.setState(({ transport }) => ({
      absent: frame === null,
      transport: frame === null ? transport : moved(transport, { do: 'go-to', frame }),
    }))
    this.#beside = frame
    if (frame === null) this.#paint(null)
    else if (!this.#besideRuns) void this.#catchUp(direction)
  }

  async #catchUp(direction: Direction): Promise<void> {
    this.#besideRuns = true
    try {
      for (let frame = this.#beside; frame !== null; frame = this.#beside === frame ? null : this.#beside) {
        this.#frames?.source.follow(frame, direction)
        const shown = (await this.#frames?.source.frame(frame, this.#ending.signal)) ?? null
        if (this.store.getState().absent) shown?.close()
        else this.#show(frame, shown, 0)
      }
    } catch (fault) {
      this.#fail(fault)
    } finally {
      this.#besideRuns = false
    }
  }

  /** Chooses what is heard. */
  setSound(change: Partial<Pick<PlayerState, 'sound' | 'muted'>>): void {
    this.store.setState(change)
    this.#sound.apply()
    if ('sound' in change) this.#playing.changed()
  }

  /** Chooses the clip's track of this number to be heard, where it can be. */
  hearTrack(track: number): void {
    const sound = this.#sound.placeOf(track)
    if (sound !== null && sound !== this.store.getState().sound) this.setSound({ sound })
  }

  /** A short part of a sound track as it was recorded, sample by sample; null where it cannot be heard. */
  soundWave(
    track: number,
    seconds: readonly [from: number, until: number],
    signal: AbortSignal,
  ): Promise<CloseWave | null> {
    return this.#sound.wave(track, seconds, signal)
  }

  /** Chooses what is changed about sound tracks before they are heard, by their track. */
  setSoundEdits(edits: ReadonlyMap<number, SoundEdits>): void {
    this.#sound.setEdits(edits)
    this.#playing.changed()
  }

  /** Chooses how somebody looks at the picture, and says how much room there is for it. */
  setView(change: Partial<Pick<PlayerState, 'pose' | 'aids' | 'room'>>): void {
    this.store.setState(change)
    if (change.pose || change.room) this.repaint()
  }

  setPacing(pacing: Pacing): void {
    this.store.setState({ pacing })
    this.#playing.changed()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#ending.abort()
    // Whoever follows what plays sees it end.
    this.store.setState(({ transport }) => ({ transport: { ...transport, rate: 0 } }))
    this.#painter = null
    this.#seek?.abort()
    this.#playing.close()
    await Promise.all([this.#sound.close(), this.#frames?.close()])
    this.#demuxer.close()
  }

  #playOn(frame: number, passedOver: number): void {
    const shown = this.#frames?.source.kept(frame) ?? null
    if (this.#frames && !shown) return
    // What was sought before it played may not come up in between.
    this.#seek?.abort()
    this.store.setState(({ transport }) => ({ transport: moved(transport, { do: 'play-on', frame }) }))
    this.#show(frame, shown, passedOver)
  }

  #seekTo(frame: number, direction: Direction): void {
    this.#seek?.abort()
    const seek = new AbortController()
    this.#seek = seek
    const frames = this.#frames
    if (!frames) {
      this.#show(frame, null, 0)
      return
    }
    frames.source.follow(frame, direction)
    if (!frames.source.has(frame)) this.store.setState({ waiting: true })
    frames.source.frame(frame, seek.signal).then(
      (shown) => {
        if (seek.signal.aborted) shown.close()
        else this.#show(frame, shown, 0)
      },
      (fault) => {
        if (!seek.signal.aborted) this.#fail(fault)
      },
    )
  }

  #show(frame: number, shown: ShownFrame<VideoFrame> | null, passedOver: number): void {
    this.store.setState({ shown: frame, trouble: shown?.trouble ?? null, waiting: false, fault: null })
    this.#untold = { frame, passedOver }
    this.#paint(shown)
  }

  #paint(shown: ShownFrame<VideoFrame> | null): void {
    this.#painter?.(shown)
    for (const painter of this.#besidePainters) painter(shown)
    shown?.close()
    const untold = this.#untold
    if (!untold || !this.#painter || this.store.getState().absent) return
    this.#untold = null
    this.#onShown(untold.frame, untold.passedOver)
  }

  #fail(fault: unknown): void {
    if (this.#closed) return
    const failure = fault instanceof FootageFault ? fault.failure : null
    this.store.setState(({ transport }) => ({
      ...{ fault: { failure }, waiting: false },
      transport: { ...transport, rate: 0 },
    }))
    this.#playing.changed()
    this.#onFault(failure)
  }
}
