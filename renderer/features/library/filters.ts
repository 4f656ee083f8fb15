import type { InputOf } from '../../../contract/methods/all.ts'
import { shownDate } from '../../../core/shown-date.ts'

/** What clips are looked for by, as it stands in the fields. */
export type Filters = {
  readonly text: string
  readonly officer: string
  readonly device: string
  readonly category: string
  readonly incident: string
  readonly place: string
  readonly ownerForce: string
  /** Days, `2026-11-22`; the last one counts. */
  readonly from: string
  readonly until: string
  readonly kind: 'all' | 'clip' | 'copy'
  readonly state: 'all' | 'held' | 'missing' | 'unindexed' | 'queued' | 'marked'
}

/** Everything. */
export const noFilters: Filters = {
  text: '',
  officer: '',
  device: '',
  category: '',
  incident: '',
  place: '',
  ownerForce: '',
  from: '',
  until: '',
  kind: 'all',
  state: 'all',
}

/** Filters that are names typed into a field, with what people call them. */
export const namedFilters = [
  ['officer', 'Officer'],
  ['device', 'Device'],
  ['category', 'Category'],
  ['incident', 'Incident'],
  ['place', 'Place'],
  ['ownerForce', 'Owner force'],
] as const satisfies readonly (readonly [keyof Filters, string])[]

/** States that clips can be looked for by. */
export const states: readonly (readonly [Filters['state'], string])[] = [
  ['all', 'Any'],
  ['missing', 'Metadata missing'],
  ['held', 'On hold'],
  ['queued', 'For retention review'],
  ['marked', 'On their way out'],
  ['unindexed', 'Cannot be played'],
]

type Query = InputOf<'clip.list'>['query']

/** The order in which hits are listed. */
export type Order = NonNullable<Query['order']>

/** Every order, both ways, in words. */
export const orderWords: readonly (readonly [order: Order, words: string])[] = (
  [
    ['recorded', 'Recorded: newest first', 'Recorded: oldest first'],
    ['due', 'Retention: due soonest first', 'Retention: due latest first'],
    ['officer', 'Officer: A to Z', 'Officer: Z to A'],
    ['category', 'Category: A to Z', 'Category: Z to A'],
    ['imported', 'Imported: newest first', 'Imported: oldest first'],
  ] as const
).flatMap(([by, usual, reversed]) => [
  [{ by, reverse: false }, usual] as const,
  [{ by, reverse: true }, reversed] as const,
])

/** Newest first. */
export const usualOrder: Order = { by: 'recorded', reverse: false }

/** The order after a heading was chosen: that one, and the other way round when it was that one already. */
export function orderAfter(order: Order, by: Order['by']): Order {
  return { by, reverse: order.by === by && !order.reverse }
}

const day = /^\d{4}-\d\d-\d\d$/

function stateQuery(state: Filters['state']): Partial<Query> {
  switch (state) {
    case 'held':
      return { held: true }
    case 'missing':
      return { missing: true }
    case 'unindexed':
      return { unindexed: true }
    case 'queued':
    case 'marked':
      return { expiry: state }
    default:
      return {}
  }
}

/** What the vault is asked for; empty fields are left out. */
export function queryOf(filters: Filters): Omit<Query, 'limit'> {
  const named = namedFilters.flatMap(([field]) => {
    const value = filters[field].trim()
    return value === '' ? [] : [[field, value] as const]
  })
  const text = filters.text.trim()
  return {
    ...Object.fromEntries(named),
    ...(text === '' ? {} : { text }),
    ...(day.test(filters.from) ? { recordedFrom: `${filters.from}T00:00:00.000Z` } : {}),
    ...(day.test(filters.until) ? { recordedUntil: `${filters.until}T23:59:59.999Z` } : {}),
    ...(filters.kind === 'all' ? {} : { kind: filters.kind }),
    ...stateQuery(filters.state),
  }
}

/** What the fields show of a question that was saved. */
export function filtersOf(query: Readonly<Record<string, unknown>>): Filters {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '')
  const named = Object.fromEntries(namedFilters.map(([field]) => [field, text(field)]))
  const kind = query['kind'] === 'clip' || query['kind'] === 'copy' ? query['kind'] : 'all'
  return {
    ...noFilters,
    ...named,
    text: text('text'),
    from: text('recordedFrom').slice(0, 10),
    until: text('recordedUntil').slice(0, 10),
    kind,
    state: stateOf(query),
  }
}

function stateOf({ held, missing, unindexed, expiry }: Readonly<Record<string, unknown>>): Filters['state'] {
  if (held === true) return 'held'
  if (missing === true) return 'missing'
  if (unindexed === true) return 'unindexed'
  return expiry === 'queued' || expiry === 'marked' ? expiry : 'all'
}

/** A filter in force, in words, and the filters without it. */
export type FilterChip = { readonly field: keyof Filters; readonly words: string; readonly without: Filters }

/** Everything that narrows the search, one by one. */
export function filterChips(filters: Filters): readonly FilterChip[] {
  const chip = (field: keyof Filters, words: string): FilterChip[] => [
    { field, words, without: { ...filters, [field]: noFilters[field] } },
  ]
  const state = states.find(([name]) => name === filters.state)?.[1] ?? ''
  return [
    ...namedFilters.flatMap(([field, name]) => {
      const value = filters[field].trim()
      return value === '' ? [] : chip(field, `${name}: ${value}`)
    }),
    ...(day.test(filters.from) ? chip('from', `From ${shownDate(filters.from) ?? ''}`) : []),
    ...(day.test(filters.until) ? chip('until', `Until ${shownDate(filters.until) ?? ''}`) : []),
    ...(filters.kind === 'all' ? [] : chip('kind', filters.kind === 'copy' ? 'Copies' : 'Clips, no copies')),
    ...(filters.state === 'all' ? [] : chip('state', state)),
  ]
}

/** How many filters are in force beside the words that are searched for. */
export function countFilters(filters: Filters): number {
  const { text: _text, ...rest } = queryOf(filters)
  return Object.keys(rest).length
}

/** Whether two states of the fields ask the vault for the same. */
export function sameQuery(one: Filters, other: Filters): boolean {
  return JSON.stringify(queryOf(one)) === JSON.stringify(queryOf(other))
}
