type Range = readonly [from: number, until: number]

/** What somebody has not seen (frames) and not heard (samples of each sound track). */
type LeftOver = {
  readonly unseen: readonly Range[]
  readonly unheard: readonly { readonly audioTrack: number; readonly ranges: readonly Range[] }[]
}

/** Samples in a second of each sound track. */
type Rates = readonly { readonly track: number; readonly sampleRate: number }[]

/** What somebody has not heard, in clip seconds, of all sound tracks. */
export function unheardSeconds({ unheard }: Pick<LeftOver, 'unheard'>, rates: Rates): readonly Range[] {
  return unheard.flatMap(({ audioTrack, ranges }) => {
    const rate = rates.find(({ track }) => track === audioTrack)?.sampleRate
    return rate === undefined ? [] : ranges.map(([from, until]): Range => [from / rate, until / rate])
  })
}

/** How much is left. A part of a second is said as a second: nothing left means nothing. */
export function leftWords(left: LeftOver, disclosed: number, rates: Rates): string {
  const frames = left.unseen.reduce((sum, [from, until]) => sum + until - from, 0)
  const seen = disclosed === 0 ? 100 : Math.floor(((disclosed - frames) / disclosed) * 100)
  const seconds = Math.ceil(unheardSeconds(left, rates).reduce((sum, [from, until]) => sum + until - from, 0))
  return `${seen} % seen${seconds > 0 ? `, ${seconds} s of sound to be heard` : ''}`
}
