import { type FileHandle, open } from 'node:fs/promises'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { ByteSink } from '../../core/ports/bytes.ts'
import type { RenderReport } from '../../core/ports/media-engine.ts'
import type { Work } from '../../core/ports/work.ts'
import { compilePlan } from '../../core/redaction/compile-plan.ts'
import { newProject, type ProjectStart } from '../../core/redaction/new-project.ts'
import type { RedactionPlan } from '../../core/redaction/plan.ts'
import type { Track } from '../../core/redaction/project.ts'
import type { Result } from '../../core/result.ts'
import { frameIndex } from '../../core/time.ts'
import type { CheckResult } from '../../core/verification/report.ts'
import { createMediaEngine } from '../../native/engine/engine.ts'
import { openFileSource } from '../../native/evidence/file-source.ts'

/** Work that nobody stops and nobody watches. */
export const unwatched: Work = { signal: new AbortController().signal, onProgress: () => undefined }

/** The secret of every project in tests. */
export const testSecret = '5ec7e7'.padEnd(64, '0')

/** The value of a success; throws with the failure otherwise. */
export function need<T>(result: Result<T>, what: string): T {
  if (!result.ok) throw new Error(`${what}: ${JSON.stringify(result.failure)}`)
  return result.value
}

/** Decisions of a test about a clip whose index is known. */
export type Decisions = (index: ClipIndex) => Partial<Omit<ProjectStart, 'clip' | 'secret'>>

/** A file with its index, open until `close`. */
export async function openIndexed(path: string) {
  const engine = createMediaEngine()
  const source = need(await openFileSource(path, 'clip'), `open ${path}`)
  const index = need(await engine.index(source.bytes, 'clip', true, unwatched), `index ${path}`)
  return { engine, bytes: source.bytes, index, close: () => source.close() }
}

/** Compiles a plan from a test's decisions. */
export function planOf(index: ClipIndex, decide: Decisions): RedactionPlan {
  const clip = { sha256: index.sha256, frames: index.video?.pts.length ?? 0 }
  return need(compilePlan(newProject({ clip, purpose: 'test', secret: testSecret, ...decide(index) }), index), 'plan')
}

/** Renders by a plan into a file. */
export function renderFile(clip: OpenFile, plan: RedactionPlan, out: string): Promise<RenderReport> {
  return renderInto(clip, plan, out, (file) => ({
    async write(offset, bytes) {
      await file.write(bytes, 0, bytes.length, offset)
    },
  }))
}

/** Renders by a plan into a file that is only ever appended to, as a vault takes a copy; a write elsewhere throws. */
export function renderAppended(clip: OpenFile, plan: RedactionPlan, out: string): Promise<RenderReport> {
  let end = 0
  return renderInto(clip, plan, out, (file) => ({
    appendOnly: true,
    async write(offset, bytes) {
      if (offset !== end) throw new Error(`a write at ${offset}, not at the end, which is ${end}`)
      end += bytes.length
      await file.appendFile(bytes)
    },
  }))
}

type OpenFile = Awaited<ReturnType<typeof openIndexed>>

async function renderInto(
  clip: OpenFile,
  plan: RedactionPlan,
  out: string,
  sinkOf: (file: FileHandle) => ByteSink,
): Promise<RenderReport> {
  const file = await open(out, 'w')
  try {
    return need(await clip.engine.render(clip.bytes, clip.index, plan, sinkOf(file), unwatched), `render ${out}`)
  } finally {
    await file.close()
  }
}

/** Checks a written file against a plan. */
export async function verifyFile(
  clip: OpenFile,
  plan: RedactionPlan,
  report: Pick<RenderReport, 'frameMap'>,
  copy: string,
): Promise<readonly CheckResult[]> {
  const source = need(await openFileSource(copy, 'copy'), `open ${copy}`)
  try {
    const original = { source: clip.bytes, index: clip.index }
    const request = { copy: source.bytes, original, plan, frameMap: report.frameMap }
    return need(await clip.engine.verify(request, unwatched), `verify ${copy}`)
  } finally {
    await source.close()
  }
}

/** A hidden ellipse that moves across the lower part of the picture, clear of the strip with the frame's number. */
export function movingTrack(index: ClipIndex, changes: Partial<Track> = {}): Track {
  const video = index.video
  if (!video) throw new Error('the clip has no picture')
  const frames = video.pts.length
  const [width, height] = [video.displayWidth, video.displayHeight]
  const size = [width * 0.25, height * 0.35] as const
  return {
    id: 't1',
    class: 'face',
    action: 'hide',
    shape: 'ellipse',
    margin: 0,
    reason: 'third party',
    keys: [
      { frame: frameIndex(0), box: [width * 0.1, height * 0.3, ...size] as const },
      { frame: frameIndex(frames - 1), box: [width * 0.6, height * 0.5, ...size] as const },
    ].slice(0, Math.min(2, frames)),
    untilFrame: frameIndex(frames),
    ...changes,
  }
}
