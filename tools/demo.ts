import { mkdir, readFile } from 'node:fs/promises'
import { basename, extname, join, relative, resolve } from 'node:path'
import { readCertificate } from '../contract/certificate-file.ts'
import { readDetections } from '../contract/detections-file.ts'
import type { IndexJson } from '../contract/index-json.ts'
import { readProject } from '../contract/project-file.ts'
import type { DetectionRun } from '../core/detection/detection.ts'
import type { PlanFrame } from '../core/redaction/plan.ts'
import type { Result } from '../core/result.ts'
import { writeContactSheet } from './contact-sheet.ts'
import { demoClip, demoFolder } from './demo/demo-stage.ts'
import { type DemoSummary, summaryLines } from './demo/demo-summary.ts'
import { requesterTracks } from './demo/requester-tracks.ts'
import { answerOf, OccludeStopped, runOcclude } from './demo/run-occlude.ts'
import { singleFramePlan } from './demo/single-frames.ts'
import type { FaceTruth } from './face-truth.ts'
import { leakRate } from './leak-rate.ts'

/**
 * `npm run demo [-- CLIP]`: redacts a clip from end to end with the command line that ships, and says what came of it.
 * Without CLIP it makes one whose faces are known, keeps one person and measures the leak rate.
 */

/** Part of the demo clip that is muted, in seconds; the rest of its sound is kept. */
const demoMute = '6-9.5'

type Subject = {
  readonly path: string
  readonly name: string
  readonly truth: FaceTruth | null
  readonly index: IndexJson
  readonly seconds: Record<string, number>
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** A path as the person would type it from where they are. */
function shown(path: string): string {
  const near = relative(process.env['INIT_CWD'] ?? process.cwd(), path)
  return near.startsWith('..') ? path : near
}

async function read<T>(path: string, reader: (text: string, name: string) => Result<T>): Promise<T> {
  const result = reader(await readFile(path, 'utf8'), shown(path))
  if (!result.ok) throw new Error(`cannot read ${path}: ${JSON.stringify(result.failure)}`)
  return result.value
}

async function subjectOf(given: string | undefined): Promise<Subject> {
  const seconds: Record<string, number> = {}
  await mkdir(demoFolder, { recursive: true })
  if (given !== undefined) {
    const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), given)
    return { path, name: basename(path, extname(path)), truth: null, index: await indexOf(path), seconds }
  }
  say('Making a clip of 20 seconds in which every face is known ...')
  const began = performance.now()
  const { path, truth } = await demoClip((done, total) => {
    if (done % 150 === 0) say(`drawing   ${Math.round((100 * done) / total)} %`)
  })
  seconds['clip'] = (performance.now() - began) / 1000
  return { path, name: 'original', truth, index: await indexOf(path), seconds }
}

async function indexOf(path: string): Promise<IndexJson> {
  const run = await runOcclude(['index', path, '--json'])
  const line = run.lines.find((text) => text.includes('"sha256"'))
  if (line === undefined) throw new Error('occlude index said nothing of the clip')
  return JSON.parse(line)
}

type Found = {
  /** The project file; null for a clip without picture, in which nobody can be looked for. */
  readonly project: string | null
  readonly tracks: number
  readonly run: DetectionRun | null
  /** Ids of the tracks to be kept. */
  readonly kept: readonly string[]
}

/** Finds and follows everybody. */
async function findEverybody({ path, name, truth, index, seconds }: Subject): Promise<Found> {
  if (!index.video) return { project: null, tracks: 0, run: null, kept: [] }
  const detections = join(demoFolder, `${name}.detections.json`)
  const project = join(demoFolder, `${name}.project.json`)
  say('Looking for faces ...')
  const detect = await runOcclude(['detect', path, '--classes', 'face', '--out', detections, '--overwrite'])
  seconds['detect'] = detect.seconds
  say('Following them ...')
  const track = await runOcclude(['track', path, '--detections', detections, '--out', project, '--overwrite'])
  seconds['track'] = track.seconds
  const { tracks } = await read(project, readProject)
  const run = await read(detections, readDetections)
  return { project, tracks: tracks.length, run, kept: truth ? requesterTracks(truth, tracks) : [] }
}

async function redact({ path, name, truth, index, seconds }: Subject, { project, kept }: Found) {
  const out = join(demoFolder, `${name}.redacted.${index.video ? 'mp4' : 'm4a'}`)
  say('Making the copy and checking it ...')
  const decisions = project ? ['--project', project] : []
  const keep = kept.length > 0 ? ['--keep', kept.join(',')] : []
  const sound = truth ? ['--mute', demoMute] : []
  const words = ['redact', path, ...decisions, '--out', out, '--overwrite', ...keep, ...sound, '--json']
  const run = await runOcclude(words)
  seconds['redact and check'] = run.seconds
  const { certificate, project: decided } = answerOf(run)
  if (certificate === undefined || decided === undefined) throw new Error('occlude redact named no certificate')
  return { out, certificate, decided }
}

/** What the written copy covers, frame by frame, as the command line tells it. */
async function plannedFrames(path: string, project: string): Promise<PlanFrame[]> {
  const { lines } = await runOcclude(['plan', path, '--project', project])
  return lines.map((line): PlanFrame => JSON.parse(line))
}

async function clipText({ truth, index }: Subject): Promise<string> {
  const sound = `${index.audio.length === 1 ? 'one sound track' : `${index.audio.length} sound tracks`}`
  if (!index.video) return sound
  const { frames, displayWidth, displayHeight } = index.video
  const made = truth ? '; ten people from photographs in a painted street' : ''
  return `${frames} frames of ${displayWidth}x${displayHeight}, ${sound}${made}`
}

async function demo(given: string | undefined): Promise<void> {
  const subject = await subjectOf(given)
  const found = await findEverybody(subject)
  const { out, certificate, decided } = await redact(subject, found)
  const sheet = subject.index.video ? join(demoFolder, `${subject.name}.contact-sheet.png`) : null
  if (sheet) await writeContactSheet({ original: subject.path, copy: out, path: sheet })
  const summary: DemoSummary = {
    clip: await clipText(subject),
    detections: found.run?.detections.length ?? 0,
    tracks: found.tracks,
    kept: found.kept,
    certificate: (await read(certificate, readCertificate)).payload,
    ...(await leaksOf(subject, decided, found.run)),
    seconds: subject.seconds,
    files: {
      original: shown(subject.path),
      copy: shown(out),
      certificate: shown(certificate),
      project: shown(decided),
      contactSheet: sheet && shown(sheet),
    },
  }
  process.stdout.write(`${summaryLines(summary).join('\n')}\n`)
}

async function leaksOf({ path, truth }: Subject, decided: string, run: DetectionRun | null) {
  if (!truth || !run) return {}
  const copy = leakRate(truth, await plannedFrames(path, decided))
  return { leaks: { copy, singleFrames: leakRate(truth, singleFramePlan(run)) } }
}

try {
  await demo(process.argv[2])
} catch (error) {
  if (!(error instanceof OccludeStopped)) throw error
  process.exitCode = error.exit
}
