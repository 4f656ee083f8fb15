import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { MetadataField } from '../../../core/policy/policy-profile.ts'
import type { Instant } from '../../../core/ports/clock.ts'
import type { ClipQuery } from '../../../core/ports/vault/vault-records.ts'
import type { DeletionRecord } from '../../../core/retention/deletion-record.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import type { ClipId } from '../../../core/vault/ids.ts'
import { storedProfile } from './due-dates.ts'
import { bitsOf } from './missing-fields.ts'
import { clips, deletions, type Row } from './record-tables.ts'
import { damagedRecord } from './storage-fault.ts'
import { wordFields, wordQuery } from './word-query.ts'

/** The tables as kysely sees them: rows of which nothing is known yet. */
export type Tables = Readonly<Record<string, Row>>

type Condition = RawBuilder<unknown>

/**
 * Up to so many matches are fetched and put into order. Of more, the clips are walked in their order and held against the matches: a
 * page is full after a few.
 */
const fewMatches = 500

/** A moment with three decimals, as `recorded_order` has it. */
function orderText(at: Instant): string {
  const plain = at.slice(0, -1)
  return `${plain}${plain.includes('.') ? '' : '.'}000`.slice(0, 23)
}

function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`1` : sql.join(conditions, sql` AND `)
}

/** What the profile in force asks for. */
async function requiredFields(db: Kysely<Tables>): Promise<readonly MetadataField[]> {
  const { rows } = await sql<Row>`SELECT value FROM settings WHERE name = 'profileText'`.execute(db)
  const profile = storedProfile(String(rows[0]?.['value'] ?? 'null'))
  if (profile === null) throw damagedRecord('settings.profileText')
  return profile.requiredMetadata
}

/** What access to a clip is decided by, as one value. */
const accessKey = sql`json_array(owner_force, area, team, imported_by, restriction)`

function isLike(clips: readonly ClipId[]): Condition {
  const ids = JSON.stringify(clips)
  return sql`${accessKey} IN (SELECT ${accessKey} FROM clips WHERE id IN (SELECT value FROM json_each(${ids})))`
}

/** What `ClipQuery.like` asks of the columns of a clip. Most clips have no access list: where all of those are let through, nothing more is asked of them. */
export function likeCondition({ open, restricted }: NonNullable<ClipQuery['like']>): Condition {
  const free = open === 'all' ? sql`restriction = 'null'` : sql`restriction = 'null' AND ${isLike(open)}`
  return restricted.length === 0 ? free : sql`(${free} OR restriction <> 'null' AND ${isLike(restricted)})`
}

type When = Pick<ClipQuery, 'recordedFrom' | 'recordedUntil' | 'sha256'>

function whenConditions({ recordedFrom, recordedUntil, sha256 }: When): Condition[] {
  const conditions: Condition[] = []
  if (recordedFrom !== undefined) conditions.push(sql`recorded_order >= ${orderText(recordedFrom)}`)
  if (recordedUntil !== undefined) conditions.push(sql`recorded_order < ${orderText(recordedUntil)}`)
  if (sha256 !== undefined) conditions.push(sql`sha256 = ${sha256}`)
  return conditions
}

/** Everything but words and place in the order. */
async function plainConditions(db: Kysely<Tables>, query: ClipQuery): Promise<Condition[]> {
  const { kind, expiry, held, missing, unindexed, like } = query
  const conditions = whenConditions(query)
  if (like !== undefined) conditions.push(likeCondition(like))
  if (kind !== undefined) conditions.push(sql`kind = ${kind}`)
  if (expiry !== undefined) conditions.push(sql`expiry_state = ${expiry}`)
  const holding = sql`(SELECT clip FROM holds WHERE released = 'null')`
  if (held !== undefined) conditions.push(held ? sql`id IN ${holding}` : sql`id NOT IN ${holding}`)
  if (unindexed !== undefined) conditions.push(unindexed ? sql`unindexed` : sql`NOT unindexed`)
  if (missing !== undefined) {
    const asked = sql`missing_fields & ${bitsOf(await requiredFields(db))}`
    // What is to be known of a copy is known of its clip.
    conditions.push(missing ? sql`(${asked} <> 0 AND kind = 'clip')` : sql`(${asked} = 0 OR kind = 'copy')`)
  }
  return conditions
}

/** Rows of a full-text table that match; as a list where they are few. */
async function matching(
  db: Kysely<Tables>,
  table: string,
  expression: string,
): Promise<{ readonly rows: Condition; readonly few: boolean }> {
  const index = sql.table(table)
  const matches = sql`SELECT rowid FROM ${index} WHERE ${index} MATCH ${expression}`
  const { rows } = await sql<{ rowid: number }>`${matches} LIMIT ${fewMatches + 1}`.execute(db)
  if (rows.length > fewMatches) return { rows: sql`row IN (${matches})`, few: false }
  const list = JSON.stringify(rows.map(({ rowid }) => rowid))
  return { rows: sql`row IN (SELECT value FROM json_each(${list}))`, few: true }
}

type Order = { readonly index: string; readonly terms: readonly (readonly [expression: string, descending: boolean])[] }

/** The orders, and the indexes that stand in them. */
const orders: Readonly<Record<NonNullable<ClipQuery['order']>['by'], Order>> = {
  recorded: {
    index: 'clips_in_order',
    terms: [
      ['recorded_order', true],
      ['id', false],
    ],
  },
  officer: {
    index: 'clips_by_officer',
    terms: [
      ['officer COLLATE NOCASE', false],
      ['recorded_order', true],
      ['id', false],
    ],
  },
  category: {
    index: 'clips_by_category',
    terms: [
      ['category COLLATE NOCASE', false],
      ['recorded_order', true],
      ['id', false],
    ],
  },
  imported: {
    index: 'clips_by_import',
    terms: [
      ['imported_at', true],
      ['id', false],
    ],
  },
  due: {
    index: 'clips_by_due',
    terms: [
      ['due_order', false],
      ['recorded_order', true],
      ['id', false],
    ],
  },
}

function orderBy({ by, reverse }: NonNullable<ClipQuery['order']>): Condition {
  const terms = orders[by].terms.map(
    ([expression, descending]) => sql`${sql.raw(expression)} ${sql.raw(descending === reverse ? 'ASC' : 'DESC')}`,
  )
  return sql.join(terms)
}

type Search = { readonly where: readonly Condition[]; readonly source: Condition }

/** Null where nothing can match. */
async function searchOf(db: Kysely<Tables>, query: ClipQuery): Promise<Search | null> {
  const words = wordQuery(query)
  if (words.kind === 'none') return null
  const where = await plainConditions(db, query)
  const found = words.kind === 'match' ? await matching(db, 'clip_words', words.expression) : null
  // Left to itself SQLite takes many matches one by one and sorts them at the end.
  const walks = !found?.few && query.sha256 === undefined
  const source = walks ? sql`clips INDEXED BY ${sql.ref(orders[query.order?.by ?? 'recorded'].index)}` : sql`clips`
  return { where: found ? [...where, found.rows] : where, source }
}

/** Where the clip stands in the order; of a deleted one, where it stood. Null for one that was never there. */
async function placeOf(db: Kysely<Tables>, clip: ClipId): Promise<{ readonly order: string | null } | null> {
  const { rows } = await sql<{ order: string | null }>`
    SELECT recorded_order AS "order" FROM clips WHERE id = ${clip}
    UNION ALL SELECT recorded_order FROM deletions WHERE clip = ${clip} LIMIT 1
  `.execute(db)
  return rows[0] ?? null
}

/** The part of the order that comes after a clip: dated clips, then those without a date. */
async function partsAfter(db: Kysely<Tables>, after: ClipId | undefined): Promise<readonly Condition[]> {
  const dated = sql`recorded_order IS NOT NULL`
  const undated = sql`recorded_order IS NULL`
  if (after === undefined) return [dated, undated]
  const place = await placeOf(db, after)
  if (place === null) return []
  const { order } = place
  if (order === null) return [sql`${undated} AND id > ${after}`]
  return [sql`recorded_order <= ${order} AND (recorded_order < ${order} OR id > ${after})`, undated]
}

const columns = sql.join(clips.columns.map((column) => sql.ref(column)))

/** A page at a place of an order. The rows of the page alone are read: their numbers come from the index. */
async function findPlaced(db: Kysely<Tables>, query: ClipQuery, { source, where }: Search): Promise<ClipRecord[]> {
  const order = orderBy(query.order ?? { by: 'recorded', reverse: false })
  const { rows } = await sql<Row>`
    SELECT ${columns} FROM clips WHERE row IN (
      SELECT row FROM ${source} WHERE ${all(where)} ORDER BY ${order} LIMIT ${query.limit} OFFSET ${query.offset ?? 0}
    ) ORDER BY ${order}
  `.execute(db)
  return rows.map(clips.fromRow)
}

/**
 * A page of the clips that a query asks for, newest first, those without a date last. A page ends early only where the clips do.
 * After a clip that nobody knows there is none.
 */
export async function findClips(db: Kysely<Tables>, query: ClipQuery): Promise<readonly ClipRecord[]> {
  const search = await searchOf(db, query)
  if (search === null) return []
  if (query.order !== undefined || query.offset !== undefined) return findPlaced(db, query, search)
  const found: ClipRecord[] = []
  for (const part of await partsAfter(db, query.after)) {
    if (found.length >= query.limit) break
    const { rows } = await sql<Row>`
      SELECT ${columns} FROM ${search.source} WHERE ${all([part, ...search.where])}
      ORDER BY recorded_order DESC, id LIMIT ${query.limit - found.length}
    `.execute(db)
    found.push(...rows.map(clips.fromRow))
  }
  return found
}

/** How many clips a query asks for, whatever its page. */
export async function countClips(db: Kysely<Tables>, query: ClipQuery): Promise<number> {
  const words = wordQuery(query)
  const beside = [...wordFields, 'after', 'order', 'offset', 'limit']
  const plain = Object.keys(query).every((field) => beside.includes(field))
  if (plain && words.kind === 'match') return countOf(db, sql`clip_words WHERE clip_words MATCH ${words.expression}`)
  const search = await searchOf(db, query)
  return search === null ? 0 : countOf(db, sql`${search.source} WHERE ${all(search.where)}`)
}

/** A clip for each combination of what access is decided by. */
export async function findKindsOfAccess(db: Kysely<Tables>): Promise<readonly ClipRecord[]> {
  const { rows } = await sql<Row>`
    SELECT ${columns} FROM clips WHERE row IN (
      SELECT min(row) FROM clips INDEXED BY clips_by_reach GROUP BY owner_force, area, team, imported_by, restriction
    )
  `.execute(db)
  return rows.map(clips.fromRow)
}

async function countOf(db: Kysely<Tables>, from: Condition): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM ${from}`.execute(db)
  return rows[0]?.count ?? 0
}

/** The deletion records that a query asks for, newest recording first. */
export async function findDeletions(
  db: Kysely<Tables>,
  query: Omit<ClipQuery, 'limit' | 'after'>,
): Promise<readonly DeletionRecord[]> {
  const { officer, device, category, incident, place, ownerForce } = query
  const words = wordQuery({ officer, device, category, incident, place, ownerForce })
  if (words.kind === 'none') return []
  const where = whenConditions(query)
  if (words.kind === 'match') where.push((await matching(db, 'deletion_words', words.expression)).rows)
  const columns = sql.join(deletions.columns.map((column) => sql.ref(column)))
  const { rows } = await sql<Row>`
    SELECT ${columns} FROM deletions WHERE ${all(where)} ORDER BY recorded_order DESC, clip
  `.execute(db)
  return rows.map(deletions.fromRow)
}
