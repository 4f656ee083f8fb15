import { type Kysely, type RawBuilder, sql } from 'kysely'
import { readProfile } from '../../../contract/profile-file.ts'
import type { MetadataField } from '../../../core/policy/policy-profile.ts'
import type { Instant } from '../../../core/ports/clock.ts'
import type { ClipQuery } from '../../../core/ports/vault/vault-records.ts'
import type { DeletionRecord } from '../../../core/retention/deletion-record.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import type { ClipId } from '../../../core/vault/ids.ts'
import { clips, deletions, type Row } from './record-tables.ts'
import { damagedRecord } from './storage-fault.ts'
import { wordQuery } from './word-query.ts'

/** The tables as kysely sees them: rows of which nothing is known yet. */
export type Tables = Readonly<Record<string, Row>>

type Condition = RawBuilder<unknown>

/**
 * Up to so many matches are fetched and put into order. Of more, the clips are walked in their order and held against the matches: a
 * page is full after a few.
 */
const fewMatches = 500

/** What JavaScript's `trim` takes away. */
const blanks = sql.raw(
  'char(9,10,11,12,13,32,160,5760,8192,8193,8194,8195,8196,8197,8198,8199,8200,8201,8202,8232,8233,8239,8287,12288,65279)',
)

const missingFrom: { readonly [Field in MetadataField]: Condition } = {
  recordedOn: sql`recorded_on`,
  officer: sql`officer`,
  device: sql`device`,
  category: sql`categories ->> '$[0]'`,
  incident: sql`incident`,
  place: sql`place`,
  ownerForce: sql`owner_force`,
  area: sql`area`,
  team: sql`team`,
}

/** A moment with three decimals, as `recorded_order` has it. */
function orderText(at: Instant): string {
  const plain = at.slice(0, -1)
  return `${plain}${plain.includes('.') ? '' : '.'}000`.slice(0, 23)
}

function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`1` : sql.join(conditions, sql` AND `)
}

/** True unless something that the profile in force asks for is not known (`missingMetadata`). */
async function completeness(db: Kysely<Tables>, missing: boolean): Promise<Condition> {
  const { rows } = await sql<Row>`SELECT value FROM settings WHERE name = 'profileText'`.execute(db)
  const text: unknown = JSON.parse(String(rows[0]?.['value'] ?? 'null'))
  const profile = typeof text === 'string' ? readProfile(text, 'policy profile') : null
  if (!profile?.ok) throw damagedRecord('settings.profileText')
  const blank = profile.value.requiredMetadata.map(
    (field) => sql`coalesce(trim(${missingFrom[field]}, ${blanks}), '') = ''`,
  )
  const any = blank.length === 0 ? sql`0` : sql.join(blank, sql` OR `)
  return missing ? sql`(${any})` : sql`NOT (${any})`
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
  const { kind, expiry, held, missing, unindexed } = query
  const conditions = whenConditions(query)
  if (kind !== undefined) conditions.push(sql`kind = ${kind}`)
  if (expiry === 'kept') conditions.push(sql`expiry_state = 'kept'`)
  else if (expiry !== undefined) conditions.push(sql`expiry_state <> 'kept' AND expiry_state = ${expiry}`)
  const holding = sql`(SELECT clip FROM holds WHERE released = 'null')`
  if (held !== undefined) conditions.push(held ? sql`id IN ${holding}` : sql`id NOT IN ${holding}`)
  if (unindexed !== undefined) conditions.push(unindexed ? sql`unindexed` : sql`NOT unindexed`)
  if (missing !== undefined) conditions.push(await completeness(db, missing))
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

type Search = { readonly where: readonly Condition[]; readonly source: Condition }

/** Null where nothing can match. */
async function searchOf(db: Kysely<Tables>, query: ClipQuery): Promise<Search | null> {
  const words = wordQuery(query)
  if (words.kind === 'none') return null
  const where = await plainConditions(db, query)
  const plain = sql`clips`
  if (words.kind === 'any') return { where, source: plain }
  const { rows, few } = await matching(db, 'clip_words', words.expression)
  // Left to itself SQLite sorts all matches first.
  const walks = !few && query.sha256 === undefined
  return { where: [...where, rows], source: walks ? sql`clips INDEXED BY clips_in_order` : plain }
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

/**
 * A page of the clips that a query asks for, newest first, those without a date last. A page ends early only where the clips do.
 * After a clip that nobody knows there is none.
 */
export async function findClips(db: Kysely<Tables>, query: ClipQuery): Promise<readonly ClipRecord[]> {
  const search = await searchOf(db, query)
  if (search === null) return []
  const columns = sql.join(clips.columns.map((column) => sql.ref(column)))
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
  if (words.kind === 'none') return 0
  const where = await plainConditions(db, query)
  const matches = words.kind === 'match' ? sql`clip_words MATCH ${words.expression}` : null
  if (matches && where.length === 0) return countOf(db, sql`clip_words WHERE ${matches}`)
  const rows = matches ? [sql`row IN (SELECT rowid FROM clip_words WHERE ${matches})`] : []
  return countOf(db, sql`clips WHERE ${all([...where, ...rows])}`)
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
