import type { Failure } from '../../../../core/failure.ts'
import type { Size } from '../../../../core/geometry/shape.ts'
import type { DecodedBy } from '../frames/open-frames.ts'
import type { FrameTrouble } from '../frames/picture.ts'
import type { SoundPeaks } from '../sound/gather-peaks.ts'
import type { Pacing } from '../transport/play-plan.ts'
import { type Transport, transportOf } from '../transport/transport.ts'
import { type PicturePose, usualPose } from '../view/picture-pose.ts'

/** Brightness and contrast as somebody sees them, 1 as recorded: aids of the screen, no part of the evidence. */
export type ViewingAids = { readonly brightness: number; readonly contrast: number }

/** How somebody looks at the picture. */
export type Look = { readonly pose: PicturePose; readonly aids: ViewingAids }

/** Why a session cannot go on. `kind` null: a reason that has no name. */
export type PlayerFault = { readonly failure: Failure | null }

/** Everything that a player shows of itself. */
export type PlayerState = {
  readonly transport: Transport
  /** The frame that is on the screen, which may trail behind the transport's; null before the first. */
  readonly shown: number | null
  readonly trouble: FrameTrouble | null
  /** A frame is being waited for. */
  readonly waiting: boolean
  readonly fault: PlayerFault | null
  /** Beside another clip: this one was not recording at that time, and shows nothing. */
  readonly absent: boolean
  readonly decodedBy: DecodedBy | null
  readonly pacing: Pacing
  readonly pose: PicturePose
  readonly aids: ViewingAids
  /** The room in which the picture is painted, in CSS pixels; null before there is one. */
  readonly room: Size | null
  readonly muted: boolean
  /** Position among the sound tracks that can be heard; null where there are none. */
  readonly sound: number | null
  /** `lost`: it stopped coming while it was played, and what follows is silent. */
  readonly soundState: 'opening' | 'open' | 'lost'
  /** The waveform of the track that is heard. */
  readonly peaks: SoundPeaks | null
  /** Waveforms by their track, as far as they are gathered. */
  readonly waves: ReadonlyMap<number, SoundPeaks>
}

/** Viewing aids as every clip is first seen. */
export const usualAids: ViewingAids = { brightness: 1, contrast: 1 }

/** A player as it begins. */
export function firstState(frames: number, pacing: Pacing): PlayerState {
  return {
    transport: transportOf(frames),
    ...{ shown: null, trouble: null, waiting: true, fault: null, absent: false, decodedBy: null, pacing },
    ...{ pose: usualPose, aids: usualAids, room: null, muted: false, sound: null, soundState: 'opening' },
    ...{ peaks: null, waves: new Map() },
  }
}
