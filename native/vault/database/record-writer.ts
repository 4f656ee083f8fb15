import { setImmediate } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Sha256 } from '../../../core/clips/clip-index.ts'
import type {
  DisclosureAttempt,
  DisclosureEnding,
  DisclosureRecord,
} from '../../../core/disclosure/disclosure-record.ts'
import type { Instant } from '../../../core/ports/clock.ts'
import type {
  BackupRecord,
  DateTold,
  NoticeRecord,
  PendingImport,
  SearchRecord,
  VaultSettings,
  VaultWriter,
} from '../../../core/ports/vault/vault-records.ts'
import type { LeftToDecide } from '../../../core/redaction/left-to-decide.ts'
import type { QueuedRedaction } from '../../../core/redaction/redaction-queue.ts'
import type { RedactionId, RedactionRecord, RedactionStep } from '../../../core/redaction/redaction-record.ts'
import type { DeletionRecord } from '../../../core/retention/deletion-record.ts'
import type { Approval } from '../../../core/review/approval.ts'
import type { FramesRange } from '../../../core/review/frame-signatures.ts'
import type { ReviewRecord } from '../../../core/review/review-record.ts'
import type { SourceTask } from '../../../core/store-of-record.ts'
import type { ClipRecord, HoldRecord, TodoRecord } from '../../../core/vault/clip-record.ts'
import type { ObjectId } from '../../../core/vault/ids.ts'
import type { ObjectKind, ObjectRecord } from '../../../core/vault/object-record.ts'
import type { SlotTableFacts } from '../../../core/vault/slot-table.ts'
import { userNameKey } from '../../../core/vault/user-name.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
import type { Bookmark, ClockOffset, SavedFilter } from '../../../core/vault/viewing-record.ts'
import { dueOrderFunction } from './due-dates.ts'
import { missingFieldsOf } from './missing-fields.ts'
import { type RecordAccess, RecordReader, type WrappedKey } from './record-reader.ts'
import type { RecordTable, SqlValue } from './record-tables.ts'
import * as tables from './record-tables.ts'
import { writeLooked } from './redaction-rows.ts'
import { removeRegister } from './register-rows.ts'
import { writeReview } from './review-rows.ts'

/** Where the keys of objects come from that are being written: null for one that nobody has begun. */
export type WrappedKeys = { readonly wrapped: (object: ObjectId) => WrappedKey | null }

/** A signing key of a workstation, its private half wrapped like a data key (kind `device-key`). */
export type DeviceKey = WrappedKey & {
  readonly fingerprint: Sha256
  /** 32 raw bytes. */
  readonly publicKey: Uint8Array
  readonly addedAt: Instant
}

/** A wrapped key and what it is of: `kind` and `id` as its wrap is bound to them (`KeyContext`). */
export type StoredKey = WrappedKey & { readonly kind: ObjectKind | 'device-key'; readonly id: string }

/** Tables whose rows belong to a redaction and go with it. */
const ofRedactions = [
  'redaction_steps',
  'redaction_blocks',
  'redaction_seen',
  'redaction_heard',
  'redaction_approvals',
  'redaction_queue',
]

/** Clips whose dates are worked out in one statement. */
const rowsAtOnce = 2_000

/** A row as it is written: some of its values SQL works out. */
type Written = Readonly<Record<string, SqlValue | RawBuilder<SqlValue>>>

/** What the column `due_order` of a clip holds, from what its other columns hold. */
function dueOrderOf(cellOf: (column: string) => RawBuilder<SqlValue>): RawBuilder<SqlValue> {
  const facts = ['recorded_on', 'imported_at', 'categories', 'released_at', 'reviewed_at'].map(cellOf)
  const profile = sql`(SELECT value FROM settings WHERE name = 'profileText')`
  return sql<SqlValue>`${sql.raw(dueOrderFunction)}(${sql.join([...facts, profile])})`
}

/** Writes of the records, with those that are the host's alone. */
export class RecordWriter extends RecordReader implements VaultWriter {
  readonly #keys: WrappedKeys
  #changesClips = false

  constructor(access: RecordAccess, keys: WrappedKeys) {
    super(access)
    this.#keys = keys
  }

  /** Whether clips were written or deleted through it. */
  get changesClips(): boolean {
    return this.#changesClips
  }

  putUser(user: UserRecord): Promise<void> {
    return this.#put(tables.users.name, 'id', { ...tables.users.toRow(user), name_key: userNameKey(user.name) })
  }

  putClip(clip: ClipRecord): Promise<void> {
    this.#changesClips = true
    this.forgetKindsOfAccess()
    const row = tables.clips.toRow(clip)
    const due = dueOrderOf((column) => sql<SqlValue>`${row[column]}`)
    return this.#put(tables.clips.name, 'id', {
      ...row,
      missing_fields: missingFieldsOf(clip.metadata),
      due_order: due,
    })
  }

  /** In one statement: a whole row for each would take twenty times as long. */
  putDatesTold(dates: readonly DateTold[]): Promise<void> {
    const told = JSON.stringify(dates.map(({ id, dueBefore }) => [id, dueBefore]))
    return this.access.scope(async () => {
      await sql`
        UPDATE clips SET due_before = told.value ->> 1 FROM json_each(${told}) AS told WHERE clips.id = told.value ->> 0
      `.execute(this.access.db)
    })
  }

  putHold(hold: HoldRecord): Promise<void> {
    return this.#put(tables.holds.name, 'id', tables.holds.toRow(hold))
  }

  putTodo(todo: TodoRecord): Promise<void> {
    return this.#put(tables.todos.name, 'id', tables.todos.toRow(todo))
  }

  putSourceTask(task: SourceTask): Promise<void> {
    return this.#put(tables.sourceTasks.name, 'id', tables.sourceTasks.toRow(task))
  }

  /** The key comes from whoever wrote the object, else from its import. Throws where neither knows one: nobody could read it. */
  async keepObject(object: ObjectRecord): Promise<void> {
    const key = this.#keys.wrapped(object.id) ?? (await this.wrappedKey(object.id))
    if (key === null) throw new Error('an object without a key cannot be kept')
    await this.#put(tables.objects.name, 'id', tables.objects.toRow(object))
    await this.#put('object_keys', 'object', { object: object.id, ...bytesOf(key) })
  }

  async beginImport(pending: PendingImport): Promise<void> {
    const key = this.#keys.wrapped(pending.object)
    if (key === null) throw new Error('an import without a key cannot begin')
    await this.#put(tables.pendingImports.name, 'object', {
      ...tables.pendingImports.toRow(pending),
      ...bytesOf(key),
    })
  }

  endImport(object: ObjectId): Promise<void> {
    return this.#remove('pending_imports', 'object', object)
  }

  /**
   * Of tasks for the store of record only those about deletion stay: somebody still has to delete it there. Throws where there is no
   * such clip.
   */
  deleteClip(record: DeletionRecord): Promise<void> {
    const { clip } = record
    this.#changesClips = true
    this.forgetKindsOfAccess()
    return this.access.scope(async () => {
      const { db } = this.access
      const found = await db.selectFrom('clips').select('row').where('id', '=', clip).execute()
      if (found.length === 0) throw new Error('there is no clip to delete')
      await sql`
        INSERT INTO unlinks (object) SELECT id FROM objects WHERE clip = ${clip}
        UNION SELECT object FROM pending_imports WHERE clip = ${clip}
      `.execute(db)
      await sql`DELETE FROM object_keys WHERE object IN (SELECT id FROM objects WHERE clip = ${clip})`.execute(db)
      for (const table of ['pending_imports', 'objects', 'holds', 'todos', 'bookmarks', 'clock_offsets'])
        await db.deleteFrom(table).where('clip', '=', clip).execute()
      await db.deleteFrom('source_tasks').where('clip', '=', clip).where('kind', '<>', 'deletion').execute()
      const redactions = await db.selectFrom('redactions').select('id').where('clip', '=', clip).execute()
      await db.deleteFrom('clips').where('id', '=', clip).execute()
      await db.deleteFrom('redactions').where('clip', '=', clip).execute()
      await removeRegister(db, clip)
      for (const table of ofRedactions)
        for (const { id } of redactions) await db.deleteFrom(table).where('redaction', '=', String(id)).execute()
      await db.insertInto('deletions').values(tables.deletions.toRow(record)).execute()
    })
  }

  /** Takes over the record of a deletion that happened elsewhere: in the vault that this one is a backup of. Once is enough. */
  keepDeletion(record: DeletionRecord): Promise<void> {
    return this.access.scope(async () => {
      const row = tables.deletions.toRow(record)
      await this.access.db
        .insertInto('deletions')
        .values(row)
        .onConflict((conflict) => conflict.column('clip').doNothing())
        .execute()
    })
  }

  putSearch(search: SearchRecord): Promise<void> {
    return this.#put(tables.searches.name, 'id', tables.searches.toRow(search))
  }

  putBackup(backup: BackupRecord): Promise<void> {
    return this.#put(tables.backups.name, 'id', tables.backups.toRow(backup))
  }

  putNotice(notice: NoticeRecord): Promise<void> {
    return this.#put(tables.notices.name, 'id', tables.notices.toRow(notice))
  }

  putBookmark(bookmark: Bookmark): Promise<void> {
    return this.#put(tables.bookmarks.name, 'id', tables.bookmarks.toRow(bookmark))
  }

  removeBookmark(id: string): Promise<void> {
    return this.#remove(tables.bookmarks.name, 'id', id)
  }

  putSavedFilter(filter: SavedFilter): Promise<void> {
    return this.#put(tables.savedFilters.name, 'id', tables.savedFilters.toRow(filter))
  }

  removeSavedFilter(id: string): Promise<void> {
    return this.#remove(tables.savedFilters.name, 'id', id)
  }

  putClockOffset(offset: ClockOffset): Promise<void> {
    return this.#put(tables.clockOffsets.name, 'clip', tables.clockOffsets.toRow(offset))
  }

  async putSettings(settings: Partial<VaultSettings>): Promise<void> {
    for (const [name, value] of Object.entries(settings))
      await this.#put('settings', 'name', { name, value: JSON.stringify(value) })
    if (settings.profileText !== undefined) await this.#tellDueDates()
  }

  /** Under another profile every clip has another date. Between batches others of this process get their turn. */
  async #tellDueDates(): Promise<void> {
    const due = dueOrderOf((column) => sql.ref<SqlValue>(column))
    for (let from = 0, rows = 1; rows > 0; from += rowsAtOnce) {
      rows = await this.access.scope(async () => {
        const among = sql`row > ${from} AND row <= ${from + rowsAtOnce}`
        await sql`UPDATE clips SET due_order = ${due} WHERE ${among} AND due_order IS NOT ${due}`.execute(
          this.access.db,
        )
        const left = await sql`SELECT 1 FROM clips WHERE row > ${from + rowsAtOnce} LIMIT 1`.execute(this.access.db)
        return left.rows.length
      })
      await setImmediate()
    }
  }

  beginRedaction(redaction: RedactionRecord): Promise<void> {
    return this.#add(tables.redactions, redaction)
  }

  addRedactionSteps(id: RedactionId, steps: readonly RedactionStep[], left: LeftToDecide): Promise<void> {
    const { undecided, lookHere } = left
    return this.access.scope(async () => {
      const { db } = this.access
      for (const step of steps) {
        const row = { redaction: id, ...tables.redactionSteps.toRow(step) }
        await db.insertInto(tables.redactionSteps.name).values(row).execute()
      }
      await db
        .updateTable(tables.redactions.name)
        .set({ undecided, look_here: lookHere })
        .where('id', '=', id)
        .execute()
    })
  }

  putQueuedRedaction(queued: QueuedRedaction): Promise<void> {
    return this.#put(tables.redactionQueue.name, 'redaction', tables.redactionQueue.toRow(queued))
  }

  removeQueuedRedaction(id: RedactionId): Promise<void> {
    return this.#remove('redaction_queue', 'redaction', id)
  }

  putRedactionLooked(id: RedactionId, looked: Parameters<VaultWriter['putRedactionLooked']>[1]): Promise<void> {
    return this.access.scope(() => writeLooked(this.access.db, id, looked))
  }

  beginDisclosure(attempt: DisclosureAttempt): Promise<void> {
    return this.#add(tables.disclosureAttempts, attempt)
  }

  putDisclosure(disclosure: DisclosureRecord): Promise<void> {
    return this.#add(tables.disclosures, disclosure)
  }

  endDisclosure(ending: DisclosureEnding): Promise<void> {
    return this.#add(tables.disclosureEndings, ending)
  }

  putReview(review: ReviewRecord, changed: readonly FramesRange[]): Promise<void> {
    return this.access.scope(() => writeReview(this.access.db, review, changed))
  }

  addApproval(approval: Approval): Promise<void> {
    return this.#add(tables.approvals, approval)
  }

  putRedactionBlock(
    id: RedactionId,
    { block, basis, content }: { readonly block: number; readonly basis: string; readonly content: string },
    examined: number,
  ): Promise<void> {
    return this.access.scope(async () => {
      const { db } = this.access
      await db.deleteFrom('redaction_blocks').where('redaction', '=', id).where('basis', '<>', basis).execute()
      await sql`
        INSERT OR REPLACE INTO redaction_blocks (redaction, block, basis, content) VALUES (${id}, ${block}, ${basis}, ${content})
      `.execute(db)
      await db.updateTable('redactions').set({ examined }).where('id', '=', id).execute()
    })
  }

  putRedactionProposed(id: RedactionId, proposed: number): Promise<void> {
    return this.access.scope(async () => {
      await this.access.db.updateTable('redactions').set({ proposed }).where('id', '=', id).execute()
    })
  }

  /** What the database says of the slot table that belongs to it; to be changed in one transaction with what the table changes for. */
  putSlotTableFacts(facts: SlotTableFacts): Promise<void> {
    return this.#put('vault_facts', 'name', { name: 'slotTable', value: JSON.stringify(facts) })
  }

  /** Adds a workstation's signing key, or wraps one anew. */
  putDevice({ fingerprint, publicKey, addedAt, ...key }: DeviceKey): Promise<void> {
    const row = { fingerprint, public_key: Buffer.from(publicKey), added_at: addedAt, ...bytesOf(key) }
    return this.#put('devices', 'fingerprint', row)
  }

  /** The files of these deleted objects are gone. */
  async unlinked(ids: readonly ObjectId[]): Promise<void> {
    for (const id of ids) await this.#remove('unlinks', 'object', id)
  }

  /** Replaces the wrap of every key of the vault; in the database of a rotation. */
  rewrapAll(rewrap: (key: StoredKey) => WrappedKey): Promise<void> {
    return this.access.scope(async () => {
      const { db } = this.access
      const { rows } = await sql<StoredKey & { readonly table: string }>`
        SELECT 'object_keys' AS "table", kind, id, wrapped, generation FROM objects JOIN object_keys ON object = id
        UNION ALL SELECT 'pending_imports', 'clip', object, wrapped, generation FROM pending_imports
        UNION ALL SELECT 'devices', 'device-key', fingerprint, wrapped, generation FROM devices
      `.execute(db)
      for (const { table, ...key } of rows) {
        const { wrapped, generation } = bytesOf(rewrap(key))
        const idColumn = table === 'devices' ? 'fingerprint' : 'object'
        await db.updateTable(table).set({ wrapped, generation }).where(idColumn, '=', key.id).execute()
      }
    })
  }

  #add<T>(table: RecordTable<T>, record: T): Promise<void> {
    return this.access.scope(async () => {
      await this.access.db.insertInto(table.name).values(table.toRow(record)).execute()
    })
  }

  #put(table: string, key: string, row: Written): Promise<void> {
    const changed = Object.fromEntries(Object.entries(row).filter(([column]) => column !== key))
    return this.access.scope(async () => {
      await this.access.db
        .insertInto(table)
        .values(row)
        .onConflict((conflict) => conflict.column(key).doUpdateSet(changed))
        .execute()
    })
  }

  #remove(table: string, key: string, value: string): Promise<void> {
    return this.access.scope(async () => {
      await this.access.db.deleteFrom(table).where(key, '=', value).execute()
    })
  }
}

/** SQLite takes Buffers alone for blobs. */
function bytesOf({ wrapped, generation }: WrappedKey): { readonly wrapped: Buffer; readonly generation: number } {
  return { wrapped: Buffer.from(wrapped), generation }
}
