import { readDetections } from '../../../contract/detections-file.ts'
import { indexJson } from '../../../contract/index-json.ts'
import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import { readProject } from '../../../contract/project-file.ts'
import type { OpenClip } from '../../../core/ports/vault/vault-objects.ts'
import type { StopSignal } from '../../../core/ports/work.ts'
import { planLines } from '../../../core/redaction/plan-lines.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { frameIndex } from '../../../core/time.ts'
import { detectClip } from '../../detect-clip.ts'
import { indexClip } from '../../index-clip.ts'
import { planClip } from '../../plan-clip.ts'
import { trackClip } from '../../track-clip.ts'
import type { CallContext, Handlers } from '../handler.ts'
import type { EngineChoice, LentEngine, ServicePorts } from '../service-ports.ts'
import { theClip } from './the-clip.ts'

/** What a call about footage needs of its context. */
type EngineCall = Pick<CallContext, 'store' | 'clips' | 'footage'>

const anyEngine: EngineChoice = { threads: null, models: null }

/** An engine whose processes are ended once a signal says so, whatever they do: some calls of it cannot be stopped. */
export function endedWhen(late: StopSignal, engine: LentEngine): LentEngine {
  // A fault of closing is met again where everybody closes it.
  late.addEventListener('abort', () => void engine.close().catch(() => undefined))
  return engine
}

/** Runs something with the call's clip open and an engine of its own; both are closed whatever happens. */
export async function withClip<T>(
  context: EngineCall,
  engine: LentEngine,
  run: (clip: OpenClip, engine: LentEngine) => Promise<Result<T>>,
): Promise<Result<T>> {
  const opened = await context.store.objects.openClip(context.footage(), theClip(context).id)
  if (!opened.ok) {
    await engine.close()
    return opened
  }
  try {
    return await run(opened.value, engine)
  } finally {
    await engine.close()
    await opened.value.close()
  }
}

async function detect(context: CallContext<'clip.detect'>, input: ParsedInputOf<'clip.detect'>, engine: LentEngine) {
  const { work } = context
  return withClip(context, engine, async (clip) => {
    const index = await indexClip(engine, clip, false, work)
    if (!index.ok) return index
    const { search, from, until, playhead } = input
    const request = { ...search, from, until, ...(playhead === null ? {} : { playhead }) }
    const run = await detectClip(engine, clip, { index: index.value, request }, work)
    if (!run.ok) return run
    return ok({ detections: run.value, failed: run.value.failed.length, found: run.value.detections.length })
  })
}

async function track(
  context: CallContext<'clip.track'>,
  { detections }: ParsedInputOf<'clip.track'>,
  ports: Pick<ServicePorts, 'engine' | 'newSecret'>,
) {
  const run = readDetections(detections, 'detections')
  if (!run.ok) return run
  return withClip(context, ports.engine(anyEngine), async (clip, engine) => {
    const index = await indexClip(engine, clip, false, context.work)
    if (!index.ok) return index
    const subject = { run: run.value, runName: 'detections', index: index.value }
    return trackClip(engine, subject, ports.newSecret, context.work)
  })
}

async function plan(
  context: CallContext<'clip.plan'>,
  input: ParsedInputOf<'clip.plan'>,
  { engine }: Pick<ServicePorts, 'engine'>,
) {
  const project = readProject(input.project, 'project')
  if (!project.ok) return project
  const compiled = await withClip(context, engine(anyEngine), (clip, lent) =>
    planClip(lent, clip, { project: project.value, name: 'project' }, context.work),
  )
  if (!compiled.ok) return compiled
  let frames = 0
  for (const line of planLines(compiled.value)) {
    if (context.work.signal.aborted) return failed({ kind: 'cancelled' } as const)
    await context.work.onItem?.(line)
    frames += 1
  }
  return ok({ frames })
}

/** What the media engine tells about a clip: the handlers that look at footage and make none. */
export function engineHandlers(ports: Pick<ServicePorts, 'engine' | 'newSecret'>) {
  return {
    'clip.index': (context, { deep }) =>
      withClip(context, ports.engine(anyEngine), async (clip, engine) => {
        const index = await indexClip(engine, clip, deep, context.work)
        return index.ok ? ok({ index: indexJson(index.value) }) : index
      }),

    'clip.detect': (context, input) =>
      detect(context, input, ports.engine({ threads: input.threads, models: input.models })),

    'clip.track': (context, input) => track(context, input, ports),

    'clip.plan': (context, input) => plan(context, input, ports),

    'clip.posters': async (context) => {
      const { store } = context
      const posters: { frame: ReturnType<typeof frameIndex>; png: string }[] = []
      const objects = await store.read.objects(theClip(context).id)
      for (const { id, label } of objects.filter(({ kind }) => kind === 'poster')) {
        const png = await store.objects.readPoster(context.footage(), id)
        if (!png.ok) return png
        posters.push({ frame: frameIndex(Number(label)), png: png.value })
      }
      return ok({ posters })
    },
  } satisfies Pick<Handlers, 'clip.index' | 'clip.detect' | 'clip.track' | 'clip.plan' | 'clip.posters'>
}
