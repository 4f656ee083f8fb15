import type { HeardTrack } from '../../core/sound/speech.ts'
import type { ClipId } from '../../core/vault/ids.ts'

/** Clips that are remembered; the one that was heard first makes room. */
const mostClips = 32

/**
 * Where somebody may be speaking in clips that were listened to: in memory alone, until the vault is locked. Listening takes 25 s for ten
 * minutes (two cores, 48,000 Hz), so that who comes back to a clip does not wait for it again.
 */
export class HeardClips {
  readonly #clips = new Map<ClipId, readonly HeardTrack[]>()

  of(clip: ClipId): readonly HeardTrack[] | null {
    return this.#clips.get(clip) ?? null
  }

  /** A clip's footage never changes: what was heard once holds. */
  remember(clip: ClipId, tracks: readonly HeardTrack[]): void {
    this.#clips.set(clip, tracks)
    const [first] = this.#clips.keys()
    if (this.#clips.size > mostClips && first !== undefined) this.#clips.delete(first)
  }

  forgetAll(): void {
    this.#clips.clear()
  }
}
