import { type Lane, lanesOf } from './lanes.ts'
import { isSomebody, type Subject } from './subjects.ts'

/** Kinds of lanes that stand together. What is decided moves nothing from one to another. */
export type LaneGroup = 'people' | 'things' | 'drawn'

/** All lanes of a group, and whether they are folded into its own line. */
export type GroupRow = {
  readonly kind: 'group'
  readonly group: LaneGroup
  readonly name: string
  readonly lanes: readonly Lane[]
  readonly isFolded: boolean
}

/** One line of the timeline: a group's, or that of somebody or something in it. */
export type LaneRow = GroupRow | { readonly kind: 'lane'; readonly lane: Lane }

const names: Readonly<Record<LaneGroup, string>> = { people: 'People', things: 'Things', drawn: 'Drawn' }
const inOrder: readonly LaneGroup[] = ['people', 'things', 'drawn']

/** The group of somebody or something: drawn is what no detector has found. */
function groupOf(subject: Subject): LaneGroup {
  if (isSomebody(subject)) return 'people'
  return subject.tracks.some(({ evidence }) => evidence !== undefined) ? 'things' : 'drawn'
}

/** A line for each group that has anybody or anything in it. */
export function groupsOf(subjects: readonly Subject[], folded: ReadonlySet<LaneGroup>): readonly GroupRow[] {
  const parts = Map.groupBy(subjects, groupOf)
  return inOrder.flatMap((group) => {
    const lanes = lanesOf(parts.get(group) ?? [])
    const name = `${names[group]} ${lanes.length}`
    return lanes.length === 0 ? [] : [{ kind: 'group' as const, group, name, lanes, isFolded: folded.has(group) }]
  })
}

/** All lines: under each group that is not folded its lanes, in the order of the cards. */
export function rowsOf(groups: readonly GroupRow[]): readonly LaneRow[] {
  return groups.flatMap((row): readonly LaneRow[] => [
    row,
    ...(row.isFolded ? [] : row.lanes.map((lane) => ({ kind: 'lane' as const, lane }))),
  ])
}

/** The line on which somebody or something is: its own, or that of its folded group; null for nobody. */
export function rowWith(rows: readonly LaneRow[], key: string | null): number | null {
  const at = rows.findIndex((row) =>
    row.kind === 'lane' ? row.lane.key === key : row.isFolded && row.lanes.some((lane) => lane.key === key),
  )
  return at < 0 ? null : at
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
