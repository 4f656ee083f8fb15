import type { ClipIndex } from '../../../core/clips/clip-index.ts'
import type { OpenFrames, OpenSound } from '../../../core/ports/media-engine.ts'
import type { Opening } from '../openings.ts'
import type { LentEngine, ServicePorts } from '../service-ports.ts'

type Decoders = { readonly engine: LentEngine; frames: OpenFrames | null; sound: OpenSound | null }

/** Decoders of openings: each started with the first that is asked of it, all ended with the opening. */
export class OpeningDecoders {
  readonly #running = new WeakMap<Opening, Decoders>()
  readonly #engine: ServicePorts['engine']

  constructor(engine: ServicePorts['engine']) {
    this.#engine = engine
  }

  /** What decodes the opening's frames. */
  frames(opening: Opening, index: ClipIndex): OpenFrames {
    const decoders = this.#of(opening)
    decoders.frames ??= decoders.engine.frames(opening.source.bytes, index)
    return decoders.frames
  }

  /** What decodes the opening's sound. */
  sound(opening: Opening, index: ClipIndex): OpenSound {
    const decoders = this.#of(opening)
    decoders.sound ??= decoders.engine.sound(opening.source.bytes, index)
    return decoders.sound
  }

  #of(opening: Opening): Decoders {
    const running = this.#running.get(opening)
    if (running) return running
    const engine = this.#engine({ threads: null, models: null })
    const decoders: Decoders = { engine, frames: null, sound: null }
    this.#running.set(opening, decoders)
    opening.onEnd(async () => {
      decoders.frames?.close()
      decoders.sound?.close()
      await engine.close()
    })
    return decoders
  }
}
