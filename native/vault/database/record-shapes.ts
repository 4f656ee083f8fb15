import { restrictionKinds } from '../../../core/access/access-object.ts'
import { roles } from '../../../core/access/roles.ts'
import { holdKinds } from '../../../core/retention/retention-policy.ts'
import { sourceTaskKinds } from '../../../core/store-of-record.ts'
import {
  anyOf,
  isCount,
  isDay,
  isFailure,
  isHash,
  isIdText,
  isMoment,
  isNot,
  isNumber,
  isSo,
  isText,
  listOf,
  oneOf,
  orNull,
  type RecordShape,
  shaped,
  type ValueCheck,
} from './value-checks.ts'

const isReach = anyOf(oneOf(['all']), listOf(isText))

const grantShape: RecordShape = {
  role: oneOf(roles),
  scope: shaped({ forces: isReach, areas: isReach, teams: isReach }),
  from: orNull(isMoment),
  until: orNull(isMoment),
}

/** `UserRecord`. */
export const userShape: RecordShape = {
  id: isIdText,
  name: isText,
  knownAs: listOf(isText),
  grants: listOf(shaped(grantShape)),
  createdAt: isMoment,
  disabledAt: orNull(isMoment),
}

const statedStoreShape: RecordShape = {
  system: isText,
  id: orNull(isText),
  category: orNull(isText),
  deletionDate: orNull(isDay),
}

/** `ClipMetadata`, whose fields are columns of their own. */
export const metadataShape: RecordShape = {
  recordedOn: orNull(isMoment),
  recordedUntil: orNull(isMoment),
  officer: orNull(isText),
  device: orNull(isText),
  categories: listOf(isText),
  incident: orNull(isText),
  place: orNull(isText),
  preEventSeconds: orNull(isNumber),
  ownerForce: orNull(isText),
  area: orNull(isText),
  team: orNull(isText),
  storeOfRecord: orNull(shaped(statedStoreShape)),
  sourceId: orNull(isText),
}

const isIndexState = anyOf(
  shaped({ state: oneOf(['pending']) }),
  shaped({ state: oneOf(['indexed']), frames: isCount, seconds: isNumber, deep: isNot }),
  shaped({
    state: oneOf(['indexed']),
    frames: isCount,
    seconds: isNumber,
    deep: isSo,
    damage: shaped({ frames: isCount, missing: isCount, samples: isCount, tracks: isCount }),
  }),
  shaped({ state: oneOf(['unindexed']), why: isText }),
)

const isExpiry = anyOf(
  shaped({ state: oneOf(['kept']) }),
  shaped({ state: oneOf(['queued']), since: isMoment, rule: isText }),
  shaped({
    state: oneOf(['marked']),
    since: isMoment,
    rule: isText,
    undoUntil: isMoment,
    approvedBy: orNull(isIdText),
  }),
)

const sourceShape: RecordShape = {
  ...statedStoreShape,
  confirmedBy: orNull(isIdText),
  confirmedAt: orNull(isMoment),
}

/** `ClipRecord`. */
export const clipShape: RecordShape = {
  id: isIdText,
  kind: oneOf(['clip', 'copy']),
  madeFrom: orNull(isIdText),
  object: isIdText,
  sha256: isHash,
  bytes: isCount,
  name: isText,
  metadata: shaped(metadataShape),
  importedAt: isMoment,
  importedBy: isIdText,
  index: isIndexState,
  restriction: orNull(shaped({ kind: oneOf(restrictionKinds), allowed: listOf(isIdText) })),
  involved: listOf(isIdText),
  source: orNull(shaped(sourceShape)),
  expiry: isExpiry,
  dueBefore: orNull(isMoment),
  reviewedAt: orNull(isMoment),
  releasedAt: orNull(isMoment),
}

/** `ObjectRecord`. */
export const objectShape: RecordShape = {
  id: isIdText,
  clip: isIdText,
  kind: oneOf(['clip', 'copy', 'poster', 'index', 'project', 'certificate', 'attachment', 'report']),
  label: isText,
  sha256: isHash,
  bytes: isCount,
  storedSha256: isHash,
  storedBytes: isCount,
}

/** `PendingImport`. */
export const pendingImportShape: RecordShape = {
  object: isIdText,
  clip: isIdText,
  sourceName: isText,
  sourceBytes: isCount,
  sourceModified: isText,
  begunAt: isMoment,
  begunBy: isIdText,
}

/** `HoldRecord`. */
export const holdShape: RecordShape = {
  id: isText,
  clip: isIdText,
  kind: oneOf(holdKinds),
  reason: isText,
  owner: isIdText,
  placedAt: isMoment,
  until: orNull(isMoment),
  reviewOn: orNull(isMoment),
  released: orNull(shaped({ by: isIdText, at: isMoment, reason: isText })),
}

/** `TodoRecord`. */
export const todoShape: RecordShape = {
  id: isText,
  clip: isIdText,
  officer: orNull(isText),
  missing: listOf(isText),
  openedAt: isMoment,
  dueAt: isMoment,
  doneAt: orNull(isMoment),
}

/** `SourceTask`. */
export const sourceTaskShape: RecordShape = {
  id: isText,
  clip: isIdText,
  kind: oneOf(sourceTaskKinds),
  openedAt: isMoment,
  openedBy: isIdText,
  confirmedBy: orNull(isIdText),
  confirmedAt: orNull(isMoment),
}

/** `DeletionRecord`. */
export const deletionShape: RecordShape = {
  clip: isIdText,
  kind: oneOf(['clip', 'copy']),
  madeFrom: orNull(isIdText),
  sha256: isHash,
  recordedOn: orNull(isMoment),
  recordedUntil: orNull(isMoment),
  importedAt: isMoment,
  officer: orNull(isText),
  device: orNull(isText),
  incident: orNull(isText),
  ownerForce: orNull(isText),
  storeOfRecord: orNull(shaped({ system: isText, id: orNull(isText) })),
  place: orNull(isText),
  categories: listOf(isText),
  rule: isText,
  approvedBy: orNull(isIdText),
  appliedBy: isIdText,
  deletedAt: isMoment,
  backups: listOf(shaped({ id: isText, expiresAt: isMoment })),
}

/** `SearchRecord`. */
export const searchShape: RecordShape = {
  id: isText,
  at: isMoment,
  by: isIdText,
  purpose: isText,
  text: isText,
  signature: isText,
  keyId: isText,
}

/** `BackupRecord`. */
export const backupShape: RecordShape = { id: isText, at: isMoment, expiresAt: isMoment, by: isIdText, sha256: isHash }

/** `NoticeRecord`. */
export const noticeShape: RecordShape = {
  id: isText,
  at: isMoment,
  by: isIdText,
  clip: isIdText,
  kind: oneOf(['break-glass']),
  reason: isText,
  seenAt: orNull(isMoment),
}

/** `Bookmark`. */
export const bookmarkShape: RecordShape = {
  id: isIdText,
  clip: isIdText,
  frame: orNull(isCount),
  seconds: isNumber,
  text: isText,
  madeBy: isIdText,
  madeAt: isMoment,
  changedAt: orNull(isMoment),
}

/** `SavedFilter`. */
export const savedFilterShape: RecordShape = {
  id: isIdText,
  owner: isIdText,
  name: isText,
  query: isText,
  savedAt: isMoment,
}

/** `ClockOffset`. */
export const clockOffsetShape: RecordShape = {
  clip: isIdText,
  seconds: isNumber,
  reason: isText,
  recordedBy: isIdText,
  recordedAt: isMoment,
}

/** `ProfileReview`. */
export const profileReviewShape: RecordShape = { until: isDay, by: isIdText, at: isMoment }

const isCommand: ValueCheck = (value) =>
  typeof value === 'object' && value !== null && 'kind' in value && isText(value.kind)

/** A step is what the contract has parsed before it was written; here it is told from what is no step at all. */
const isEdit = anyOf(
  shaped({ kind: oneOf(['do', 'propose']), command: isCommand }),
  shaped({ kind: oneOf(['do']), command: isCommand, joins: (value) => value === true }),
  shaped({ kind: oneOf(['undo', 'redo']) }),
)

/** `RedactionRecord`. */
export const redactionShape: RecordShape = {
  id: isIdText,
  clip: isIdText,
  purpose: isText,
  createdAt: isMoment,
  createdBy: isIdText,
  base: isText,
  revision: isCount,
  undecided: isCount,
  examined: isCount,
  proposed: isCount,
}

const soughtShape: RecordShape = { profile: isText, classes: listOf(isText) }

/** `QueuedRedaction`. */
export const queuedRedactionShape: RecordShape = {
  redaction: isIdText,
  at: isMoment,
  by: isIdText,
  role: oneOf(roles),
  session: isIdText,
  reason: isText,
  search: anyOf(shaped(soughtShape), shaped({ ...soughtShape, extent: isText })),
  failure: orNull(isFailure),
}

/** `RedactionStep`. */
export const redactionStepShape: RecordShape = {
  revision: isCount,
  at: isMoment,
  by: orNull(isIdText),
  step: isEdit,
}

/** `DisclosureAttempt`. */
export const disclosureAttemptShape: RecordShape = {
  id: isIdText,
  copy: isIdText,
  at: isMoment,
  by: isIdText,
  recipient: isText,
  route: isText,
  reason: isText,
  heldBack: listOf(shaped({ row: isCount, what: oneOf(['row', 'ground']), reason: isText })),
}

/** `DisclosureRecord`. */
export const disclosureShape: RecordShape = {
  ...disclosureAttemptShape,
  sha256: isHash,
  bytes: isCount,
  files: listOf(shaped({ name: isText, sha256: isHash, bytes: isCount })),
}

/** `DisclosureEnding`. */
export const disclosureEndingShape: RecordShape = {
  id: isIdText,
  at: isMoment,
  outcome: oneOf(['completed', 'failed']),
  failure: orNull(isFailure),
}

/** `Approval`. */
export const approvalShape: RecordShape = {
  id: isIdText,
  redaction: isIdText,
  as: oneOf(['author', 'approver']),
  by: isIdText,
  role: oneOf(roles),
  at: isMoment,
  revision: isCount,
  projectSha256: isHash,
  nothingToHide: anyOf(isSo, isNot),
}

/** `Checkpoint` without its version. */
export const checkpointShape: RecordShape = {
  size: isCount,
  root: isHash,
  at: isMoment,
  device: isHash,
  signature: isText,
}
