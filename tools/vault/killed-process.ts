import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'

/** A process that is killed: after it has told of so many steps, and a little later than that. */
export type KilledProcess<T> = {
  readonly script: URL
  readonly given: readonly string[]
  /** Which of its steps are counted; all, where this is left out. */
  readonly counted?: (step: T) => boolean
  readonly steps: number
  readonly milliseconds: number
}

/** Whole numbers from 0 until before `below`, the same ones for the same seed (mulberry32). */
export function seededNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Runs a script and kills it with -9 at its moment; answers everything that it had told by its end. Throws if it ended by itself. */
export async function killedProcess<T>(how: KilledProcess<T>): Promise<readonly T[]> {
  const { script, given, counted = () => true, steps, milliseconds } = how
  const child = fork(script, given, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const told: T[] = []
  let left = steps
  child.on('message', (step) => {
    told.push(step as T)
    if (counted(step as T)) left -= 1
    if (left === 0) void killSoon()
  })
  const killSoon = async (): Promise<void> => {
    await setTimeout(milliseconds)
    child.kill('SIGKILL')
  }
  // What it told before its end is still in the channel when it has ended.
  const [[code, signal]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  if (signal !== 'SIGKILL') throw new Error(`the process ended by itself with ${code}`)
  return told
}
