type Range = readonly [from: number, until: number]

/** What somebody has not seen (frames) and not heard (samples of each sound track). */
type LeftOver = {
  readonly unseen: readonly Range[]
  readonly unheard: readonly { readonly audioTrack: number; readonly ranges: readonly Range[] }[]
}

/** Samples in a second of each sound track. */
type Rates = readonly { readonly track: number; readonly sampleRate: number }[]

/** What somebody has not heard, in clip seconds, of all sound tracks. */
function unheardSeconds({ unheard }: Pick<LeftOver, 'unheard'>, rates: Rates): readonly Range[] {
  return unheard.flatMap(({ audioTrack, ranges }) => {
    const rate = rates.find(({ track }) => track === audioTrack)?.sampleRate
    return rate === undefined ? [] : ranges.map(([from, until]): Range => [from / rate, until / rate])
  })
}

/** How much of what the copy has somebody has seen, in percent, rounded down: 100 is all of it. */
export function percentSeen(unseen: readonly Range[], disclosed: number): number {
  const frames = unseen.reduce((sum, [from, until]) => sum + until - from, 0)
  return disclosed === 0 ? 100 : Math.floor(((disclosed - frames) / disclosed) * 100)
}

/** How much is left. A part of a second is said as a second: nothing left means nothing. */
export function leftWords(left: LeftOver, disclosed: number, rates: Rates): string {
  const seconds = Math.ceil(unheardSeconds(left, rates).reduce((sum, [from, until]) => sum + until - from, 0))
  const heard = seconds > 0 ? `, ${seconds} s of sound to be heard` : ''
  return `${percentSeen(left.unseen, disclosed)} % seen${heard}`
}

/** Stretches that are named one by one. */
const mostNamed = 3

/** One stretch of frames; its last frame is said, not the one after it. */
export function framesWords([from, until]: Range): string {
  const [first, last] = [Math.floor(from), Math.max(Math.floor(from), Math.ceil(until) - 1)]
  return first === last ? `frame ${first}` : `frames ${first} to ${last}`
}

/** Where the stretches are that are left: the first few by their frames, the others by their number. */
export function whereWords(ranges: readonly Range[]): string {
  const named = ranges.slice(0, mostNamed).map(framesWords)
  const more = ranges.length - named.length
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}
