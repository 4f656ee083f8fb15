import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Answer } from '../../cli/answer.ts'

const commandLine = fileURLToPath(new URL('../../cli/occlude.ts', import.meta.url))

/** Occlude refused or failed; it has told the person why on standard error already. */
export class OccludeStopped extends Error {
  readonly exit: number
  constructor(exit: number) {
    super(`occlude ended with ${exit}`)
    this.exit = exit
  }
}

/** What a run printed, and how long it took. */
export type OccludeRun = { readonly lines: readonly string[]; readonly seconds: number; readonly exit: number }

/**
 * Runs the command line as a person would, in a process of its own; its progress goes to standard error. Rejects with
 * OccludeStopped unless it ends well (0, or 4: done from a damaged source).
 */
export function runOcclude(words: readonly string[]): Promise<OccludeRun> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [commandLine, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (text: string) => {
      printed += text
    })
    child.on('error', reject)
    child.on('close', (code) => {
      const exit = code ?? 1
      const lines = printed.split('\n').filter((line) => line !== '')
      if (exit === 0 || exit === 4) resolve({ lines, seconds: (performance.now() - began) / 1000, exit })
      else reject(new OccludeStopped(exit))
    })
  })
}

/** The last line of a `--json` run. */
export function answerOf(run: OccludeRun): Answer {
  const last = run.lines.at(-1)
  if (last === undefined) throw new Error('occlude said nothing')
  return JSON.parse(last)
}
