import type { Anchor } from '../../../core/audit/checkpoint.ts'
import { appendLeaf, emptyPeaks, rootOf } from '../../../core/audit/merkle.ts'
import { isBefore } from '../../../core/calendar.ts'
import type { Instant } from '../../../core/ports/clock.ts'
import type { AuditDraft } from '../../../core/ports/vault/vault-records.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { type ClockJudgement, judgeClock } from '../../../core/retention/clock-judgement.ts'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import { userNameKey } from '../../../core/vault/user-name.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
import { hashBytes } from '../audit/hash-bytes.ts'
import { hexOf } from '../audit/signed-checkpoint.ts'
import type { VaultDatabase } from '../database/vault-database.ts'
import { clearRefusals, type KeptRefusal, readRefusals } from '../keys/refusals.ts'

/** Who entries at an unlock are by. */
export type EntryAuthor = Pick<AuditDraft, 'user' | 'role' | 'session'>

/** Refusals of one name for one reason. */
type Group = { readonly why: string; readonly name: string | null; times: Instant[] }

/**
 * The name that a refusal is logged under: one of the vault's people, or nothing. What else was typed there may be anything, even
 * a passphrase, and the log keeps what it is told.
 */
function knownName(table: SlotTable, typed: string): string | null {
  const key = userNameKey(typed)
  return table.slots.find(({ name }) => userNameKey(name) === key)?.name ?? null
}

function groupsOf(table: SlotTable, refusals: readonly KeptRefusal[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const { at, name: typed, why } of refusals.filter(({ logged }) => !logged)) {
    const name = knownName(table, typed)
    const group = groups.get(JSON.stringify([name, why])) ?? { why, name, times: [] }
    groups.set(JSON.stringify([name, why]), group)
    group.times.push(at)
  }
  return [...groups.values()]
}

/** Moves what was refused since the last unlock into the log, an entry for each name and reason, then forgets it. */
export async function logRefusals(
  folder: string,
  {
    database,
    table,
    author,
  }: { readonly database: VaultDatabase; readonly table: SlotTable; readonly author: EntryAuthor },
  signedIn: { readonly name: string; readonly at: Instant },
): Promise<Result<number>> {
  const log = await readRefusals(folder)
  if (!log.ok) return log
  const { refusals, dropped, damaged } = log.value
  const groups = groupsOf(table, refusals)
  const entry = { ...author, action: 'session.refused', outcome: 'denied', object: null, reason: null } as const
  for (const { why, name, times } of groups) {
    const [from = '', until = ''] = [times[0], times.at(-1)]
    const detail = { why, count: times.length, from, until, ...(name === null ? {} : { name: name.slice(0, 200) }) }
    const noted = await database.note({ ...entry, detail })
    if (!noted.ok) return noted
  }
  if (dropped + damaged > 0) {
    const noted = await database.note({ ...entry, detail: { why: 'not-kept', dropped, damaged } })
    if (!noted.ok) return noted
  }
  const cleared = await clearRefusals(folder, log.value, signedIn)
  return cleared.ok ? ok(groups.length) : cleared
}

/** Ends, as interrupted, what the process before began and never ended. Answers how many there were. */
export async function endInterrupted(database: VaultDatabase, session: string): Promise<Result<number>> {
  const calls = await database.interruptedCalls()
  for (const { action, object, user, role, seq } of calls) {
    const draft = { action, object, user, role, session, reason: null, outcome: 'interrupted', ref: seq } as const
    const noted = await database.note(draft)
    if (!noted.ok) return noted
  }
  return ok(calls.length)
}

/** Holds the clock against the last entry of the log; where it cannot be believed, nothing is deleted until somebody vouches for it. */
export async function judgeClockAtOpening(
  database: VaultDatabase,
  now: Instant,
  author: EntryAuthor,
): Promise<Result<ClockJudgement>> {
  const size = await database.read.auditSize()
  const [last] = size > 0 ? await database.read.auditEntries(size - 1, 1) : []
  const judgement = last ? judgeClock({ lastSeen: last.at, now, elapsedMilliseconds: null }) : 'fine'
  if (judgement === 'fine' || (await database.read.settings()).clockDoubtful) return ok(judgement)
  const draft: AuditDraft = {
    ...author,
    action: 'vault.clock',
    outcome: 'done',
    object: null,
    reason: null,
    detail: { judgement, lastSeen: last?.at ?? now },
  }
  return database.change(draft, async (write) => {
    await write.putSettings({ clockDoubtful: true })
    return ok(judgement)
  })
}

/** The root that the first `size` entries of the log have. */
async function rootAt(database: VaultDatabase, size: number): Promise<string> {
  const known = (await database.read.checkpoints()).find((checkpoint) => checkpoint.size === size)
  if (known) return known.root
  let peaks = emptyPeaks
  for await (const { leaf } of database.auditRows(0, size)) peaks = appendLeaf(hashBytes, peaks, leaf)
  return hexOf(rootOf(hashBytes, peaks))
}

/**
 * Holds the log against the head that was kept outside of the vault. Fails with `database-rolled-back` for a log that is shorter
 * than it was, and with `audit-broken` for one that has other entries.
 */
export async function compareAnchor(database: VaultDatabase, anchor: Anchor | null): Promise<Result<void>> {
  if (!anchor) return ok(undefined)
  if (anchor.size > (await database.read.auditSize())) return failed({ kind: 'database-rolled-back' })
  if ((await rootAt(database, anchor.size)) === anchor.root) return ok(undefined)
  return failed({ kind: 'audit-broken', seq: anchor.size - 1, why: 'anchor-root' })
}

/** True for somebody who administers the vault at that moment. */
export function isAdministrator({ grants, disabledAt }: UserRecord, now: Instant): boolean {
  const open = grants.filter(({ role }) => role === 'administrator')
  return (
    disabledAt === null &&
    open.some(({ from, until }) => (from === null || !isBefore(now, from)) && (until === null || isBefore(now, until)))
  )
}
