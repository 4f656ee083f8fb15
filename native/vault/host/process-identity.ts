import { readFileSync } from 'node:fs'
import { codeOf } from '../../evidence/storage-failure.ts'

/**
 * Which process it is. A number alone comes again: on Linux the moment of its start (clock ticks since the machine's) and the
 * id of this run of the machine tell two processes apart. Null where the system does not say.
 */
export type ProcessIdentity = { readonly pid: number; readonly started: string | null; readonly boot: string | null }

/** Place of the start time in `/proc/PID/stat` behind the name, which may hold anything but a last `)` (proc(5), field 22). */
const startField = 19

function textOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    if (codeOf(error) === null) throw error
    return null
  }
}

function startOf(pid: number): string | null {
  const stat = textOrNull(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[startField] ?? null
}

function bootId(): string | null {
  return textOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? null
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, started: startOf(process.pid), boot: bootId() }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another person's process may not be signalled, but it is there.
    return codeOf(error) === 'EPERM'
  }
}

/** False once the process is gone, its number is another's, or the machine was started anew. True where it cannot be told. */
export function isRunning({ pid, started, boot }: ProcessIdentity): boolean {
  if (boot !== null && boot !== bootId()) return false
  if (!isThere(pid)) return false
  return started === null || startOf(pid) === null || startOf(pid) === started
}
