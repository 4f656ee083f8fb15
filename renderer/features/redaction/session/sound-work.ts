import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Failure } from '../../../../core/failure.ts'
import type { HeardTrack } from '../../../../core/sound/speech.ts'
import type { SoundPlace, Stretch } from '../model/stretches.ts'

/** What an editor shows of the work on sound. */
export type SoundState = {
  /** Where somebody may be speaking; null: not listened to yet. */
  readonly heard: readonly HeardTrack[] | null
  /** How far listening has come, 0 to 1; null: nobody listens. */
  readonly listening: number | null
  /** Why it was not listened to; taking it away listens again. */
  readonly failure: Failure | null
  /** The stretch that is chosen. */
  readonly chosen: SoundPlace | null
  /** An edge of a stretch while it is dragged: not saved before it is let go. */
  readonly drag: {
    readonly stretch: Stretch
    readonly edge: 'from' | 'until'
    readonly range: readonly [from: number, until: number]
  } | null
  /** By which ground sound was kept last. */
  readonly ground: string | null
  /** The profile's ground for radio traffic; null: it has none. */
  readonly radioGround: string | null
  /** Plays the chosen stretch again and again. */
  readonly loop: boolean
  /** How often a ground was asked for: each time the field for it is gone to. */
  readonly asked: number
  /** The last asking after which somebody was put into the field. */
  readonly focused: number
}

/** The state of one redaction's work on sound, as it begins. */
export function soundWork(): StoreApi<SoundState> {
  return createStore(() => ({
    ...{ heard: null, listening: null, failure: null },
    ...{ chosen: null, drag: null, ground: null, radioGround: null, loop: false, asked: 0, focused: 0 },
  }))
}
