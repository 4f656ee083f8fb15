import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'

/** A process that is killed: after it has told of so many steps, and a little later than that. */
export type KilledProcess = {
  readonly script: URL
  readonly given: readonly string[]
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
export async function killedProcess<T>({ script, given, steps, milliseconds }: KilledProcess): Promise<readonly T[]> {
  const child = fork(script, given, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const told: T[] = []
  child.on('message', (step) => {
    told.push(step as T)
    if (told.length === steps) void killSoon()
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
