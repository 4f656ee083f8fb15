import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { WorkCost } from './engine-work.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('./engine-work.ts', import.meta.url))

/** Engine processes are started like this (native/engine/engine-process.ts). */
const engineOptions = ['--max-semi-space-size=64']

/** Does one piece of engine work in a process of its own and answers what it cost. */
export async function costOf(...work: readonly string[]): Promise<WorkCost> {
  const { stdout } = await run(process.execPath, [...engineOptions, script, ...work], { maxBuffer: 1e8 })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}

/** CPU seconds of a run of Debian's ffmpeg, by its own account; null where it is not installed. */
export async function ffmpegCpu(...options: readonly string[]): Promise<number | null> {
  try {
    const { stderr } = await run('ffmpeg', ['-hide_banner', '-benchmark', '-y', ...options], { maxBuffer: 1e8 })
    const times = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(stderr)
    return times ? Number(times[1]) + Number(times[2]) : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
