import type { CoverageStrip } from './coverage-lanes.ts'
import { type Lane, lanesOf } from './lanes.ts'
import { isSomebody, type Subject } from './subjects.ts'

/** Kinds of lanes of persons and things. What is decided moves nothing from one to another. */
type SubjectGroup = 'people' | 'things' | 'drawn'

/** Kinds of lanes that stand together: those, and what was seen and heard. */
export type LaneGroup = SubjectGroup | 'review'

/** All lanes of a group, and whether they are folded into its own line. */
export type GroupRow = {
  readonly kind: 'group'
  readonly group: LaneGroup
  readonly name: string
  readonly lanes: readonly Lane[]
  /** Who has seen and heard what; none but in their own group. */
  readonly strips: readonly CoverageStrip[]
  readonly isFolded: boolean
}

/** One line of the timeline: a group's, that of somebody or something in it, or what a reviewer has seen and heard. */
export type LaneRow =
  | GroupRow
  | { readonly kind: 'lane'; readonly lane: Lane }
  | { readonly kind: 'strip'; readonly strip: CoverageStrip }

const names: Readonly<Record<SubjectGroup, string>> = { people: 'People', things: 'Things', drawn: 'Drawn' }
const inOrder: readonly SubjectGroup[] = ['people', 'things', 'drawn']

/** The group of somebody or something: drawn is what no detector has found. */
function groupOf(subject: Subject): SubjectGroup {
  if (isSomebody(subject)) return 'people'
  return subject.tracks.some(({ evidence }) => evidence !== undefined) ? 'things' : 'drawn'
}

/** The line of what was seen and heard: the first, and always there. `strips`: none while nobody knows. */
export function reviewGroup(strips: readonly CoverageStrip[], isFolded: boolean): GroupRow {
  return { kind: 'group', group: 'review', name: 'Seen and heard', lanes: [], strips, isFolded }
}

/** A line for each group that has anybody or anything in it. */
export function groupsOf(subjects: readonly Subject[], folded: ReadonlySet<LaneGroup>): readonly GroupRow[] {
  const parts = Map.groupBy(subjects, groupOf)
  return inOrder.flatMap((group) => {
    const lanes = lanesOf(parts.get(group) ?? [])
    const name = `${names[group]} ${lanes.length}`
    const isFolded = folded.has(group)
    return lanes.length === 0 ? [] : [{ kind: 'group' as const, group, name, lanes, strips: [], isFolded }]
  })
}

/** All lines: under each group that is not folded its lanes, in the order of the cards. */
export function rowsOf(groups: readonly GroupRow[]): readonly LaneRow[] {
  return groups.flatMap((row): readonly LaneRow[] => [
    row,
    ...(row.isFolded ? [] : row.lanes.map((lane) => ({ kind: 'lane' as const, lane }))),
    ...(row.isFolded ? [] : row.strips.map((strip) => ({ kind: 'strip' as const, strip }))),
  ])
}

/** The line on which somebody or something is: its own, or that of its folded group; null for nobody. */
export function rowWith(rows: readonly LaneRow[], key: string | null): number | null {
  const at = rows.findIndex((row) => (row.kind === 'lane' ? row.lane.key === key : isFoldedIn(row, key)))
  return at < 0 ? null : at
}

function isFoldedIn(row: LaneRow, key: string | null): boolean {
  return row.kind === 'group' && row.isFolded && row.lanes.some((lane) => lane.key === key)
}

/** The groups that are folded after one was folded or unfolded. */
export function foldedOtherwise(folded: ReadonlySet<LaneGroup>, group: LaneGroup): ReadonlySet<LaneGroup> {
  const after = new Set(folded)
  if (!after.delete(group)) after.add(group)
  return after
}

/** How far down the lines have to be scrolled so that one of them is in sight, with least movement; itself where it is. */
export function scrolledTo(
  at: number,
  scrolled: number,
  { lane, shown }: { readonly lane: number; readonly shown: number },
): number {
  const [top, bottom] = [at * lane, (at + 1) * lane]
  return Math.min(top, Math.max(scrolled, bottom - shown))
}
