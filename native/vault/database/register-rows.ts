import { type Kysely, sql } from 'kysely'
import type { RegisterLine } from '../../../core/disclosure/disclosure-record.ts'
import type { RegisterQuery } from '../../../core/ports/vault/vault-records.ts'
import type { ClipId } from '../../../core/vault/ids.ts'
import { likeCondition, type Tables } from './clip-search.ts'
import { foldFunction } from './folded-case.ts'
import { disclosureAttempts, disclosureEndings, disclosures, type Row, type SqlValue } from './record-tables.ts'

type Which = Pick<RegisterQuery, 'copy' | 'text' | 'like'>

function whereOf({ copy, text, like }: Which) {
  const known = like ? sql`EXISTS (SELECT 1 FROM clips WHERE id = a.copy AND ${likeCondition(like)})` : sql`1`
  const wanted = text?.toLowerCase() ?? ''
  const says = (column: string) => sql`instr(${sql.raw(foldFunction)}(${sql.ref(`a.${column}`)}), ${wanted}) > 0`
  const said = wanted === '' ? sql`1` : sql`(${sql.join(['recipient', 'route', 'reason'].map(says), sql` OR `)})`
  return sql`${copy === null ? sql`1` : sql`a.copy = ${copy}`} AND ${said} AND ${known}`
}

/** The columns of a record among those of a line, where they have its prefix. */
function columnsOf(table: string, columns: readonly string[]) {
  return columns.map((column) => sql`${sql.ref(`${table}.${column}`)} AS ${sql.id(`${table}_${column}`)}`)
}

function ownOf(row: Row, table: string, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column): [string, SqlValue] => [column, row[`${table}_${column}`] ?? null]))
}

function lineIn(row: Row): RegisterLine {
  const attempt = disclosureAttempts.fromRow(ownOf(row, 'a', disclosureAttempts.columns))
  const left = row['d_id'] === null ? null : disclosures.fromRow(ownOf(row, 'd', disclosures.columns))
  const ending = row['e_id'] === null ? null : disclosureEndings.fromRow(ownOf(row, 'e', disclosureEndings.columns))
  return { ...attempt, left, ending }
}

/** A page of the register, the latest first. */
export async function listRegister(db: Kysely<Tables>, query: RegisterQuery): Promise<readonly RegisterLine[]> {
  const columns = sql.join([
    ...columnsOf('a', disclosureAttempts.columns),
    ...columnsOf('d', disclosures.columns),
    ...columnsOf('e', disclosureEndings.columns),
  ])
  const { rows } = await sql<Row>`
    SELECT ${columns} FROM disclosure_attempts AS a LEFT JOIN disclosures AS d ON d.id = a.id
      LEFT JOIN disclosure_endings AS e ON e.id = a.id
    WHERE ${whereOf(query)} ORDER BY a.at DESC, a.id DESC LIMIT ${query.limit} OFFSET ${query.offset}
  `.execute(db)
  return rows.map(lineIn)
}

/** How many lines there are, whatever the page. */
export async function countRegister(db: Kysely<Tables>, which: Which): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM disclosure_attempts AS a WHERE ${whereOf(which)}
  `.execute(db)
  return rows[0]?.count ?? 0
}

/** Takes away the lines of a copy that is deleted: the ends last, since a line that is there keeps its end. */
export async function removeRegister(db: Kysely<Tables>, copy: ClipId): Promise<void> {
  const own = sql`SELECT id FROM disclosure_attempts WHERE copy = ${copy}`
  const { rows } = await sql<{ id: string }>`${own}`.execute(db)
  const ids = JSON.stringify(rows.map(({ id }) => id))
  await sql`DELETE FROM disclosures WHERE copy = ${copy}`.execute(db)
  await sql`DELETE FROM disclosure_attempts WHERE copy = ${copy}`.execute(db)
  await sql`DELETE FROM disclosure_endings WHERE id IN (SELECT value FROM json_each(${ids}))`.execute(db)
}
