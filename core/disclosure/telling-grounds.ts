import { type KnownNames, type NameKind, namesTold } from './names-told.ts'
import { type ExternalSchedule, type Grounds, type HeldBack, labelGround } from './schedule.ts'

/** A row whose ground, which somebody typed, seems to name what no recipient is told. */
export type TellingRow = {
  /** As the full external schedule counts. */
  readonly row: number
  readonly tells: readonly NameKind[]
}

/** What a schedule is held against: what is held back of it, the grounds of the policy, and what must not be named. */
export type TellingFacts = {
  readonly heldBack: readonly HeldBack[]
  readonly grounds: Pick<Grounds, 'titles'>
  readonly known: KnownNames
}

/**
 * The rows of the full external schedule that would go out with a ground that tells too much. The titles of the policy's grounds are
 * nobody's own words; whatever else stands as a ground was typed.
 */
export function tellingRows(
  { rows }: ExternalSchedule,
  { heldBack, grounds, known }: TellingFacts,
): readonly TellingRow[] {
  const own = new Set<string>([...Object.values(grounds.titles), labelGround])
  const held = new Set(heldBack.map(({ row }) => row))
  return rows.flatMap(({ row, ground }) => {
    const tells = ground === null || own.has(ground) || held.has(row) ? [] : namesTold(ground, known)
    return tells.length > 0 ? [{ row, tells }] : []
  })
}
