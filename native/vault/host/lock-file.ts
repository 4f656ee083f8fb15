import { createHash, randomBytes } from 'node:crypto'
import { link, open, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Instant, instant } from '../../../core/ports/clock.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { removeIfThere } from '../../evidence/place-file.ts'
import { codeOf, writingFailure } from '../../evidence/storage-failure.ts'
import { readFileEnd } from '../keys/bounded-file.ts'
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts'

/** The file's name in the vault's folder. */
export const lockName = 'lock'

/** A lock has a few hundred bytes; more is none of ours. */
const mostBytes = 10_000

/** Who has a vault open, as its lock says. */
export type LockHolder = {
  readonly program: string
  readonly since: Instant
  /** Where it takes calls, when it does: a path or the name of a pipe. */
  readonly socket: string | null
}

type Lock = ProcessIdentity & LockHolder & { readonly nonce: string }

/** What is found in a lock's place. `nonce` tells it from any other that ever was. */
type Found = { readonly nonce: string; readonly lock: Lock | null }

/** A lock that this process holds. */
export type HeldLock = {
  /** Who the lock was taken from, being gone as far as can be seen from here. */
  readonly before: LockHolder | null
  /** Says where this process takes calls; null: nowhere any more. */
  announce(socket: string | null): Promise<Result<void>>
  /** Removes the lock if it is still ours. */
  release(): Promise<void>
  /** Puts back the lock that was here and seemed stale: its process holds the database, so it lives where nobody can see it. */
  giveBack(): Promise<void>
}

type Fields = Readonly<Record<string, unknown>>

function parsed(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function textIn(fields: Fields, name: string, most: number): string | null {
  const value = fields[name]
  return typeof value === 'string' && value.length <= most ? value : null
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/

/** Null for whatever is no lock of ours: torn by the machine's end, or somebody else's doing. */
function readLock(text: string): Lock | null {
  const fields = parsed(text)
  if (!fields) return null
  const { pid } = fields
  const program = textIn(fields, 'program', 200)
  const since = textIn(fields, 'since', 40)
  const nonce = textIn(fields, 'nonce', 40)
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return null
  if (program === null || since === null || !moment.test(since) || !/^[0-9a-f]{32}$/.test(nonce ?? '')) return null
  return {
    pid,
    started: textIn(fields, 'started', 40),
    boot: textIn(fields, 'boot', 80),
    program,
    since: instant(since),
    socket: textIn(fields, 'socket', 1000),
    nonce: nonce ?? '',
  }
}

async function readFound(path: string): Promise<Result<Found | null>> {
  const end = await readFileEnd(path, lockName, mostBytes)
  if (!end.ok) return end
  if (end.value === null) return ok(null)
  const lock = readLock(end.value.bytes.toString('utf8'))
  return ok({ nonce: lock?.nonce ?? createHash('sha256').update(end.value.bytes).digest('hex').slice(0, 32), lock })
}

/** Who has the vault in `folder` open; null: nobody does, or who did is gone. */
export async function lockHolder(folder: string): Promise<Result<LockHolder | null>> {
  const found = await readFound(join(folder, lockName))
  if (!found.ok) return found
  const lock = found.value?.lock ?? null
  return ok(lock && isRunning(lock) ? lock : null)
}

async function writeNew(path: string, lock: Lock): Promise<string> {
  const whole = `${path}.new-${lock.nonce}-${randomBytes(4).toString('hex')}`
  const handle = await open(whole, 'wx', 0o600)
  let isWritten = false
  try {
    await handle.writeFile(JSON.stringify(lock))
    isWritten = true
    return whole
  } finally {
    await handle.close()
    // On a full disk half of one would stay.
    if (!isWritten) await removeIfThere(whole)
  }
}

/** True when the lock is in its place, all of it at once; false when another one is. */
async function place(path: string, lock: Lock): Promise<boolean> {
  const whole = await writeNew(path, lock)
  try {
    await link(whole, path)
    return true
  } catch (error) {
    // Taken, or tidied away by who has taken it just now.
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return false
    throw error
  } finally {
    await removeIfThere(whole)
  }
}

type Taken = { readonly lock: Lock; readonly before: Lock | null }
type Attempt = { readonly taken: Taken } | { readonly holder: LockHolder }

const again = Symbol('again')

/** Milliseconds for which somebody who replaces a stale lock is waited for: it is a matter of two small files. */
const patience = { each: 10, most: 2_000 }

/** Takes the right to replace a stale lock. Who replaces it is not yet who has it, so whoever is at it is waited for. */
async function claim(right: string, lock: Lock): Promise<Result<Attempt>> {
  for (let waited = 0; ; waited += patience.each) {
    const claimed = await take(right, { ...lock, nonce: randomBytes(16).toString('hex') })
    const isTheirs = claimed.ok && 'holder' in claimed.value
    if (!isTheirs || waited >= patience.most) return claimed
    await wait(patience.each)
  }
}

/**
 * Takes a lock from a process that is gone. Whoever may replace that very lock holds a lock of its own on it, named by its
 * nonce: no two do, nobody replaces a lock that came after, and one who dies meanwhile leaves a lock that is replaced likewise.
 */
async function replaceStale(path: string, stale: Found, lock: Lock): Promise<Result<Attempt> | typeof again> {
  const right = `${path}.${stale.nonce}`
  const claimed = await claim(right, lock)
  if (!claimed.ok || 'holder' in claimed.value) return claimed
  try {
    const now = await readFound(path)
    if (!now.ok) return now
    if (now.value?.nonce !== stale.nonce) return again
    const whole = await writeNew(path, lock)
    await rename(whole, path)
    return ok({ taken: { lock, before: stale.lock } })
  } finally {
    await removeIfThere(right)
  }
}

async function take(path: string, lock: Lock): Promise<Result<Attempt>> {
  for (;;) {
    if (await place(path, lock)) return ok({ taken: { lock, before: null } })
    const found = await readFound(path)
    if (!found.ok) return found
    if (found.value === null) continue
    if (found.value.lock && isRunning(found.value.lock)) return ok({ holder: found.value.lock })
    const replaced = await replaceStale(path, found.value, lock)
    if (replaced !== again) return replaced
  }
}

class OwnLock implements HeldLock {
  readonly #path: string
  readonly before: Lock | null
  #lock: Lock

  constructor(path: string, { lock, before }: Taken) {
    this.#path = path
    this.#lock = lock
    this.before = before
  }

  async announce(socket: string | null): Promise<Result<void>> {
    try {
      this.#lock = { ...this.#lock, socket }
      await rename(await writeNew(this.#path, this.#lock), this.#path)
      return ok(undefined)
    } catch (error) {
      return failed(writingFailure(error, lockName))
    }
  }

  async release(): Promise<void> {
    if (await this.#isOurs()) await removeIfThere(this.#path)
  }

  async giveBack(): Promise<void> {
    if (!this.before) return this.release()
    if (await this.#isOurs()) await rename(await writeNew(this.#path, this.before), this.#path)
  }

  async #isOurs(): Promise<boolean> {
    const found = await readFound(this.#path)
    return found.ok && found.value?.nonce === this.#lock.nonce
  }
}

/** What takers who were killed have left behind. Whoever still holds one of these finds the lock taken, and lets go. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (/^lock\.([0-9a-f]{32}|new-)/.test(name)) await removeIfThere(join(folder, name))
}

/**
 * Takes the lock of a vault's folder: at most one process that can be seen from here has it. One that was left by a process
 * that is gone never stands in the way. The database's own lock excludes the rest (another machine on a share, another
 * container); this one says who it is. Fails with `vault-busy` (`name` is what a person calls the vault).
 */
export async function takeLock(
  folder: string,
  name: string,
  { program, since }: Pick<LockHolder, 'program' | 'since'>,
): Promise<Result<HeldLock>> {
  const path = join(folder, lockName)
  const nonce = randomBytes(16).toString('hex')
  try {
    const attempt = await take(path, { ...ownIdentity(), program, since, socket: null, nonce })
    if (!attempt.ok) return attempt
    if ('holder' in attempt.value) {
      const { holder } = attempt.value
      return failed({ kind: 'vault-busy', name, program: holder.program, since: holder.since })
    }
    await removeLeftovers(folder)
    return ok(new OwnLock(path, attempt.value.taken))
  } catch (error) {
    return failed(writingFailure(error, lockName))
  }
}
