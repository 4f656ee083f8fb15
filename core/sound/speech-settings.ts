/** When windows of sound make a segment, and how far it is widened. All lengths are in seconds. */
export type SegmentSettings = {
  /** A segment needs a window at least this likely to be speech ... */
  readonly start: number
  /** ... and goes on while windows are at least this likely. */
  readonly continue: number
  /** Without a window at `start`, this much sound at `continue` is a segment too: what hovers counts as speech. */
  readonly hover: number
  /** A segment shorter than this counts only where a window is at least `certain`. */
  readonly shortest: number
  readonly certain: number
  /** Pauses shorter than this belong to the segment. */
  readonly bridge: number
  /** How far a segment is widened before its first and after its last window. */
  readonly before: number
  readonly after: number
}

/** When a segment is called radio traffic: ratios of band energies in decibels, over its voiced windows. */
export type RadioSettings = {
  /** Most energy below 250 Hz against that of 300 to 3,400 Hz. */
  readonly mostBelow: number
  /** Most energy above 3,800 Hz against that of 300 to 3,400 Hz. */
  readonly mostAbove: number
  /** Least energy of 300 to 3,400 Hz against that of the quiet around the segment. */
  readonly leastOverQuiet: number
}
