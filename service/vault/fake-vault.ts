import { type AuditEntry, auditEntryOf } from '../../core/audit/audit-entry.ts'
import { sha256 } from '../../core/clips/clip-index.ts'
import type {
  DisclosureAttempt,
  DisclosureEnding,
  DisclosureRecord,
  RegisterLine,
} from '../../core/disclosure/disclosure-record.ts'
import { instant } from '../../core/ports/clock.ts'
import type { VaultObjects } from '../../core/ports/vault/vault-objects.ts'
import type {
  AuditDraft,
  ClipQuery,
  RedactionsQuery,
  RegisterQuery,
  VaultReader,
  VaultSettings,
  VaultWriter,
} from '../../core/ports/vault/vault-records.ts'
import type { SlotChange, VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { ListedRedaction, QueuedRedaction } from '../../core/redaction/redaction-queue.ts'
import type { RedactionRecord, RedactionStep } from '../../core/redaction/redaction-record.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { DeletionRecord } from '../../core/retention/deletion-record.ts'
import type { Approval } from '../../core/review/approval.ts'
import type { ReviewRecord } from '../../core/review/review-record.ts'
import type { SourceTask } from '../../core/store-of-record.ts'
import type { ClipRecord, HoldRecord, TodoRecord } from '../../core/vault/clip-record.ts'
import { type UserId, userId } from '../../core/vault/ids.ts'
import type { ObjectRecord } from '../../core/vault/object-record.ts'
import type { UserRecord } from '../../core/vault/user-record.ts'
import type { Bookmark, ClockOffset, SavedFilter } from '../../core/vault/viewing-record.ts'

/** A vault in memory for the tests of the service: records that a failed change leaves as they were, and a log. */

type Rows = {
  users: readonly UserRecord[]
  clips: readonly ClipRecord[]
  holds: readonly HoldRecord[]
  todos: readonly TodoRecord[]
  tasks: readonly SourceTask[]
  objects: readonly ObjectRecord[]
  deletions: readonly DeletionRecord[]
  notices: readonly string[]
  searches: readonly { readonly id: string; readonly text: string }[]
  bookmarks: readonly Bookmark[]
  filters: readonly SavedFilter[]
  offsets: readonly ClockOffset[]
  redactions: readonly RedactionRecord[]
  steps: readonly (RedactionStep & { readonly redaction: string })[]
  queue: readonly QueuedRedaction[]
  /** By redaction: what its list row has beside the record. */
  kept: Readonly<Record<string, Partial<Pick<ListedRedaction, 'lookHere' | 'looked'>>>>
  blocks: readonly { readonly redaction: string; readonly basis: string; readonly content: string }[]
  attempts: readonly DisclosureAttempt[]
  disclosures: readonly DisclosureRecord[]
  endings: readonly DisclosureEnding[]
  reviews: readonly ReviewRecord[]
  approvals: readonly Approval[]
  settings: VaultSettings
  slots: readonly SlotChange[]
}

/** What a test can look at. */
export type FakeVault = {
  readonly store: VaultStore
  rows: Rows
  readonly log: AuditEntry[]
  /** Made true, nothing can be written any more. */
  full: boolean
  rotations: number
}

type Parts = Omit<FakeVault, 'store'>

const device = sha256('d'.repeat(64))

function replaced<T extends { readonly id: string }>(rows: readonly T[], row: T): readonly T[] {
  return rows.some(({ id }) => id === row.id) ? rows.map((each) => (each.id === row.id ? row : each)) : [...rows, row]
}

function isLike(clip: ClipRecord, { open, restricted }: NonNullable<ClipQuery['like']>): boolean {
  if (clip.restriction !== null) return restricted.includes(clip.id)
  return open === 'all' || open.includes(clip.id)
}

function matches(clip: ClipRecord, query: Parameters<VaultReader['clips']>[0]): boolean {
  return (
    (query.expiry === undefined || clip.expiry.state === query.expiry) &&
    (query.officer === undefined || clip.metadata.officer === query.officer) &&
    (query.kind === undefined || clip.kind === query.kind) &&
    (query.like === undefined || isLike(clip, query.like))
  )
}

function within({ redactions, clips }: Rows, { clip, like }: Pick<RedactionsQuery, 'clip' | 'like'>) {
  const isKnown = (id: string): boolean => clips.some((each) => each.id === id && (!like || isLike(each, like)))
  return redactions.filter((each) => (clip === null || each.clip === clip) && isKnown(each.clip))
}

function listedIn({ kept, queue }: Rows, { base: _base, ...record }: RedactionRecord): ListedRedaction {
  const queued = queue.find(({ redaction }) => redaction === record.id)
  return { ...record, lookHere: 0, looked: null, ...kept[record.id], isSigned: false, queued: queued ?? null }
}

function registerOf(
  { attempts, disclosures, endings, clips }: Rows,
  { copy, text, like }: Pick<RegisterQuery, 'copy' | 'text' | 'like'>,
): RegisterLine[] {
  const isKnown = (id: string): boolean => clips.some((each) => each.id === id && (!like || isLike(each, like)))
  const says = ({ recipient, route, reason }: DisclosureAttempt): boolean =>
    [recipient, route, reason].some((said) => said.toLowerCase().includes(text?.toLowerCase() ?? ''))
  return attempts
    .filter((line) => (copy === null || line.copy === copy) && isKnown(line.copy) && says(line))
    .map((line) => ({
      ...line,
      left: disclosures.find(({ id }) => id === line.id) ?? null,
      ending: endings.find(({ id }) => id === line.id) ?? null,
    }))
    .toReversed()
}

function readerOf(vault: Parts): VaultReader {
  const rows = () => vault.rows
  const after = (clips: readonly ClipRecord[], id: string | undefined | null) =>
    id ? clips.slice(clips.findIndex((clip) => clip.id === id) + 1) : clips
  return {
    user: async (id) => rows().users.find((user) => user.id === id) ?? null,
    userByName: async (name) => rows().users.find((user) => user.name === name) ?? null,
    users: async () => rows().users,
    clip: async (id) => rows().clips.find((clip) => clip.id === id) ?? null,
    clipBySha256: async (hash) => rows().clips.find((clip) => clip.sha256 === hash) ?? null,
    clips: async (query) =>
      after(rows().clips, query.after)
        .filter((clip) => matches(clip, query))
        .slice(query.offset ?? 0)
        .slice(0, query.limit),
    countClips: async (query) => rows().clips.filter((clip) => matches(clip, query)).length,
    kindsOfAccess: async () => rows().clips,
    clipsToEvaluate: async (id, limit) => after(rows().clips, id).slice(0, limit),
    clipsToDecode: async (id, limit) =>
      after(rows().clips, id)
        .filter(({ kind, index }) => kind === 'clip' && index.state === 'indexed' && !index.deep)
        .slice(0, limit),
    copiesOf: async (id) => rows().clips.filter(({ madeFrom }) => madeFrom === id),
    holds: async (id) => rows().holds.filter(({ clip }) => clip === id),
    todos: async (open) => rows().todos.filter(({ doneAt }) => (doneAt === null) === open),
    todosOf: async (id) => rows().todos.filter(({ clip }) => clip === id),
    sourceTasks: async (open) => rows().tasks.filter(({ confirmedAt }) => (confirmedAt === null) === open),
    sourceTasksOf: async (id) => rows().tasks.filter(({ clip }) => clip === id),
    objects: async (id) => rows().objects.filter(({ clip }) => clip === id),
    pendingImports: async () => [],
    deletions: async () => rows().deletions,
    searches: async () => [],
    backups: async () => [],
    notices: async () => [],
    bookmarks: async (id) => rows().bookmarks.filter(({ clip }) => clip === id),
    savedFilters: async (id) => rows().filters.filter(({ owner }) => owner === id),
    clockOffset: async (id) => rows().offsets.find(({ clip }) => clip === id) ?? null,
    redaction: async (id) => rows().redactions.find((each) => each.id === id) ?? null,
    redactions: async (id) => rows().redactions.filter(({ clip }) => clip === id),
    listedRedactions: async ({ offset, limit, ...which }) =>
      within(rows(), which)
        .slice(offset, offset + limit)
        .map((record) => listedIn(rows(), record)),
    countRedactions: async (which) => within(rows(), which).length,
    redactionQueue: async () => rows().queue,
    redactionSteps: async (id, revision, limit) =>
      rows()
        .steps.filter((each) => each.redaction === id && each.revision > revision)
        .slice(0, limit),
    disclosures: async (id) => rows().disclosures.filter(({ copy }) => id === null || copy === id),
    registerLines: async ({ offset, limit, ...which }) => registerOf(rows(), which).slice(offset, offset + limit),
    countRegisterLines: async (which) => registerOf(rows(), which).length,
    reviews: async (id) => rows().reviews.filter(({ redaction }) => redaction === id),
    approvals: async (id) => rows().approvals.filter(({ redaction }) => redaction === id),
    redactionBlocks: async (id, basis) =>
      rows().blocks.flatMap((each) => (each.redaction === id && each.basis === basis ? [each.content] : [])),
    settings: async () => rows().settings,
    auditEntries: async (from, limit) => vault.log.slice(from, from + limit),
    editsOf: async (id) => vault.log.filter(({ action, object }) => action === 'clip.edit' && object?.id === id),
    auditSize: async () => vault.log.length,
    checkpoints: async () => [],
  }
}

function writerOf(vault: Parts): VaultWriter {
  const change = (part: Partial<Rows>): void => {
    vault.rows = { ...vault.rows, ...part }
  }
  const nothing = async (): Promise<void> => undefined
  return {
    ...readerOf(vault),
    putUser: async (user) => change({ users: replaced(vault.rows.users, user) }),
    putClip: async (clip) => change({ clips: replaced(vault.rows.clips, clip) }),
    putDatesTold: async (dates) => {
      for (const { id, dueBefore } of dates)
        change({ clips: vault.rows.clips.map((clip) => (clip.id === id ? { ...clip, dueBefore } : clip)) })
    },
    putHold: async (hold) => change({ holds: replaced(vault.rows.holds, hold) }),
    putTodo: async (todo) => change({ todos: replaced(vault.rows.todos, todo) }),
    putSourceTask: async (task) => change({ tasks: replaced(vault.rows.tasks, task) }),
    keepObject: async (object) => change({ objects: [...vault.rows.objects, object] }),
    beginImport: nothing,
    endImport: nothing,
    deleteClip: async (record) =>
      change({
        clips: vault.rows.clips.filter(({ id }) => id !== record.clip),
        deletions: [...vault.rows.deletions, record],
      }),
    putSearch: async ({ id, text }) => change({ searches: [...vault.rows.searches, { id, text }] }),
    putBackup: nothing,
    putNotice: async ({ reason }) => change({ notices: [...vault.rows.notices, reason] }),
    putBookmark: async (bookmark) => change({ bookmarks: replaced(vault.rows.bookmarks, bookmark) }),
    removeBookmark: async (id) => change({ bookmarks: vault.rows.bookmarks.filter((each) => each.id !== id) }),
    putSavedFilter: async (filter) => change({ filters: replaced(vault.rows.filters, filter) }),
    removeSavedFilter: async (id) => change({ filters: vault.rows.filters.filter((each) => each.id !== id) }),
    putClockOffset: async (offset) =>
      change({ offsets: [...vault.rows.offsets.filter(({ clip }) => clip !== offset.clip), offset] }),
    beginRedaction: async (redaction) => change({ redactions: [...vault.rows.redactions, redaction] }),
    putQueuedRedaction: async (queued) => {
      const others = vault.rows.queue.filter(({ redaction }) => redaction !== queued.redaction)
      change({ queue: [...others, queued].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) })
    },
    removeQueuedRedaction: async (id) =>
      change({ queue: vault.rows.queue.filter(({ redaction }) => redaction !== id) }),
    putRedactionLooked: async (id, looked) =>
      change({ kept: { ...vault.rows.kept, [id]: { ...vault.rows.kept[id], looked } } }),
    addRedactionSteps: async (id, steps, { undecided, lookHere }) => {
      const revision = steps.at(-1)?.revision ?? 0
      change({
        steps: [...vault.rows.steps, ...steps.map((step) => ({ ...step, redaction: id }))],
        redactions: vault.rows.redactions.map((each) => (each.id === id ? { ...each, revision, undecided } : each)),
        kept: { ...vault.rows.kept, [id]: { ...vault.rows.kept[id], lookHere } },
      })
    },
    beginDisclosure: async (attempt) => change({ attempts: [...vault.rows.attempts, attempt] }),
    endDisclosure: async (ending) => change({ endings: [...vault.rows.endings, ending] }),
    putDisclosure: async (disclosure) => change({ disclosures: [...vault.rows.disclosures, disclosure] }),
    putReview: async (review) => {
      const others = vault.rows.reviews.filter(
        (each) => each.redaction !== review.redaction || each.user !== review.user,
      )
      change({ reviews: [...others, review] })
    },
    addApproval: async (approval) => change({ approvals: [...vault.rows.approvals, approval] }),
    putRedactionBlock: async (id, { basis, content }, examined) =>
      change({
        blocks: [...vault.rows.blocks, { redaction: id, basis, content }],
        redactions: vault.rows.redactions.map((each) => (each.id === id ? { ...each, examined } : each)),
      }),
    putRedactionProposed: async (id, proposed) =>
      change({
        redactions: vault.rows.redactions.map((each) => (each.id === id ? { ...each, proposed } : each)),
      }),
    putSettings: async (settings) => change({ settings: { ...vault.rows.settings, ...settings } }),
  }
}

function unused(name: string) {
  return (): never => {
    throw new Error(`the test has no ${name}`)
  }
}

const noObjects: VaultObjects = {
  begin: unused('begin'),
  resume: unused('resume'),
  put: unused('put'),
  openClip: unused('openClip'),
  openUnseen: unused('openUnseen'),
  readPoster: unused('readPoster'),
  readText: unused('readText'),
}

/** A store over the rows; `more` replaces what a test needs. */
function storeOf(vault: Parts, more: Partial<VaultStore>): VaultStore {
  const append = (draft: AuditDraft): Result<number> => {
    if (vault.full) return failed({ kind: 'disk-full', name: 'the vault' })
    const seq = vault.log.length
    const at = instant('2026-11-22T10:00:00.000Z')
    const entry = auditEntryOf({ version: 1, seq, at, elapsedMs: seq, device, software: 'test', ...draft })
    if (!entry.ok) throw new Error(`the log takes no such ${entry.failure.field}`)
    vault.log.push(entry.value)
    return ok(seq)
  }
  return {
    facts: unused('facts'),
    read: readerOf(vault),
    objects: noObjects,
    audit: { verify: unused('verify'), exportTo: unused('exportTo'), prove: unused('prove') },
    sign: () => ({ signature: 'c2ln', publicKey: 'a2V5', keyId: device }),
    change: async (draft, run) => {
      const before = vault.rows
      const result = await run(writerOf(vault), async (slot) => {
        vault.rows = { ...vault.rows, slots: [...vault.rows.slots, slot] }
        return ok(undefined)
      })
      const logged = result.ok ? append(draft) : result
      if (!logged.ok) {
        vault.rows = before
        return logged
      }
      return result
    },
    note: async (draft) => append(draft),
    anchor: async () => ({ size: vault.log.length, root: device }),
    signIn: async (name) => {
      const user = vault.rows.users.find((each) => each.name === name)
      return user ? ok(user.id) : failed({ kind: 'no-such-user', name })
    },
    locked: () => false,
    unlock: unused('unlock'),
    rotate: async (draft) => {
      vault.rotations += 1
      const logged = append(draft)
      return logged.ok ? ok(undefined) : logged
    },
    check: unused('check'),
    backup: unused('backup'),
    lock: unused('lock'),
    lease: unused('lease'),
    close: async () => undefined,
    fault: () => null,
    ...more,
  }
}

/** An empty vault with these people. */
export function fakeVault(users: readonly UserRecord[], more: Partial<VaultStore> = {}): FakeVault {
  const settings = { profileText: '', clockDoubtful: false, rotationDue: false, profileReview: null }
  const none = {
    clips: [],
    holds: [],
    todos: [],
    tasks: [],
    objects: [],
    deletions: [],
    notices: [],
    searches: [],
    slots: [],
    bookmarks: [],
    filters: [],
    offsets: [],
    redactions: [],
    steps: [],
    queue: [],
    kept: {},
    blocks: [],
    attempts: [],
    disclosures: [],
    endings: [],
    reviews: [],
    approvals: [],
  }
  const parts: Parts = { rows: { users, settings, ...none }, log: [], full: false, rotations: 0 }
  return Object.assign(parts, { store: storeOf(parts, more) })
}

/** An id that is easy to tell from others. */
export function fakeId(seed: string): UserId {
  const letters = [...seed].map((letter) => '0123456789abcdefghjkmnpqrstvwxyz'[letter.charCodeAt(0) % 32]).join('')
  return userId(letters.padEnd(16, '0').slice(0, 16))
}
