import { Packet } from 'node-av/lib'
import type { ClipIndex } from '../../../core/clips/clip-index.ts'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import type { StopSignal } from '../../../core/ports/work.ts'
import type { CopyTiming, SoundPiece } from '../../../core/redaction/copy-timing.ts'
import type { PlanAudioTrack, RedactionPlan } from '../../../core/redaction/plan.ts'
import { ok, type Result } from '../../../core/result.ts'
import { editSound } from '../../../core/sound/edit-sound.ts'
import { breathe } from '../ffmpeg.ts'
import { throwIfStopped } from '../frame-decoder.ts'
import { type OpenedClip, openClip } from '../opened-clip.ts'
import { type SoundBlock, SoundDecoder } from '../sound-decoder.ts'
import type { CopyMuxer } from './copy-muxer.ts'
import { silence, silencesOf } from './cut-silences.ts'
import { SoundEncoder } from './sound-encoder.ts'

type Track = {
  readonly streamIndex: number
  readonly planned: PlanAudioTrack
  readonly pieces: readonly SoundPiece[]
  readonly silences: ReturnType<typeof silencesOf>
  readonly decoder: SoundDecoder
  readonly encoder: SoundEncoder
}

/**
 * All sound of a copy: decoded, edited and encoded by a reading of its own, which the picture pulls along so that the
 * muxer never holds much of either.
 */
export class CopySound {
  readonly #clip: OpenedClip
  readonly #tracks: Track[] = []
  readonly #packet = new Packet()
  #more = true

  private constructor(clip: OpenedClip) {
    this.#clip = clip
    this.#packet.alloc()
  }

  /** Opens a reading of the planned sound tracks; null where the plan has none. */
  static async open(
    source: ByteSource,
    index: ClipIndex,
    plan: RedactionPlan,
    copy: { readonly muxer: CopyMuxer; readonly timing: CopyTiming },
  ): Promise<Result<CopySound | null>> {
    if (plan.audio.length === 0) return ok(null)
    const opened = await openClip(source, 'clip')
    if (!opened.ok) return opened
    const sound = new CopySound(opened.value)
    for (const planned of plan.audio) await sound.#add(planned, index, copy)
    sound.#clip.readOnly(plan.audio.map(({ track }) => sound.#clip.audio[track] ?? null))
    return ok(sound)
  }

  /** Samples per channel in each track. */
  get samples(): readonly number[] {
    return this.#tracks.map((track) => track.encoder.samples)
  }

  /** Encodes until every track has reached `seconds` of the copy's clock, or the source ends. */
  async advanceTo(seconds: number, signal: StopSignal): Promise<void> {
    const behind = (track: Track) => (track.encoder.position ?? 0) < seconds * track.decoder.rate
    for (let count = 0; this.#more && this.#tracks.some(behind); count++) {
      throwIfStopped(signal)
      this.#more = await this.#clip.read(this.#packet)
      if (this.#more) await this.#take()
      if (count % 64 === 0) await breathe()
    }
  }

  async finish(signal: StopSignal): Promise<void> {
    await this.advanceTo(Number.POSITIVE_INFINITY, signal)
    for (const track of this.#tracks) {
      for (const block of track.decoder.decode(null)) await append(track, block)
      await track.encoder.finish()
    }
  }

  async close(): Promise<void> {
    for (const { decoder, encoder } of this.#tracks) {
      decoder.close()
      encoder.close()
    }
    this.#packet.free()
    await this.#clip.close()
  }

  async #add(
    planned: PlanAudioTrack,
    index: ClipIndex,
    { muxer, timing }: { readonly muxer: CopyMuxer; readonly timing: CopyTiming },
  ): Promise<void> {
    const stream = this.#clip.audio[planned.track]
    const indexed = index.audio.find((audio) => audio.track === planned.track)
    if (!stream || !indexed) throw new Error('the plan names a sound track that the clip does not have')
    const decoder = await SoundDecoder.open(stream, index.originSeconds)
    const encoder = await SoundEncoder.open(decoder, muxer)
    const pieces = timing.soundOf(indexed)
    const silences = silencesOf(planned.ranges, pieces)
    this.#tracks.push({ streamIndex: stream.index, planned, pieces, silences, decoder, encoder })
  }

  async #take(): Promise<void> {
    const track = this.#tracks.find((each) => each.streamIndex === this.#packet.streamIndex)
    if (track) for (const block of track.decoder.decode(this.#packet)) await append(track, block)
    this.#packet.unref()
  }
}

async function append(track: Track, block: SoundBlock): Promise<void> {
  editSound(block, track.planned.ranges, track.decoder.rate)
  for (const piece of track.pieces) {
    const from = Math.max(piece.fromSample, block.start)
    const until = Math.min(piece.untilSample, block.start + block.length)
    if (until <= from) continue
    const planes = block.planes.map((plane) => plane.subarray(from - block.start, until - block.start))
    const position = piece.outputSample + from - piece.fromSample
    silence(planes, position, track.silences)
    await track.encoder.append(position, planes, until - from)
  }
}
