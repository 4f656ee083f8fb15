import { execFile } from 'node:child_process'

/** What a finished program wrote. */
export type ProgramOutput = { readonly stdout: Buffer; readonly stderr: string }

/** A Debian tool that ended with an error; `stderr` says why. */
export class ProgramError extends Error {
  readonly stderr: string
  constructor(program: string, stderr: string) {
    super(`${program} failed: ${stderr.trim().split('\n').slice(-4).join(' | ')}`)
    this.stderr = stderr
  }
}

/**
 * Runs Debian's `ffmpeg` or `ffprobe`: the clips' maker and the independent checker of what Occlude writes, never part
 * of the product. Rejects with ProgramError when it exits with an error, or when it is not installed.
 */
export function runDebian(
  program: 'ffmpeg' | 'ffprobe',
  args: readonly string[],
  folder?: string,
): Promise<ProgramOutput> {
  const common =
    program === 'ffmpeg' ? ['-hide_banner', '-nostdin', '-y', '-loglevel', 'error'] : ['-loglevel', 'error']
  const options = {
    encoding: 'buffer' as const,
    maxBuffer: 2 ** 31 - 1,
    ...(folder === undefined ? {} : { cwd: folder }),
  }
  return new Promise((resolve, reject) => {
    execFile(program, [...common, ...args], options, (error, stdout, stderr) => {
      if (error) reject(new ProgramError(program, stderr.length > 0 ? stderr.toString() : error.message))
      else resolve({ stdout, stderr: stderr.toString() })
    })
  })
}
