/** Why deletion may be stopped (issue text of R8). */
export const holdKinds = ['sar', 'panel', 'case', 'complaint', 'safeguarding', 'investigation'] as const

/** Why deletion may be stopped. */
export type HoldKind = (typeof holdKinds)[number]

/** A retention category of a profile. */
export type RetentionCategory = {
  /** By which clips name it: lower case, digits, hyphens. */
  readonly id: string
  readonly title: string
  /** Days after the day of recording; null: kept until a person has reviewed it. */
  readonly periodDays: number | null
  /** Days between reviews (W7000 8.2: "only as long as necessary"); null: none. */
  readonly reviewDays: number | null
  /** Never deleted without a person's decision (IC: "unless marked as evidential material"). */
  readonly evidential: boolean
  /** Pictures stay blurred until asked for (R18). */
  readonly distressing: boolean
  /** Which document says so. */
  readonly source: string
}

/** Names that `Retention.rule` uses itself, and so no category's. */
export const reservedCategories: readonly string[] = ['disclosure', 'uncategorised', 'unknown']

/** Which date a hold of a kind needs, and how many days ahead it is set where nobody gives one. */
export type HoldRule = { readonly needs: 'end' | 'review'; readonly defaultDays: number }

/** How long clips are kept (DOMAIN.md R8, R9). */
export type RetentionPolicy = {
  /** Days for a clip without a category; at their end a person decides, always (R9). */
  readonly defaultPeriodDays: number
  readonly categories: readonly RetentionCategory[]
  /** What happens at expiry: deletion by rule, or a queue that a person works through. */
  readonly expiry: 'automatic' | 'queue'
  /** Days between the decision to delete and deletion. */
  readonly undoDays: number
  /** Years that a released copy is kept with its certificate and project. */
  readonly disclosureYears: number
  readonly holds: Readonly<Record<HoldKind, HoldRule>>
}
