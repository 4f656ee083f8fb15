import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { requestClip } from '../request/request-clip.ts'

/** How long the clip is that is redacted in the pictures, and the one from a second camera. */
export const lengths = {
  redacted: { seconds: 8, width: 1280 },
  beside: { seconds: 3, width: 640 },
} as const

/** The clip of a request: people by two screens, with speech. Whoever is in it had the face hidden before. Made once and kept. */
export async function facelessClip({ seconds, width }: { readonly seconds: number; readonly width: number }) {
  const { path: clip } = await requestClip(seconds, { width, height: (width / 16) * 9 })
  const copy = join(dirname(clip), 'faces-blurred.mp4')
  if (existsSync(copy)) return copy
  const program = join(import.meta.dirname, '../../cli/occlude.ts')
  const faces = ['--classes', 'face', '--extent', 'face', '--style', 'blur', '--audio', 'keep']
  const { status } = spawnSync(process.execPath, [program, 'redact', clip, '--out', copy, ...faces], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('the faces were not hidden')
  return copy
}
