import { type Kysely, sql } from 'kysely'
import type { RedactionsQuery } from '../../../core/ports/vault/vault-records.ts'
import type { ListedRedaction } from '../../../core/redaction/redaction-queue.ts'
import type { RedactionId } from '../../../core/redaction/redaction-record.ts'
import { likeCondition, type Tables } from './clip-search.ts'
import { type Row, redactions } from './record-tables.ts'
import { damagedRecord } from './storage-fault.ts'
import { isCount, isFailure, orNull } from './value-checks.ts'

type Which = Pick<RedactionsQuery, 'clip' | 'like'>

/** A clip is asked about for each redaction: there are far fewer of them than clips. */
function whereOf({ clip, like }: Which) {
  const known = like ? sql`EXISTS (SELECT 1 FROM clips WHERE id = r.clip AND ${likeCondition(like)})` : sql`1`
  return clip === null ? known : sql`r.clip = ${clip} AND ${known}`
}

/** Signed as it is now: by the author, and by the second person where one is asked for. */
function signedBy(last: RedactionsQuery['signedBy']) {
  const by = (as: string) =>
    sql`EXISTS (SELECT 1 FROM redaction_approvals WHERE redaction = r.id AND revision = r.revision AND given_as = ${as})`
  return last === 'author' ? by('author') : sql`(${by('author')} AND ${by('approver')})`
}

function countIn(row: Row, column: string): number | null {
  const value = row[column] ?? null
  if (!orNull(isCount)(value)) throw damagedRecord(`redactions.${column}`)
  return value as number | null
}

function queuedIn({ failure = null }: Row): ListedRedaction['queued'] {
  if (failure === null) return null
  const read: unknown = JSON.parse(String(failure))
  if (!orNull(isFailure)(read)) throw damagedRecord('redaction_queue.failure')
  return { failure: read } as ListedRedaction['queued']
}

function listedIn(row: Row): ListedRedaction {
  const own = redactions.columns.map((column) => [column, row[column] ?? null] as const)
  const { base: _base, ...record } = redactions.fromRow(Object.fromEntries(own))
  const [revision, unseen] = [countIn(row, 'looked_at'), countIn(row, 'unseen')]
  return {
    ...record,
    lookHere: countIn(row, 'look_here'),
    looked: revision === null || unseen === null ? null : { revision, unseen },
    isSigned: row['is_signed'] === 1,
    queued: queuedIn(row),
  }
}

/** A page of redactions, told from their rows alone. */
export async function listRedactions(db: Kysely<Tables>, query: RedactionsQuery): Promise<readonly ListedRedaction[]> {
  const columns = sql.join(redactions.columns.map((column) => sql.ref(`r.${column}`)))
  const mostFirst = sql`is_signed, q.failure IS NULL OR q.failure = 'null', undecided DESC, coalesce(look_here, 0) DESC,`
  const { rows } = await sql<Row>`
    SELECT ${columns}, r.look_here, r.looked_at, r.unseen, q.failure, ${signedBy(query.signedBy)} AS is_signed
    FROM redactions AS r LEFT JOIN redaction_queue AS q ON q.redaction = r.id WHERE ${whereOf(query)}
    ORDER BY ${query.clip === null ? mostFirst : sql``} r.created_at, r.id LIMIT ${query.limit} OFFSET ${query.offset}
  `.execute(db)
  return rows.map(listedIn)
}

/** How many redactions there are, whatever the page. */
export async function countRedactions(db: Kysely<Tables>, which: Which): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM redactions AS r WHERE ${whereOf(which)}
  `.execute(db)
  return rows[0]?.count ?? 0
}

/** Of a revision the least that anybody has left counts; of a later one, whatever is left. */
export async function writeLooked(
  db: Kysely<Tables>,
  id: RedactionId,
  { revision, unseen }: { readonly revision: number; readonly unseen: number },
): Promise<void> {
  await sql`
    UPDATE redactions SET unseen = CASE looked_at WHEN ${revision} THEN min(unseen, ${unseen}) ELSE ${unseen} END,
      looked_at = ${revision}
    WHERE id = ${id} AND coalesce(looked_at, 0) <= ${revision}
  `.execute(db)
}
