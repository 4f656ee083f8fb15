import type { GroundUse } from '../../../../core/policy/redaction-policy.ts'
import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import type { Subject } from './subjects.ts'

/** How a card is chosen: `only` that, that one `too` (or no longer), all `through` to it, or not: the keyboard just goes on to it. */
export type Choosing = 'only' | 'too' | 'through' | 'not'

/** Which cards are chosen. */
export type Chosen = {
  /** Key of the card that the keyboard is on. */
  readonly chosen: string | null
  /** Keys of all that are chosen, where that is not just the one. */
  readonly several: ReadonlySet<string>
  /** Where a range begins. */
  readonly anchor: string | null
}

const none: ReadonlySet<string> = new Set()

function through(order: readonly string[], from: string, to: string): ReadonlySet<string> {
  const places = [order.indexOf(from), order.indexOf(to)]
  return new Set(order.slice(Math.max(0, Math.min(...places)), Math.max(...places) + 1))
}

/** What is chosen after one more card was chosen so. `order`: the keys of all cards. */
export function choosing(now: Chosen, key: string, how: Choosing, order: readonly string[]): Chosen {
  if (how === 'only') return { chosen: key, several: none, anchor: key }
  if (how === 'through') {
    const anchor = now.anchor ?? now.chosen ?? key
    return { chosen: key, several: through(order, anchor, key), anchor }
  }
  const before = now.several.size === 0 && now.chosen !== null ? new Set([now.chosen]) : now.several
  if (how === 'not') return { ...now, chosen: key, several: before }
  const several = new Set(before)
  // The last one stays: nothing chosen would mean whatever the keyboard is on.
  if (several.has(key) && several.size > 1) several.delete(key)
  else several.add(key)
  return { chosen: key, several, anchor: key }
}

/** Everybody and everything of some classes, or that nobody has decided about, as one choice. */
export type ChoiceOfAll = {
  readonly name: string
  readonly takes: (subject: Subject) => boolean
}

const ofClass = (name: string, ...classes: readonly Subject['class'][]): ChoiceOfAll => ({
  name,
  // What was found beside somebody is no card to be decided about with the rest: hiding all people would hide every body.
  takes: (subject) => classes.includes(subject.class) && subject.decision !== 'beside',
})

/** What can be chosen at once, in the order of its menu. */
export const choicesOfAll: readonly ChoiceOfAll[] = [
  { name: 'All undecided', takes: ({ decision }) => decision === 'undecided' },
  ofClass('All people', 'face', 'head', 'person'),
  ofClass('All screens', 'screen'),
  ofClass('All documents and cards', 'document', 'card'),
  ofClass('All number plates', 'plate'),
  ofClass('All regions', 'overlay'),
]

/** Several commands as one step; batches are opened, so that it reads as one. Null for none. */
export function together(commands: readonly (ProjectCommand | null)[]): ProjectCommand | null {
  const flat = commands.flatMap((one) => (one?.kind === 'batch' ? one.commands : (one ?? [])))
  return flat.length === 0 ? null : { kind: 'batch', commands: flat }
}

/** What one decision's ground is given for; who is hidden may be hidden less well with one. */
function usesOf({ decision }: Subject): readonly GroundUse[] {
  if (decision === 'kept') return ['keep']
  return decision === 'ignored' || decision === 'beside' ? ['ignore'] : ['hide', 'weaker']
}

/** The grounds that can be given for what is decided about each of them. */
export function groundsForAll<Ground extends { readonly uses: readonly GroundUse[] }>(
  grounds: readonly Ground[],
  subjects: readonly Subject[],
): readonly Ground[] {
  return grounds.filter(({ uses }) => subjects.every((one) => usesOf(one).some((use) => uses.includes(use))))
}

/** What all of them have; null where they differ. */
export function inCommon<T>(subjects: readonly Subject[], found: (subject: Subject) => T): T | null {
  const [first, ...rest] = subjects.map(found)
  return first !== undefined && rest.every((one) => one === first) ? first : null
}

/** What several are called: `Person 1, Screen 4 and 3 more`. */
export function namesOf(subjects: readonly Subject[]): string {
  const [first, second, ...more] = subjects.map(({ name }) => name)
  if (first === undefined) return 'nobody'
  if (second === undefined) return first
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`
}
