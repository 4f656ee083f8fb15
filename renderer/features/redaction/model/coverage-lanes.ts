import type { ClipIndex } from '../../../../core/clips/clip-index.ts'
import type { RedactionProject } from '../../../../core/redaction/project.ts'
import { audibleSound, type TrackSound } from '../../../../core/review/heard-sound.ts'
import { complementRanges, uniteRanges } from '../../../../core/time.ts'
import { leftWords, percentSeen, whereWords } from './coverage-words.ts'
import { frameOfSecond } from './sound-lane.ts'

type Range = readonly [from: number, until: number]

/** What somebody has still to see (frames) and to hear (samples of each sound track). */
export type Reviewer = {
  readonly name: string
  readonly own: boolean
  readonly author: boolean
  readonly unseen: readonly Range[]
  readonly unheard: readonly TrackSound[]
}

/** What of a clip somebody has seen and heard. All of it are places among the frames, sorted and disjoint. */
export type CoverageStrip = {
  /** Tells strips apart: two people may have one name. */
  readonly key: string
  readonly name: string
  readonly own: boolean
  /** They had a hand in it; else they are a second person. */
  readonly author: boolean
  readonly seen: readonly Range[]
  readonly unseen: readonly Range[]
  readonly heard: readonly Range[]
  readonly unheard: readonly Range[]
  readonly percent: number
  /** How much is left. */
  readonly left: string
  /** Who it is, how much is left, and where. */
  readonly words: string
}

/** The clip that somebody looks through. */
export type Footage = {
  readonly project: RedactionProject
  readonly index: ClipIndex
  readonly times: Parameters<typeof frameOfSecond>[0]
}

/** What of some ranges others leave. */
function less(ranges: readonly Range[], taken: readonly Range[], frames: number): readonly Range[] {
  return complementRanges([...complementRanges(ranges, 0, frames), ...taken], 0, frames)
}

function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, [from, until]) => sum + until - from, 0)
}

/** Where sound lies among the frames, of all tracks together: they are listened to at once. */
export function placesOf(sound: readonly TrackSound[], { index, times }: Omit<Footage, 'project'>): readonly Range[] {
  return uniteRanges(
    sound.flatMap(({ audioTrack, ranges }) => {
      const rate = index.audio.find(({ track }) => track === audioTrack)?.sampleRate
      const place = (sample: number): number => frameOfSecond(times, sample / (rate ?? 1))
      return rate === undefined ? [] : ranges.map(([from, until]): Range => [place(from), place(until)])
    }),
  )
}

type Disclosed = {
  readonly picture: readonly Range[]
  readonly sound: readonly Range[]
  readonly footage: Footage
}

function stripOf(reviewer: Reviewer, at: number, { picture, sound, footage }: Disclosed): CoverageStrip {
  const { own, author, unseen } = reviewer
  const { frames } = footage.project.clip
  const disclosed = lengthOf(picture)
  const unheard = placesOf(reviewer.unheard, footage)
  const left = leftWords(reviewer, disclosed, footage.index.audio)
  const name = own ? 'You' : reviewer.name
  const said = [
    `${name}, ${author ? 'author' : 'second person'}: ${left}`,
    ...(unseen.length > 0 ? [`not seen: ${whereWords(unseen)}`] : []),
    ...(unheard.length > 0 ? [`not heard: at ${whereWords(unheard)}`] : []),
  ]
  return {
    ...{ key: `reviewer ${at}`, name, own, author, unseen, unheard, left, words: said.join('; ') },
    ...{ seen: less(picture, unseen, frames), heard: less(sound, unheard, frames) },
    percent: percentSeen(unseen, disclosed),
  }
}

/**
 * A strip for everybody who has looked at a redaction, and for whoever looks now; the own one first, then the authors'. What the copy
 * has not stands in none. `mayWrite`: whoever looks now and has not yet would be an author.
 */
export function coverageStrips(
  reviewers: readonly Reviewer[],
  footage: Footage,
  { mayWrite }: { readonly mayWrite: boolean },
): readonly CoverageStrip[] {
  const { project, index } = footage
  const audible = audibleSound(project, index)
  const picture = uniteRanges(project.spans ?? [[0, project.clip.frames]])
  const nothing = { name: '', own: true, author: mayWrite, unseen: picture, unheard: audible }
  const all = reviewers.some(({ own }) => own) ? reviewers : [nothing, ...reviewers]
  const rank = ({ own, author }: Reviewer): number => (own ? 0 : author ? 1 : 2)
  const disclosed = { picture, sound: placesOf(audible, footage), footage }
  return all.toSorted((a, b) => rank(a) - rank(b)).map((reviewer, at) => stripOf(reviewer, at, disclosed))
}

/** What is left of some ranges with what was shown or played since the vault was asked: that is about to be counted. */
export function leftAfter(ranges: readonly Range[], since: readonly Range[], frames: number): readonly Range[] {
  return since.length === 0 ? ranges : less(ranges, since, frames)
}

/** Frames that nobody at all has seen. */
export function unseenByAll(strips: readonly CoverageStrip[], frames: number): readonly Range[] {
  return complementRanges(
    strips.flatMap(({ unseen }) => complementRanges(unseen, 0, frames)),
    0,
    frames,
  )
}

/** Which of some ranges comes next after a frame: one that it lies in has been come to. Beyond the last it is the first; -1 where there are none. */
export function rangeAfter(ranges: readonly Range[], frame: number): number {
  if (ranges.length === 0) return -1
  return Math.max(
    0,
    ranges.findIndex(([from]) => Math.floor(from) > frame),
  )
}

/** The range that lies at a place, or nearest to it within reach; null: none does. */
export function rangeAt(ranges: readonly Range[], place: number, reach: number): Range | null {
  const far = ([from, until]: Range): number => Math.max(0, from - place, place - until)
  const near = ranges.filter((range) => far(range) <= reach)
  return near.reduce<Range | null>((best, one) => (best && far(best) <= far(one) ? best : one), null)
}

/** What of sorted ranges can be told apart between two edges, in pixels: nothing vanishes, and there are no more than columns. */
export function columnsOf(
  ranges: readonly Range[],
  xOf: (frame: number) => number,
  [left, right]: Range,
): readonly Range[] {
  const columns: [number, number][] = []
  for (const [from, until] of ranges) {
    const [begin, end] = [Math.floor(xOf(from)), Math.max(Math.floor(xOf(from)) + 1, Math.floor(xOf(until)))]
    if (end <= left) continue
    if (begin >= right) break
    const last = columns.at(-1)
    if (last && begin <= last[1]) last[1] = Math.max(last[1], Math.min(right, end))
    else columns.push([Math.max(left, begin), Math.min(right, end)])
  }
  return columns
}
