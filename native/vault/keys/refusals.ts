import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Instant, instant } from '../../../core/ports/clock.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { Refusal } from '../../../core/vault/back-off.ts'
import { userNameKey } from '../../../core/vault/user-name.ts'
import { removeIfThere, writeWholeFile } from '../../evidence/place-file.ts'
import { writingFailure } from '../../evidence/storage-failure.ts'
import { readFileEnd } from './bounded-file.ts'

const fileName = 'refused.jsonl'

/** Most lines and bytes of the file, and how many lines are left when it overflows, so that not every line rewrites it. */
const [mostLines, mostBytes, linesLeft, bytesLeft] = [1000, 200_000, 800, 150_000]

/** How much of a file is read that somebody else has made longer. */
const readBytes = 512 * 1024

/** Longest name that is kept, in code points, and how long a refusal is kept for the back-off after it was logged. */
const [longestName, keptMilliseconds] = [100, 86_400_000]

/** A refusal in the file. `logged`: it stands in the audit log already, and is kept for the back-off alone. */
export type KeptRefusal = Refusal & { readonly logged: boolean }

/** What the file holds. */
export type RefusalLog = {
  /** Oldest first. */
  readonly refusals: readonly KeptRefusal[]
  /** How many older ones had to make room since the last unlock. */
  readonly dropped: number
  /** Lines that could not be read: torn, or changed by somebody. */
  readonly damaged: number
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/

function isMoment(value: unknown): value is string {
  return typeof value === 'string' && moment.test(value) && !Number.isNaN(Date.parse(value))
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** A line is flat and short, so `JSON.parse` is safe on it; null: it is none of ours. */
function readLine(line: string): KeptRefusal | number | null {
  const value = line.length > 4000 ? null : parsed(line)
  if (typeof value !== 'object' || value === null) return null
  const fields: Readonly<Record<string, unknown>> = { ...value }
  const { dropped, at, name, why, logged } = fields
  if (typeof dropped === 'number') return Number.isSafeInteger(dropped) && dropped >= 0 ? dropped : null
  if (!isMoment(at) || typeof name !== 'string' || typeof why !== 'string' || !/^[a-z-]{1,40}$/.test(why)) return null
  return { at: instant(at), name: shortened(name), why, logged: logged === true }
}

function shortened(name: string): string {
  return [...name.slice(0, 2 * longestName)].slice(0, longestName).join('')
}

function readLog(text: string, whole: boolean): RefusalLog {
  const lines = text.split('\n').filter((line) => line !== '')
  const refusals: KeptRefusal[] = []
  let dropped = 0
  let damaged = whole ? 0 : 1
  for (const line of whole ? lines : lines.slice(1)) {
    const read = readLine(line)
    if (read === null) damaged++
    else if (typeof read === 'number') dropped = Math.min(Number.MAX_SAFE_INTEGER, dropped + read)
    else refusals.push(read)
  }
  return { refusals, dropped, damaged }
}

function lineOf(refusal: Refusal & { readonly logged?: boolean }): string {
  const { at, name, why, logged } = refusal
  return `${JSON.stringify({ at, name: shortened(name).toWellFormed(), why, ...(logged ? { logged } : {}) })}\n`
}

function textOf(log: RefusalLog): string {
  const head = log.dropped > 0 ? `${JSON.stringify({ dropped: log.dropped })}\n` : ''
  return head + log.refusals.map(lineOf).join('')
}

/** The newest refusals that fit; the rest are counted. */
function trimmed(log: RefusalLog): RefusalLog {
  const refusals = log.refusals.slice(-linesLeft)
  let bytes = refusals.reduce((sum, refusal) => sum + Buffer.byteLength(lineOf(refusal)), 0)
  while (bytes > bytesLeft) {
    const oldest = refusals.shift()
    bytes -= oldest ? Buffer.byteLength(lineOf(oldest)) : bytes
  }
  const lost = log.refusals.slice(0, log.refusals.length - refusals.length).filter((refusal) => !refusal.logged)
  return { refusals, dropped: log.dropped + lost.length + log.damaged, damaged: 0 }
}

function rewrite(folder: string, log: RefusalLog): Promise<Result<void>> {
  return writeWholeFile({ path: join(folder, fileName), name: fileName, overwrite: true, inputs: [] }, textOf(log))
}

/** Reads who was refused since the last unlock, and within the last day. A missing file is an empty one. */
export async function readRefusals(folder: string): Promise<Result<RefusalLog>> {
  const end = await readFileEnd(join(folder, fileName), fileName, readBytes)
  if (!end.ok) return end
  return ok(end.value ? readLog(end.value.bytes.toString('utf8'), end.value.whole) : readLog('', true))
}

/**
 * Gives refusals that seem to be later than `now` that time: the clock was wrong then or is now, and a wait that begins in the
 * future would not end before it. From then on it takes its usual time.
 */
export async function settleRefusals(folder: string, now: Instant): Promise<Result<RefusalLog>> {
  const log = await readRefusals(folder)
  if (!log.ok) return log
  const isLater = ({ at }: Refusal): boolean => Date.parse(at) > Date.parse(now)
  if (!log.value.refusals.some(isLater)) return log
  const refusals = log.value.refusals.map((refusal) => (isLater(refusal) ? { ...refusal, at: now } : refusal))
  const { dropped, damaged } = log.value
  const settled = { refusals, dropped: dropped + damaged, damaged: 0 }
  const written = await rewrite(folder, settled)
  return written.ok ? ok(settled) : written
}

/** Answers the file's size after the line was added, durably; null where no file stands there. A torn last line is closed first. */
async function append(folder: string, line: string): Promise<number | null> {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(join(folder, fileName), flags, 0o600)
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) return null
    const { size } = stats
    const last = size > 0 ? (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString() : '\n'
    await handle.write(last === '\n' ? line : `\n${line}`)
    await handle.sync()
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

/**
 * Notes a failed unlock, durably, before anybody is told of it. The file is bounded (1,000 lines, 200 KB): the oldest make room
 * and are counted. It is plain text beside the slots, since without a key there is nowhere else: whoever can write to the folder
 * can change or remove it, and with it the back-off, which slows guesses at the program and none at a stolen copy (argon2id
 * does). One process at a time writes it (the vault's lock). A link or pipe in its place is refused.
 */
export async function recordRefusal(folder: string, refusal: Refusal): Promise<Result<void>> {
  try {
    const size = await append(folder, lineOf(refusal))
    if (size === null) return failed({ kind: 'not-a-file', name: fileName })
    const log = await readRefusals(folder)
    if (!log.ok) return log
    const { refusals, damaged } = log.value
    return size > mostBytes || refusals.length + damaged > mostLines
      ? rewrite(folder, trimmed(log.value))
      : ok(undefined)
  } catch (error) {
    return failed(writingFailure(error, fileName))
  }
}

/**
 * After an unlock moved `moved` into the audit log: forgets what was tried under the name that has now signed in and whatever is
 * over a day old, and keeps the rest as logged, so that one person's unlock does not reset the back-off for another's name.
 * What came in since `moved` was read stays as it is.
 */
export async function clearRefusals(
  folder: string,
  moved: RefusalLog,
  signedIn: { readonly name: string; readonly at: Instant },
): Promise<Result<void>> {
  const log = await readRefusals(folder)
  if (!log.ok) return log
  const open = new Map<string, number>()
  for (const refusal of moved.refusals) open.set(lineKey(refusal), (open.get(lineKey(refusal)) ?? 0) + 1)
  const oldest = Date.parse(signedIn.at) - keptMilliseconds
  const left = log.value.refusals.flatMap((refusal) => {
    const count = open.get(lineKey(refusal)) ?? 0
    if (count === 0) return [refusal]
    open.set(lineKey(refusal), count - 1)
    const isOver = userNameKey(refusal.name) === userNameKey(signedIn.name) || Date.parse(refusal.at) < oldest
    return isOver ? [] : [{ ...refusal, logged: true }]
  })
  const dropped = Math.max(0, log.value.dropped - moved.dropped)
  const damaged = Math.max(0, log.value.damaged - moved.damaged)
  if (left.length + dropped + damaged > 0)
    return rewrite(folder, { refusals: left, dropped: dropped + damaged, damaged: 0 })
  try {
    await removeIfThere(join(folder, fileName))
    return ok(undefined)
  } catch (error) {
    return failed(writingFailure(error, fileName))
  }
}

function lineKey({ at, name, why }: Refusal): string {
  return JSON.stringify([at, name, why])
}
