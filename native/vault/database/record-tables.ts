import type { Checkpoint } from '../../../core/audit/checkpoint.ts'
import type {
  DisclosureAttempt,
  DisclosureEnding,
  DisclosureRecord,
} from '../../../core/disclosure/disclosure-record.ts'
import type {
  BackupRecord,
  NoticeRecord,
  PendingImport,
  SearchRecord,
} from '../../../core/ports/vault/vault-records.ts'
import type { QueuedRedaction } from '../../../core/redaction/redaction-queue.ts'
import type { RedactionRecord, RedactionStep } from '../../../core/redaction/redaction-record.ts'
import type { DeletionRecord } from '../../../core/retention/deletion-record.ts'
import type { Approval } from '../../../core/review/approval.ts'
import type { SourceTask } from '../../../core/store-of-record.ts'
import type { ClipRecord, HoldRecord, TodoRecord } from '../../../core/vault/clip-record.ts'
import type { ObjectRecord } from '../../../core/vault/object-record.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
import type { Bookmark, ClockOffset, SavedFilter } from '../../../core/vault/viewing-record.ts'
import * as shapes from './record-shapes.ts'
import { damagedRecord } from './storage-fault.ts'
import { type RecordShape, wrongField } from './value-checks.ts'

/** What a column holds. */
export type SqlValue = string | number | Uint8Array | null

/** A row as the database gives and takes it: columns in snake_case, nested values as JSON. Nothing is known of it until it is read. */
export type Row = Readonly<Record<string, SqlValue>>

type Fields = Readonly<Record<string, unknown>>

/** How records of a kind lie in their table. */
export type RecordTable<T> = {
  readonly name: string
  /** Columns of the table that make up the record. */
  readonly columns: readonly string[]
  /** The row of a record; throws on what no reader would take for one: a bug of whoever made it. */
  toRow(record: T): Row
  /** The record of a row; throws a `StorageFault` on anything else. */
  fromRow(row: Row): T
}

type TableSpec = {
  readonly name: string
  readonly shape: RecordShape
  /** Fields whose columns hold JSON. */
  readonly json: readonly string[]
  /** A field whose own fields are columns beside the others. */
  readonly spread?: { readonly field: string; readonly shape: RecordShape }
  /** Columns that are not called as their fields are. */
  readonly called?: Readonly<Record<string, string>>
}

function snakeCase(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function valueOfJson(text: SqlValue | undefined, where: string): unknown {
  if (typeof text !== 'string') throw damagedRecord(where)
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw damagedRecord(where)
    throw error
  }
}

function recordTable<T>(spec: TableSpec): RecordTable<T> {
  const { name, shape, spread } = spec
  const outer = Object.keys(shape).filter((field) => field !== spread?.field)
  const inner = spread ? Object.keys(spread.shape) : []
  const columnOf = (field: string): string => spec.called?.[field] ?? snakeCase(field)
  const isJson = new Set(spec.json)
  const cells = (fields: readonly string[], values: Fields): [string, SqlValue][] =>
    fields.map((field) => [
      columnOf(field),
      isJson.has(field) ? JSON.stringify(values[field]) : (values[field] as SqlValue),
    ])
  const values = (fields: readonly string[], row: Row): Fields =>
    Object.fromEntries(
      fields.map((field) => {
        const cell = row[columnOf(field)]
        return [field, isJson.has(field) ? valueOfJson(cell, `${name}.${field}`) : cell]
      }),
    )
  return {
    name,
    columns: [...outer, ...inner].map(columnOf),
    toRow(record) {
      const wrong = wrongField(record, shape)
      if (wrong !== null) throw new TypeError(`not a record of ${name}: ${wrong}`)
      const fields = record as Fields
      const nested = spread ? cells(inner, fields[spread.field] as Fields) : []
      return Object.fromEntries([...cells(outer, fields), ...nested])
    },
    fromRow(row) {
      const nested = spread ? { [spread.field]: values(inner, row) } : {}
      const record = { ...values(outer, row), ...nested }
      const wrong = wrongField(record, shape)
      if (wrong !== null) throw damagedRecord(`${name}.${wrong}`)
      return record as T
    },
  }
}

/** People. `name_key` is the writer's to add. */
export const users = recordTable<UserRecord>({ name: 'users', shape: shapes.userShape, json: ['knownAs', 'grants'] })

/** Clips and copies. */
export const clips = recordTable<ClipRecord>({
  name: 'clips',
  shape: shapes.clipShape,
  json: ['categories', 'storeOfRecord', 'index', 'restriction', 'involved', 'source', 'expiry'],
  spread: { field: 'metadata', shape: shapes.metadataShape },
  called: { index: 'frames_state' },
})

/** What is encrypted in files of its own. */
export const objects = recordTable<ObjectRecord>({ name: 'objects', shape: shapes.objectShape, json: [] })

/** Imports under way. `wrapped` and `generation` are the writer's to add. */
export const pendingImports = recordTable<PendingImport>({
  name: 'pending_imports',
  shape: shapes.pendingImportShape,
  json: [],
})

/** Holds. */
export const holds = recordTable<HoldRecord>({ name: 'holds', shape: shapes.holdShape, json: ['released'] })

/** What people have to do. */
export const todos = recordTable<TodoRecord>({ name: 'todos', shape: shapes.todoShape, json: ['missing'] })

/** What is to be done in stores of record. */
export const sourceTasks = recordTable<SourceTask>({ name: 'source_tasks', shape: shapes.sourceTaskShape, json: [] })

/** What stays of what was deleted. */
export const deletions = recordTable<DeletionRecord>({
  name: 'deletions',
  shape: shapes.deletionShape,
  json: ['storeOfRecord', 'categories', 'backups'],
})

/** Searches that were kept. */
export const searches = recordTable<SearchRecord>({ name: 'searches', shape: shapes.searchShape, json: [] })

/** Backups that were made. */
export const backups = recordTable<BackupRecord>({ name: 'backups', shape: shapes.backupShape, json: [] })

/** What information governance is told. */
export const notices = recordTable<NoticeRecord>({ name: 'notices', shape: shapes.noticeShape, json: [] })

/** Places in clips with a note. */
export const bookmarks = recordTable<Bookmark>({ name: 'bookmarks', shape: shapes.bookmarkShape, json: [] })

/** Filters that people use again; their query is JSON text of its own. */
export const savedFilters = recordTable<SavedFilter>({
  name: 'saved_filters',
  shape: shapes.savedFilterShape,
  json: [],
})

/** How far cameras' clocks were off. */
export const clockOffsets = recordTable<ClockOffset>({
  name: 'clock_offsets',
  shape: shapes.clockOffsetShape,
  json: [],
})

/** Redactions, without their steps. */
export const redactions = recordTable<RedactionRecord>({
  name: 'redactions',
  shape: shapes.redactionShape,
  json: [],
})

/** What waits for the detection. */
export const redactionQueue = recordTable<QueuedRedaction>({
  name: 'redaction_queue',
  shape: shapes.queuedRedactionShape,
  json: ['search', 'failure'],
})

/** Steps of redactions. `redaction` is the writer's to add. */
export const redactionSteps = recordTable<RedactionStep>({
  name: 'redaction_steps',
  shape: shapes.redactionStepShape,
  json: ['step'],
})

/** The register of what left. */
export const disclosures = recordTable<DisclosureRecord>({
  name: 'disclosures',
  shape: shapes.disclosureShape,
  json: ['files', 'heldBack'],
})

/** What began to be written out. */
export const disclosureAttempts = recordTable<DisclosureAttempt>({
  name: 'disclosure_attempts',
  shape: shapes.disclosureAttemptShape,
  json: ['heldBack'],
})

/** How it ended. */
export const disclosureEndings = recordTable<DisclosureEnding>({
  name: 'disclosure_endings',
  shape: shapes.disclosureEndingShape,
  json: ['failure'],
})

/** Signatures under redactions. */
export const approvals = recordTable<Approval>({
  name: 'redaction_approvals',
  shape: shapes.approvalShape,
  json: ['nothingToHide'],
  called: { as: 'given_as' },
})

/** Signed heads of the log. */
export const checkpoints = recordTable<Omit<Checkpoint, 'version'>>({
  name: 'checkpoints',
  shape: shapes.checkpointShape,
  json: [],
})
