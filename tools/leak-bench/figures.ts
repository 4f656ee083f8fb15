import { seededNumbers } from '../clips/spoil.ts'
import { coveredEnough } from '../leak-rate.ts'

/** One face (or head) in one frame, as one method leaves it. */
export type PersonFrame = {
  readonly clip: string
  readonly frame: number
  readonly person: string
  /** Height of the box in pixels. */
  readonly height: number
  /** Share of what is seen of it that is painted over. */
  readonly covered: number
}

/** Sizes by which leaks are told apart: heights in pixels, half-open. */
export const sizeBins = [
  { label: '12-20 px', from: 0, until: 20 },
  { label: '20-40 px', from: 20, until: 40 },
  { label: '40-80 px', from: 40, until: 80 },
  { label: '80-160 px', from: 80, until: 160 },
  { label: '160-300 px', from: 160, until: Number.POSITIVE_INFINITY },
] as const

/** A range of sizes. */
export type SizeRange = { readonly label: string; readonly from: number; readonly until: number }

/** The sizes of the goal. */
export const over40: SizeRange = { label: 'over 40 px', from: 40, until: Number.POSITIVE_INFINITY }
/** All sizes that the goal speaks of. */
export const over20: SizeRange = { label: '20 px and more', from: 20, until: Number.POSITIVE_INFINITY }
/** Every size. */
export const allSizes: SizeRange = { label: 'all', from: 0, until: Number.POSITIVE_INFINITY }

/** A share of a thousand with the people behind it and a 95 % interval of a bootstrap over them. */
export type Figure = {
  readonly people: number
  readonly personFrames: number
  readonly leaked: number
  readonly perThousand: number
  readonly interval: readonly [low: number, high: number]
}

const resamples = 2000

/** Leaked person-frames of a range of sizes, of a thousand. The interval is of people drawn anew, seed fixed. */
export function leakFigure(frames: readonly PersonFrame[], { from, until }: SizeRange): Figure {
  const counted = frames.filter(({ height }) => height >= from && height < until)
  const people = new Map<string, { all: number; leaked: number }>()
  for (const { person, covered } of counted) {
    const sum = people.get(person) ?? { all: 0, leaked: 0 }
    sum.all += 1
    if (covered < coveredEnough) sum.leaked += 1
    people.set(person, sum)
  }
  const groups = [...people]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { all, leaked }]) => [leaked, all] as const)
  const leaked = groups.reduce((sum, [part]) => sum + part, 0)
  const [low, high] = bootstrapRatio(groups)
  return {
    ...{ people: people.size, personFrames: counted.length, leaked },
    perThousand: counted.length === 0 ? 0 : (1000 * leaked) / counted.length,
    interval: [1000 * low, 1000 * high],
  }
}

/**
 * 95 % percentile interval of a ratio of sums when the groups (people, or clips) are drawn anew with replacement
 * (Efron 1979). Zero to zero without groups. Same groups, same interval.
 */
export function bootstrapRatio(groups: readonly (readonly [part: number, whole: number])[]): readonly [number, number] {
  if (groups.length === 0) return [0, 0]
  const next = seededNumbers(20_251)
  const ratios = Float64Array.from({ length: resamples }, () => {
    let part = 0
    let whole = 0
    for (let draw = 0; draw < groups.length; draw++) {
      const group = groups[Math.floor(next() * groups.length)]
      part += group?.[0] ?? 0
      whole += group?.[1] ?? 0
    }
    return whole === 0 ? 0 : part / whole
  }).sort()
  return [ratios[Math.floor(resamples * 0.025)] ?? 0, ratios[Math.ceil(resamples * 0.975) - 1] ?? 0]
}

/** Whether two intervals leave a difference open: overlapping ones show none. */
export function differ(a: Figure, b: Figure): boolean {
  return a.interval[1] < b.interval[0] || b.interval[1] < a.interval[0]
}
