import { AV_LOG_QUIET, AVERROR_EAGAIN, AVERROR_EOF } from 'node-av/constants'
import { FFmpegError, Log } from 'node-av/lib'

/** FFmpeg refused a step that our own code asked for: a bug or an environment fault, never a property of the clip. */
export class FfmpegStepError extends Error {
  readonly code: number
  constructor(step: string, code: number) {
    super(`${step}: ${FFmpegError.strerror(code)} (${code})`)
    this.name = 'FfmpegStepError'
    this.code = code
  }
}

/** Answers FFmpeg's return value, or throws when it is an error. */
export function must(code: number, step: string): number {
  if (code < 0) throw new FfmpegStepError(step, code)
  return code
}

/** True where a codec only says "give me more" or "that was all". */
export function isDrained(code: number): boolean {
  return code === AVERROR_EAGAIN || code === AVERROR_EOF
}

/** Hostile clips make FFmpeg talk; what matters is in its return codes. */
export function silenceFfmpeg(): void {
  Log.setLevel(AV_LOG_QUIET)
}

/** Lets other work (stop requests, bytes for the reader) run between synchronous decoding steps. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
