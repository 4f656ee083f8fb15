import type { AuditEntry } from '../../audit/audit-entry.ts'
import type { Checkpoint } from '../../audit/checkpoint.ts'
import type { Sha256 } from '../../clips/clip-index.ts'
import type {
  DisclosureAttempt,
  DisclosureEnding,
  DisclosureRecord,
  RegisterLine,
} from '../../disclosure/disclosure-record.ts'
import type { LeftToDecide } from '../../redaction/left-to-decide.ts'
import type { ListedRedaction, QueuedRedaction } from '../../redaction/redaction-queue.ts'
import type { RedactionId, RedactionRecord, RedactionStep } from '../../redaction/redaction-record.ts'
import type { DeletionRecord } from '../../retention/deletion-record.ts'
import type { Approval } from '../../review/approval.ts'
import type { FramesRange } from '../../review/frame-signatures.ts'
import type { ReviewRecord } from '../../review/review-record.ts'
import type { SourceTask } from '../../store-of-record.ts'
import type { ClipRecord, HoldRecord, TodoRecord } from '../../vault/clip-record.ts'
import type { ClipId, ObjectId, UserId } from '../../vault/ids.ts'
import type { ObjectRecord } from '../../vault/object-record.ts'
import type { UserRecord } from '../../vault/user-record.ts'
import type { Bookmark, ClockOffset, ProfileReview, SavedFilter } from '../../vault/viewing-record.ts'
import type { Instant } from '../clock.ts'

/**
 * What clips can be put in order by. Of clips that are equal in it, the newest recording comes first. `due`: the end of the clip's
 * period under the profile in force (`Retention.due`), whatever holds or marks it.
 */
export const clipOrders = ['recorded', 'officer', 'category', 'imported', 'due'] as const

/**
 * An order of clips. `reverse`: exactly the other way round than it usually is (newest first; names from A, unknown ones first; due
 * soonest first, those that only a review lets go last).
 */
export type ClipOrder = { readonly by: (typeof clipOrders)[number]; readonly reverse: boolean }

/** What clips are looked for by; everything given has to hold. Texts match whole words or their beginnings, in any case. */
export type ClipQuery = {
  /** Words in name, officer, device, category, incident, place. */
  readonly text?: string
  readonly recordedFrom?: Instant
  readonly recordedUntil?: Instant
  readonly officer?: string
  readonly device?: string
  readonly category?: string
  readonly incident?: string
  readonly place?: string
  readonly ownerForce?: string
  readonly kind?: 'clip' | 'copy'
  readonly expiry?: 'kept' | 'queued' | 'marked'
  readonly held?: boolean
  readonly missing?: boolean
  readonly unindexed?: boolean
  readonly sha256?: Sha256
  /** Up to `limit` clips after this one in the order recordedOn (newest first, none last), then id. */
  readonly after?: ClipId
  /** Another order than that of `after`, which goes with none. */
  readonly order?: ClipOrder
  /** So many clips are passed over first; not together with `after`. */
  readonly offset?: number
  /**
   * Only clips of which the same is known as of one of these, as far as it decides who may know of them; see `kindsOfAccess`. Those with
   * an access list are like `restricted` ones, the others like `open` ones or all let through.
   */
  readonly like?: { readonly open: 'all' | readonly ClipId[]; readonly restricted: readonly ClipId[] }
  readonly limit: number
}

/** Which redactions are listed, and which signatures make them signed. */
export type RedactionsQuery = {
  /** Those of a clip, the oldest first; null: of all clips, those that leave most to a person first. */
  readonly clip: ClipId | null
  /** As in `ClipQuery`: only redactions of such clips. */
  readonly like?: ClipQuery['like']
  /** Whose signature comes last. */
  readonly signedBy: 'author' | 'approver'
  readonly offset: number
  readonly limit: number
}

/** Which lines of the register are asked for, the latest first. */
export type RegisterQuery = {
  readonly copy: ClipId | null
  /** What recipient, route or reason has in it, in any case; null: whatever they say. */
  readonly text: string | null
  /** As in `ClipQuery`: only lines about such copies. */
  readonly like?: ClipQuery['like']
  readonly offset: number
  readonly limit: number
}

/** An import that has begun: what is needed to go on after the machine went down. */
export type PendingImport = {
  readonly object: ObjectId
  readonly clip: ClipId
  /** What was being read, verbatim. */
  readonly sourceName: string
  readonly sourceBytes: number
  /** Modification time of the source, ISO text or tick count as its adapter says; compared, never shown. */
  readonly sourceModified: string
  readonly begunAt: Instant
  readonly begunBy: UserId
}

/** A search that was kept (DOMAIN.md A.2): what was looked for, what was found, what had been deleted. */
export type SearchRecord = {
  readonly id: string
  readonly at: Instant
  readonly by: UserId
  readonly purpose: string
  /** Canonical JSON of query, scope, hits and deletions; signed by the device. */
  readonly text: string
  readonly signature: string
  readonly keyId: string
}

/** A backup that was made: until it expires it holds the keys of everything that it holds. */
export type BackupRecord = {
  readonly id: string
  readonly at: Instant
  readonly expiresAt: Instant
  readonly by: UserId
  readonly sha256: Sha256
}

/** A break of the rules that somebody owned up to beforehand; information governance is told. */
export type NoticeRecord = {
  readonly id: string
  readonly at: Instant
  readonly by: UserId
  readonly clip: ClipId
  readonly kind: 'break-glass'
  readonly reason: string
  readonly seenAt: Instant | null
}

/** Facts about the vault that are settings rather than records. */
export type VaultSettings = {
  /** The policy profile in force: canonical JSON text, as shipped or as given. */
  readonly profileText: string
  /** Latest moment that the log knows of, and whether a named person has to confirm the clock before anything is deleted. */
  readonly clockDoubtful: boolean
  /** A leaver's slot is gone and the master key is still to be rotated. */
  readonly rotationDue: boolean
  /** Until when a named person has confirmed the profile in force; null: nobody has. */
  readonly profileReview: ProfileReview | null
}

/** Reads of the records. All answer whole values; none touches footage. */
export type VaultReader = {
  user(id: UserId): Promise<UserRecord | null>
  userByName(name: string): Promise<UserRecord | null>
  users(): Promise<readonly UserRecord[]>
  clip(id: ClipId): Promise<ClipRecord | null>
  clipBySha256(sha256: Sha256): Promise<ClipRecord | null>
  clips(query: ClipQuery): Promise<readonly ClipRecord[]>
  countClips(query: ClipQuery): Promise<number>
  /**
   * One clip for each combination of what decides who may know of a clip: owner force, area, team, who imported it, access list.
   * Whoever may know of the one may know of all that are like it.
   */
  kindsOfAccess(): Promise<readonly ClipRecord[]>
  /** Clips whose expiry may change at `now`: past their due date or queued or marked; in batches by id. */
  clipsToEvaluate(after: ClipId | null, limit: number): Promise<readonly ClipRecord[]>
  /** Clips that the decode pass has not looked at and that are not on their way to deletion; in batches by id. */
  clipsToDecode(after: ClipId | null, limit: number): Promise<readonly ClipRecord[]>
  copiesOf(clip: ClipId): Promise<readonly ClipRecord[]>
  holds(clip: ClipId): Promise<readonly HoldRecord[]>
  todos(open: boolean): Promise<readonly TodoRecord[]>
  todosOf(clip: ClipId): Promise<readonly TodoRecord[]>
  sourceTasks(open: boolean): Promise<readonly SourceTask[]>
  sourceTasksOf(clip: ClipId): Promise<readonly SourceTask[]>
  objects(clip: ClipId): Promise<readonly ObjectRecord[]>
  pendingImports(): Promise<readonly PendingImport[]>
  deletions(
    query: Pick<
      ClipQuery,
      | 'recordedFrom'
      | 'recordedUntil'
      | 'officer'
      | 'device'
      | 'incident'
      | 'sha256'
      | 'ownerForce'
      | 'place'
      | 'category'
    >,
  ): Promise<readonly DeletionRecord[]>
  searches(): Promise<readonly SearchRecord[]>
  backups(): Promise<readonly BackupRecord[]>
  notices(): Promise<readonly NoticeRecord[]>
  /** In the order of the clip. */
  bookmarks(clip: ClipId): Promise<readonly Bookmark[]>
  savedFilters(owner: UserId): Promise<readonly SavedFilter[]>
  clockOffset(clip: ClipId): Promise<ClockOffset | null>
  redaction(id: RedactionId): Promise<RedactionRecord | null>
  /** Those of a clip; the oldest first. */
  redactions(clip: ClipId): Promise<readonly RedactionRecord[]>
  /**
   * A page of redactions. Of all clips: what is signed last, what failed first, then by undecided tracks and frames to look at, most
   * first; of what is equal in that, the oldest first.
   */
  listedRedactions(query: RedactionsQuery): Promise<readonly ListedRedaction[]>
  countRedactions(query: Pick<RedactionsQuery, 'clip' | 'like'>): Promise<number>
  /** What waits for the detection or could not be done by it, in the order in which it is taken. */
  redactionQueue(): Promise<readonly QueuedRedaction[]>
  /** Steps after that revision, in order, at most `limit`. */
  redactionSteps(id: RedactionId, after: number, limit: number): Promise<readonly RedactionStep[]>
  /** Finished blocks of its detection, as they were put in, in order; those of another basis are not told. */
  redactionBlocks(id: RedactionId, basis: string): Promise<readonly string[]>
  /** What was entered as leaving, of all copies or of one; the oldest first. */
  disclosures(copy: ClipId | null): Promise<readonly DisclosureRecord[]>
  /** A page of the register: everything that began to be written out, the latest first. */
  registerLines(query: RegisterQuery): Promise<readonly RegisterLine[]>
  countRegisterLines(query: Pick<RegisterQuery, 'copy' | 'text' | 'like'>): Promise<number>
  /** What each person has seen and heard of it; nobody who has seen and heard nothing. */
  reviews(id: RedactionId): Promise<readonly ReviewRecord[]>
  /** Signatures under it, the oldest first; most of them hold no more. */
  approvals(id: RedactionId): Promise<readonly Approval[]>
  settings(): Promise<VaultSettings>
  /** Entries of the log from `from` on (their seq), at most `limit`. */
  auditEntries(from: number, limit: number): Promise<readonly AuditEntry[]>
  /** Entries of the log of what people changed about a clip's facts (`clip.edit`), in order. */
  editsOf(clip: ClipId): Promise<readonly AuditEntry[]>
  auditSize(): Promise<number>
  checkpoints(): Promise<readonly Checkpoint[]>
}

/** The latest date that was ever told for a clip. */
export type DateTold = Required<Pick<ClipRecord, 'id' | 'dueBefore'>>

/** Writes of the records; only to be had inside a change, beside its audit entry. Reads see what was written. */
export type VaultWriter = VaultReader & {
  putUser(user: UserRecord): Promise<void>
  putClip(clip: ClipRecord): Promise<void>
  /** Writes down what was told last of when these clips may go (`ClipRecord.dueBefore`), and nothing else of them. */
  putDatesTold(dates: readonly DateTold[]): Promise<void>
  putHold(hold: HoldRecord): Promise<void>
  putTodo(todo: TodoRecord): Promise<void>
  putSourceTask(task: SourceTask): Promise<void>
  /** Makes a finished object part of the vault: its row and its wrapped key. */
  keepObject(object: ObjectRecord): Promise<void>
  beginImport(pending: PendingImport): Promise<void>
  endImport(object: ObjectId): Promise<void>
  /**
   * Deletes a clip for good: the keys and rows of all its objects, its row, holds and to-dos; the deletion record stays.
   * The files go once the transaction is durable and the log of the database is checkpointed.
   */
  deleteClip(record: DeletionRecord): Promise<void>
  putSearch(search: SearchRecord): Promise<void>
  putBackup(backup: BackupRecord): Promise<void>
  putNotice(notice: NoticeRecord): Promise<void>
  putBookmark(bookmark: Bookmark): Promise<void>
  removeBookmark(id: string): Promise<void>
  putSavedFilter(filter: SavedFilter): Promise<void>
  removeSavedFilter(id: string): Promise<void>
  /** Replaces what was told of the clip before. */
  putClockOffset(offset: ClockOffset): Promise<void>
  /** Adds a line to the register before the first byte is written out. It stays as it is for as long as its copy is there. */
  beginDisclosure(attempt: DisclosureAttempt): Promise<void>
  /** Enters of a line what leaves, before it has its names. */
  putDisclosure(disclosure: DisclosureRecord): Promise<void>
  /** Enters how a line ended, once; of what nobody ended the end is not known. */
  endDisclosure(ending: DisclosureEnding): Promise<void>
  putSettings(settings: Partial<VaultSettings>): Promise<void>
  /** Where it begins stays for as long as its clip is there. */
  beginRedaction(redaction: RedactionRecord): Promise<void>
  /** Steps that go on where the last one ended, and what they leave to a person. */
  addRedactionSteps(id: RedactionId, steps: readonly RedactionStep[], left: LeftToDecide): Promise<void>
  /** Puts a redaction into the queue, or says anew how it stands there. */
  putQueuedRedaction(queued: QueuedRedaction): Promise<void>
  removeQueuedRedaction(id: RedactionId): Promise<void>
  /** Somebody who looked at this revision has so many frames left; less than others at the same revision counts. */
  putRedactionLooked(id: RedactionId, looked: { readonly revision: number; readonly unseen: number }): Promise<void>
  /** Keeps a finished block, and how many frames are examined with it; those of another basis go. */
  putRedactionBlock(
    id: RedactionId,
    block: { readonly block: number; readonly basis: string; readonly content: string },
    examined: number,
  ): Promise<void>
  /** Keeps of how many examined frames the findings are proposed: together with the step that proposes them. */
  putRedactionProposed(id: RedactionId, proposed: number): Promise<void>
  /** Keeps what somebody has seen and heard; of the frames, those that changed since it was read. */
  putReview(review: ReviewRecord, changed: readonly FramesRange[]): Promise<void>
  /** Adds a signature under the redaction as it is: of another revision than its last there can be none. */
  addApproval(approval: Approval): Promise<void>
}

/** What a change or a note puts into the log; the rest of the entry (seq, times, device, version) is the vault's. */
export type AuditDraft = Pick<AuditEntry, 'action' | 'outcome' | 'object' | 'reason' | 'user' | 'role' | 'session'> &
  Partial<Pick<AuditEntry, 'ref' | 'detail'>>
