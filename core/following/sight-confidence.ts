/** What a correlation tracker measures in one frame. */
export type SightFigures = {
  /** Heights of the patient and the quick filter's peaks: about 1 for what was learned, 0 for nothing. */
  readonly patient: number
  readonly quick: number
  /** Peak to sidelobe ratio of the quick filter's answer. */
  readonly clearness: number
  /** Distance of the two peaks in shares of the thing's size. */
  readonly apart: number
  /** Likeness to the most similar remembered look, -1 to 1. */
  readonly likeness: number
}

/** A share of 0 at `none`, 1 at `full`, in between in proportion. */
function between(value: number, none: number, full: number): number {
  return Math.max(0, Math.min(1, (value - none) / (full - none)))
}

/**
 * How surely the thing is where the tracker found it, 0 to 1; 0.5 is where following stops. Each figure alone can deny it.
 * The limits were set on half of the clips of `occlude bench follow`.
 */
export function sightConfidence({ patient, quick, clearness, apart, likeness }: SightFigures): number {
  const shares = [
    between(patient, 0.1, 0.44),
    between(quick, 0.15, 0.5),
    between(clearness, 6, 26),
    between(likeness, 0.45, 0.79),
    1 - between(apart, 0.05, 0.35),
  ]
  return Math.min(...shares)
}
