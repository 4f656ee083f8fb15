/** A second-order filter: gives the next sample (R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients"). */
export type Filter = (sample: number) => number

type Kind = 'low-pass' | 'high-pass'

/** Passes what is below (or above) `hertz`; falls by 12 dB an octave. */
export function biquad(kind: Kind, hertz: number, rate: number): Filter {
  const angle = (2 * Math.PI * hertz) / rate
  const slope = Math.sin(angle) * Math.SQRT1_2
  const cosine = Math.cos(angle)
  const edge = kind === 'low-pass' ? 1 - cosine : 1 + cosine
  const [b0, b1, a0] = [edge / 2, kind === 'low-pass' ? edge : -edge, 1 + slope]
  const [a1, a2] = [-2 * cosine, 1 - slope]
  let [x1, x2, y1, y2] = [0, 0, 0, 0]
  return (sample) => {
    const value = (b0 * sample + b1 * x1 + b0 * x2 - a1 * y1 - a2 * y2) / a0
    ;[x2, x1, y2, y1] = [x1, sample, y1, value]
    return value
  }
}

/** Filters one after the other. */
export function chain(...filters: readonly Filter[]): Filter {
  return (sample) => filters.reduce((value, filter) => filter(value), sample)
}
