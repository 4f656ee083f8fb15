import { clipIndexOf } from '../../../contract/index-document.ts'
import type { Failure } from '../../../core/failure.ts'
import type { DecodedFrame } from '../../../core/ports/media-engine.ts'
import { ok, type Result } from '../../../core/result.ts'
import { frameIndex } from '../../../core/time.ts'
import type { AskVault } from '../../client/window-client.ts'
import { type ClipFootage, FootageFault, longestRange } from '../player/index.ts'
import { GatheredSound } from './gathered-sound.ts'
import { handedOver } from './handed-over.ts'

/** A clip that is open for viewing; `footage` is null where what the clip is could not be told. */
export type OpenedClip = {
  readonly clip: string
  /** Names the viewing in calls that are a part of it. */
  readonly opening: string
  readonly footage: ClipFootage | null
  /** Kind of the failure that keeps it from being played. */
  readonly problem: string | null
  /** Ends the viewing; the log then says so. */
  close(): void
}

/** Most frames, and most samples of each channel, that the host decodes in one call. */
const framesPerCall = 64
const samplesPerCall = 1 << 19

function faultOf(failure: Failure, signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : new FootageFault(failure)
}

function readRangeOf(ask: AskVault, opening: string): ClipFootage['readRange'] {
  return async (start, end, signal) => {
    const bytes = await ask('clip.read-range', { opening, start, end: Math.min(end, start + longestRange) }, { signal })
    if (bytes.ok) return bytes.value
    throw faultOf(bytes.failure, signal)
  }
}

function decodeFramesOf(ask: AskVault, opening: string): ClipFootage['decodeFrames'] {
  return (first, count, signal) =>
    handedOver<DecodedFrame>(async (give, leaving) => {
      for (let from = first; from < first + count; from += framesPerCall) {
        const until = Math.min(from + framesPerCall, first + count)
        const asked = { opening, from, until, longestSide: null }
        const answer = await ask('clip.decode-frames', asked, {
          signal: leaving,
          onItem: ({ frame, damaged, picture }) => give({ frame: frameIndex(frame), damaged, picture }),
        })
        if (!answer.ok) throw faultOf(answer.failure, leaving)
      }
    }, signal)
}

function decodeSoundOf(ask: AskVault, opening: string): ClipFootage['decodeSound'] {
  return async (track, fromSample, samples, signal) => {
    const until = fromSample + Math.min(samples, samplesPerCall)
    const sound = new GatheredSound(fromSample, until)
    const asked = { opening, track, from: fromSample, until }
    const answer = await ask('clip.decode-sound', asked, { signal, onItem: (piece) => sound.take(piece) })
    if (!answer.ok) throw faultOf(answer.failure, signal)
    return sound.planes()
  }
}

/** Opens a clip for viewing: the log says so, and why, before the first byte is read. */
export async function openFootage(ask: AskVault, clip: string, reason: string): Promise<Result<OpenedClip>> {
  const opened = await ask('clip.open', { clip }, { reason })
  if (!opened.ok) return opened
  const { opening, bytes, index, problem } = opened.value
  const footage: ClipFootage | null = index && {
    index: clipIndexOf(index),
    bytes,
    readRange: readRangeOf(ask, opening),
    decodeFrames: decodeFramesOf(ask, opening),
    decodeSound: decodeSoundOf(ask, opening),
  }
  return ok({ clip, opening, footage, problem, close: () => void ask('clip.close', { opening }) })
}
