import { setImmediate } from 'node:timers/promises'
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { AuditEntry } from '../../../core/audit/audit-entry.ts'
import type { Checkpoint } from '../../../core/audit/checkpoint.ts'
import type { Sha256 } from '../../../core/clips/clip-index.ts'
import type { DisclosureRecord, RegisterLine } from '../../../core/disclosure/disclosure-record.ts'
import type {
  BackupRecord,
  ClipQuery,
  NoticeRecord,
  PendingImport,
  RedactionsQuery,
  RegisterQuery,
  SearchRecord,
  VaultReader,
  VaultSettings,
} from '../../../core/ports/vault/vault-records.ts'
import type { ListedRedaction, QueuedRedaction } from '../../../core/redaction/redaction-queue.ts'
import type { RedactionId, RedactionRecord, RedactionStep } from '../../../core/redaction/redaction-record.ts'
import type { DeletionRecord } from '../../../core/retention/deletion-record.ts'
import type { Approval } from '../../../core/review/approval.ts'
import type { ReviewRecord } from '../../../core/review/review-record.ts'
import type { SourceTask } from '../../../core/store-of-record.ts'
import type { ClipRecord, HoldRecord, TodoRecord } from '../../../core/vault/clip-record.ts'
import type { ClipId, ObjectId, UserId } from '../../../core/vault/ids.ts'
import type { ObjectRecord } from '../../../core/vault/object-record.ts'
import { userNameKey } from '../../../core/vault/user-name.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
import type { Bookmark, ClockOffset, ProfileReview, SavedFilter } from '../../../core/vault/viewing-record.ts'
import type { AuditLog } from './audit-log.ts'
import { countClips, findClips, findDeletions, findKindsOfAccess, type Tables } from './clip-search.ts'
import { profileReviewShape } from './record-shapes.ts'
import type { RecordTable, Row, SqlValue } from './record-tables.ts'
import * as tables from './record-tables.ts'
import { countRedactions, listRedactions } from './redaction-rows.ts'
import { countRegister, listRegister } from './register-rows.ts'
import { readReviews } from './review-rows.ts'
import { damagedRecord } from './storage-fault.ts'
import { wrongField } from './value-checks.ts'

/** The wrapped data key of an object, under the master key of that generation. */
export type WrappedKey = { readonly wrapped: Uint8Array; readonly generation: number }

/** What of the database its reads and writes use. */
export type RecordAccess = {
  readonly db: Kysely<Tables>
  readonly log: AuditLog
  /** Decides when a read or write gets its turn. */
  readonly scope: <T>(work: () => Promise<T>) => Promise<T>
}

type Filter = Readonly<Record<string, SqlValue>>

/**
 * Reads of the records. Every row is held against its record's shape when it is read; one that does not fit, or does not decrypt, is a
 * thrown `StorageFault`.
 */
export class RecordReader implements VaultReader {
  protected readonly access: RecordAccess
  #kinds: readonly ClipRecord[] | null = null

  constructor(access: RecordAccess) {
    this.access = access
  }

  user(id: UserId): Promise<UserRecord | null> {
    return this.one(tables.users, { id })
  }

  userByName(name: string): Promise<UserRecord | null> {
    return this.one(tables.users, { name_key: userNameKey(name) })
  }

  users(): Promise<readonly UserRecord[]> {
    return this.list(tables.users, {}, 'name_key')
  }

  clip(id: ClipId): Promise<ClipRecord | null> {
    return this.one(tables.clips, { id })
  }

  /** The clip with these bytes, else a copy with them. */
  async clipBySha256(sha256: Sha256): Promise<ClipRecord | null> {
    const clip = await this.one(tables.clips, { sha256, kind: 'clip' })
    return clip ?? (await this.list(tables.clips, { sha256, kind: 'copy' }, 'row'))[0] ?? null
  }

  clips(query: ClipQuery): Promise<readonly ClipRecord[]> {
    return this.access.scope(() => findClips(this.access.db, query))
  }

  countClips(query: ClipQuery): Promise<number> {
    return this.access.scope(() => countClips(this.access.db, query))
  }

  async kindsOfAccess(): Promise<readonly ClipRecord[]> {
    this.#kinds ??= await this.access.scope(() => findKindsOfAccess(this.access.db))
    return this.#kinds
  }

  /** To be called after every change of clips: every search asks for the kinds of access, and they seldom change. */
  forgetKindsOfAccess(): void {
    this.#kinds = null
  }

  /**
   * All clips in batches, in the order of their ids. What is due hangs on categories, holds, the profile and the date, which
   * `retentionOf` alone knows to weigh; asking SQL as well would be a second answer to the same question.
   */
  async clipsToEvaluate(after: ClipId | null, limit: number): Promise<readonly ClipRecord[]> {
    // Between batches others get their turn, not least whoever asks for a stop.
    await setImmediate()
    return this.select(tables.clips, (query) =>
      query
        .where('id', '>', after ?? '')
        .orderBy('id')
        .limit(limit),
    )
  }

  clipsToDecode(after: ClipId | null, limit: number): Promise<readonly ClipRecord[]> {
    // Said in the words of the index `clips_to_decode`, or SQLite would not use it.
    const waiting = sql<boolean>`kind = 'clip' AND expiry_state <> 'marked' AND frames_state ->> '$.deep' = 0`
    return this.select(tables.clips, (query) =>
      query
        .where(waiting)
        .where('id', '>', after ?? '')
        .orderBy('id')
        .limit(limit),
    )
  }

  copiesOf(clip: ClipId): Promise<readonly ClipRecord[]> {
    return this.list(tables.clips, { made_from: clip }, 'row')
  }

  holds(clip: ClipId): Promise<readonly HoldRecord[]> {
    return this.list(tables.holds, { clip }, 'placed_at', 'id')
  }

  todos(open: boolean): Promise<readonly TodoRecord[]> {
    return this.select(tables.todos, (query) => query.where('done_at', open ? 'is' : 'is not', null).orderBy('due_at'))
  }

  todosOf(clip: ClipId): Promise<readonly TodoRecord[]> {
    return this.list(tables.todos, { clip }, 'opened_at', 'id')
  }

  sourceTasks(open: boolean): Promise<readonly SourceTask[]> {
    const state = open ? 'is' : 'is not'
    return this.select(tables.sourceTasks, (query) => query.where('confirmed_at', state, null).orderBy('opened_at'))
  }

  sourceTasksOf(clip: ClipId): Promise<readonly SourceTask[]> {
    return this.list(tables.sourceTasks, { clip }, 'opened_at', 'id')
  }

  object(id: ObjectId): Promise<ObjectRecord | null> {
    return this.one(tables.objects, { id })
  }

  objects(clip: ClipId): Promise<readonly ObjectRecord[]> {
    return this.list(tables.objects, { clip }, 'kind', 'label', 'id')
  }

  pendingImports(): Promise<readonly PendingImport[]> {
    return this.list(tables.pendingImports, {}, 'begun_at', 'object')
  }

  deletions(query: Omit<ClipQuery, 'limit'>): Promise<readonly DeletionRecord[]> {
    return this.access.scope(() => findDeletions(this.access.db, query))
  }

  searches(): Promise<readonly SearchRecord[]> {
    return this.list(tables.searches, {}, 'at', 'id')
  }

  backups(): Promise<readonly BackupRecord[]> {
    return this.list(tables.backups, {}, 'at', 'id')
  }

  notices(): Promise<readonly NoticeRecord[]> {
    return this.list(tables.notices, {}, 'at', 'id')
  }

  bookmarks(clip: ClipId): Promise<readonly Bookmark[]> {
    return this.list(tables.bookmarks, { clip }, 'seconds', 'id')
  }

  savedFilters(owner: UserId): Promise<readonly SavedFilter[]> {
    return this.list(tables.savedFilters, { owner }, 'name', 'id')
  }

  clockOffset(clip: ClipId): Promise<ClockOffset | null> {
    return this.one(tables.clockOffsets, { clip })
  }

  redaction(id: RedactionId): Promise<RedactionRecord | null> {
    return this.one(tables.redactions, { id })
  }

  redactions(clip: ClipId): Promise<readonly RedactionRecord[]> {
    return this.list(tables.redactions, { clip }, 'created_at', 'id')
  }

  listedRedactions(query: RedactionsQuery): Promise<readonly ListedRedaction[]> {
    return this.access.scope(() => listRedactions(this.access.db, query))
  }

  countRedactions(query: Pick<RedactionsQuery, 'clip' | 'like'>): Promise<number> {
    return this.access.scope(() => countRedactions(this.access.db, query))
  }

  redactionQueue(): Promise<readonly QueuedRedaction[]> {
    return this.list(tables.redactionQueue, {}, 'at', 'redaction')
  }

  redactionSteps(id: RedactionId, after: number, limit: number): Promise<readonly RedactionStep[]> {
    return this.select(tables.redactionSteps, (query) =>
      query.where('redaction', '=', id).where('revision', '>', after).orderBy('revision').limit(limit),
    )
  }

  disclosures(copy: ClipId | null): Promise<readonly DisclosureRecord[]> {
    return this.list(tables.disclosures, copy === null ? {} : { copy }, 'at', 'id')
  }

  registerLines(query: RegisterQuery): Promise<readonly RegisterLine[]> {
    return this.access.scope(() => listRegister(this.access.db, query))
  }

  countRegisterLines(query: Pick<RegisterQuery, 'copy' | 'text' | 'like'>): Promise<number> {
    return this.access.scope(() => countRegister(this.access.db, query))
  }

  reviews(id: RedactionId): Promise<readonly ReviewRecord[]> {
    return this.access.scope(() => readReviews(this.access.db, id))
  }

  approvals(id: RedactionId): Promise<readonly Approval[]> {
    return this.list(tables.approvals, { redaction: id }, 'at', 'id')
  }

  redactionBlocks(id: RedactionId, basis: string): Promise<readonly string[]> {
    return this.access.scope(async () => {
      const blocks = this.access.db.selectFrom('redaction_blocks').select('content').orderBy('block')
      const rows = await blocks.where('redaction', '=', id).where('basis', '=', basis).execute()
      return rows.map(({ content }) => String(content))
    })
  }

  settings(): Promise<VaultSettings> {
    return this.access.scope(async () => {
      const rows = await this.access.db.selectFrom('settings').selectAll().execute()
      const values = new Map(rows.map(({ name, value }) => [name, JSON.parse(String(value)) as unknown]))
      const profileText = values.get('profileText')
      const clockDoubtful = values.get('clockDoubtful') ?? false
      const rotationDue = values.get('rotationDue') ?? false
      if (typeof profileText !== 'string') throw damagedRecord('settings.profileText')
      if (typeof clockDoubtful !== 'boolean') throw damagedRecord('settings.clockDoubtful')
      if (typeof rotationDue !== 'boolean') throw damagedRecord('settings.rotationDue')
      const profileReview = values.get('profileReview') ?? null
      if (profileReview !== null && wrongField(profileReview, profileReviewShape) !== null)
        throw damagedRecord('settings.profileReview')
      return { profileText, clockDoubtful, rotationDue, profileReview: profileReview as ProfileReview | null }
    })
  }

  auditEntries(from: number, limit: number): Promise<readonly AuditEntry[]> {
    return this.access.scope(async () => this.access.log.entries(from, limit))
  }

  editsOf(clip: ClipId): Promise<readonly AuditEntry[]> {
    return this.access.scope(async () => this.access.log.edits(clip))
  }

  auditSize(): Promise<number> {
    return this.access.scope(async () => this.access.log.size)
  }

  checkpoints(): Promise<readonly Checkpoint[]> {
    return this.access.scope(async () => this.access.log.checkpoints())
  }

  /** The key of an object that was kept or is being imported; null: there is none, nobody reads its file. */
  wrappedKey(object: ObjectId): Promise<WrappedKey | null> {
    return this.access.scope(async () => {
      const { rows } = await sql<WrappedKey>`
        SELECT wrapped, generation FROM object_keys WHERE object = ${object}
        UNION ALL SELECT wrapped, generation FROM pending_imports WHERE object = ${object} LIMIT 1
      `.execute(this.access.db)
      return rows[0] ?? null
    })
  }

  /** Everything that a file of the vault may be: objects that were kept, and imports under way. */
  knownObjects(): Promise<ReadonlySet<ObjectId>> {
    return this.access.scope(async () => {
      const { rows } = await sql<{ id: ObjectId }>`
        SELECT id FROM objects UNION ALL SELECT object FROM pending_imports
      `.execute(this.access.db)
      return new Set(rows.map(({ id }) => id))
    })
  }

  /** Object records in the order of their ids, in batches; for checks of all files. */
  objectsAfter(after: ObjectId | null, limit: number): Promise<readonly ObjectRecord[]> {
    return this.select(tables.objects, (query) =>
      query
        .where('id', '>', after ?? '')
        .orderBy('id')
        .limit(limit),
    )
  }

  /** Deleted objects whose files may still be there. */
  objectsToUnlink(): Promise<readonly ObjectId[]> {
    return this.access.scope(async () => {
      const rows = await this.access.db.selectFrom('unlinks').select('object').execute()
      return rows.map(({ object }) => object as ObjectId)
    })
  }

  protected select<T>(table: RecordTable<T>, refine: (query: TableQuery) => TableQuery): Promise<readonly T[]> {
    return this.access.scope(async () => {
      const rows = await refine(this.access.db.selectFrom(table.name).select([...table.columns])).execute()
      return rows.map(table.fromRow)
    })
  }

  protected list<T>(table: RecordTable<T>, where: Filter, ...order: readonly string[]): Promise<readonly T[]> {
    return this.select(table, (query) => {
      const found = Object.entries(where).reduce((so, [column, value]) => so.where(column, '=', value), query)
      return order.reduce((so, column) => so.orderBy(column), found)
    })
  }

  protected async one<T>(table: RecordTable<T>, where: Filter): Promise<T | null> {
    return (await this.list(table, where))[0] ?? null
  }
}

type TableQuery = SelectQueryBuilder<Tables, string, Row>
