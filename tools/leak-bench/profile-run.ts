import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readDetections } from '../../contract/detections-file.ts'
import type { DetectionProfile, DetectionRun } from '../../core/detection/detection.ts'
import { compilePlan } from '../../core/redaction/compile-plan.ts'
import { newProject } from '../../core/redaction/new-project.ts'
import type { PlanFrame } from '../../core/redaction/plan.ts'
import { frameIndex } from '../../core/time.ts'
import { linkDetections } from '../../core/tracking/link-detections.ts'
import { settingsFor, trackingClipOf } from '../../core/tracking/tracking-clip.ts'
import { runOcclude } from '../demo/run-occlude.ts'
import { sha256Of } from '../models/package-source.ts'
import { indexFile } from './file-facts.ts'
import type { BenchClip } from './make-clips.ts'
import { orThrow } from './or-throw.ts'

/** What is looked for: faces alone, or what a person gets who asks for nothing. */
export const searches = ['face', 'default'] as const

/** One of the searches. */
export type Search = (typeof searches)[number]

/** A detection run as the command line made it. */
export type ProfileRun = {
  readonly run: DetectionRun
  /** Wall time of the whole `occlude detect` command, start and indexing included. */
  readonly seconds: number
}

/** How clips are searched, and where what is found is kept. */
export type Searching = {
  readonly search: Search
  readonly scratch: string
  /** Takes detections of the same clip that other code or other models have made: for work on tracking alone. */
  readonly reuse: boolean
}

/** Runs `occlude detect` on a clip, or takes what an earlier run with the same clip, models and code has left. */
export async function detected(
  clip: BenchClip,
  profile: DetectionProfile,
  { search, scratch, reuse }: Searching,
): Promise<ProfileRun> {
  const folder = join(scratch, 'runs')
  await mkdir(folder, { recursive: true })
  const name = `${clip.truth.half}-${clip.name}-${profile}-${search}-`
  const earlier = reuse ? await newestRun(clip, folder, name) : null
  if (earlier) return earlier
  const path = join(folder, `${name}${keyOf(clip, `${profile} ${search}`)}.json`)
  const timing = `${path}.seconds`
  if (!existsSync(timing)) {
    process.stderr.write(`detecting ${clip.truth.half} ${clip.name} ${profile}\n`)
    const classes = search === 'face' ? ['--classes', 'face'] : []
    const words = ['detect', clip.path, '--profile', profile, ...classes, '--out', `${path}.partial`, '--overwrite']
    const { seconds } = await runOcclude(words)
    await rename(`${path}.partial`, path)
    await writeFile(timing, `${seconds}`)
  }
  const run = orThrow(readDetections(await readFile(path, 'utf8'), path))
  return { run, seconds: Number(await readFile(timing, 'utf8')) }
}

/** The newest kept run of exactly these bytes. */
async function newestRun(clip: BenchClip, folder: string, name: string): Promise<ProfileRun | null> {
  const bytes = sha256Of(await readFile(clip.path))
  const kept = readdirSync(folder).filter((file) => file.startsWith(name) && file.endsWith('.json.seconds'))
  const ages = kept.map((file) => ({ timing: join(folder, file), age: statSync(join(folder, file)).mtimeMs }))
  for (const { timing } of ages.toSorted((a, b) => b.age - a.age)) {
    const path = timing.slice(0, -'.seconds'.length)
    const run = readDetections(await readFile(path, 'utf8'), path)
    if (run.ok && run.value.clip.sha256 === bytes) {
      return { run: run.value, seconds: Number(await readFile(timing, 'utf8')) }
    }
  }
  return null
}

/** The plan that `occlude track` and `occlude plan` come to with nothing decided: what a copy would hide. */
export async function planned(clip: BenchClip, run: DetectionRun): Promise<readonly PlanFrame[]> {
  const index = await indexFile(clip.path)
  const trackingClip = trackingClipOf(index)
  if (!trackingClip) throw new Error(`${clip.path} has no picture`)
  const { tracks } = linkDetections(run, trackingClip, settingsFor(run))
  const blanks = run.failed.map(([from, until]) => ({
    from: frameIndex(from),
    until: frameIndex(until),
    reason: 'unseen',
  }))
  const project = newProject({ clip: run.clip, purpose: 'bench', secret: '0'.repeat(64), tracks, blanks })
  return orThrow(compilePlan(project, index)).frames
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The code that detections depend on. */
const detecting = ['core/detection', 'native/detection', 'native/detection/families', 'kernels'] as const

/** Changes when the models, or the code that looks for things, change. */
export function codeHash(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'models/manifest.json')))
  for (const folder of detecting) {
    const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
    for (const name of names.toSorted()) hash.update(name).update(readFileSync(join(root, folder, name)))
  }
  return hash.digest('hex')
}

function keyOf(clip: BenchClip, what: string): string {
  const hash = createHash('sha256').update(what).update(readFileSync(clip.path)).update(codeHash())
  return hash.digest('hex').slice(0, 16)
}
