/** A decoded picture that must be closed once: a `VideoFrame`, or what stands for one in a test. */
export interface Picture {
  readonly codedWidth: number
  readonly codedHeight: number
  /** The same picture under another hand; each is closed on its own. */
  clone(): this
  close(): void
}

/**
 * What is wrong with a frame. `damaged`: parts of its picture were invented; `undecodable`: it has no picture at all.
 */
export type FrameTrouble = 'damaged' | 'undecodable'

/** A frame as its reader hands it over. Whoever receives it closes the picture. */
export type ReadFrame<P extends Picture> = {
  readonly frame: number
  readonly picture: P | null
  readonly trouble: FrameTrouble | null
}

/**
 * Decodes frames in order from some place on. `startFor` says where a run should begin so that `frame` comes soon, and
 * what may be worth keeping before it with it; `run` yields every frame from there on, in order, each once.
 */
export type FrameReader<P extends Picture> = {
  startFor(frame: number, direction: Direction, room: number): number
  run(from: number, signal: AbortSignal): AsyncGenerator<ReadFrame<P>, void, undefined>
  close(): void
}

/** Which way somebody goes through a clip. */
export type Direction = -1 | 0 | 1
