/** What a mapping can find in a sidecar. `storeId`, `storeCategory` and `deletionDate` are those of the store of record. */
export const mappedFields = [
  'recordedOn',
  'recordedUntil',
  'officer',
  'device',
  'category',
  'incident',
  'place',
  'preEventSeconds',
  'ownerForce',
  'area',
  'team',
  'sourceId',
  'storeSystem',
  'storeId',
  'storeCategory',
  'deletionDate',
] as const

/** One of the fields that a mapping can find. */
export type MappedField = (typeof mappedFields)[number]

/** How `03/04/2026` is read; with `either`, only dates that mean the same day both ways or that are impossible the other way. */
export type DateOrder = 'day-first' | 'month-first' | 'either'

/**
 * How another system's words become Occlude's, as data with a version. A place is a column name or a path of field names
 * (`recording.officer.name`); upper and lower case, spaces, hyphens and underscores make no difference. XML attributes are
 * fields of their element, and the outermost element is left out of paths. `date + time` joins what stands at two places.
 */
export type Mapping = {
  readonly id: string
  /** Counts up with each change, so that it can be told which one read a clip's sidecar. */
  readonly revision: number
  readonly title: string
  /** False until it has been compared with real exports of that system. */
  readonly verified: boolean
  /** IANA name of the zone in which times without one are meant. */
  readonly timeZone: string
  readonly dateOrder: DateOrder
  /** The store of record that its sidecars come from; null where they must name it themselves. */
  readonly storeSystem: string | null
  /** Leading parts of a path that say nothing, for example `evidence`. */
  readonly wrappers: readonly string[]
  /** Places of each field, the most trusted first. */
  readonly fields: { readonly [Field in MappedField]?: readonly string[] }
  /** What stands between several categories in one text; null where a text is one category. */
  readonly categorySeparator: string | null
  /** The system's category names and ours. */
  readonly categories: { readonly [theirs: string]: string }
}
