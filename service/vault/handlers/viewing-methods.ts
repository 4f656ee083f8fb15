import { indexDocumentOf } from '../../../contract/index-document.ts'
import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import type { ClipIndex } from '../../../core/clips/clip-index.ts'
import type { Failure } from '../../../core/failure.ts'
import type { DecodedSound } from '../../../core/ports/media-engine.ts'
import type { OpenClip } from '../../../core/ports/vault/vault-objects.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { frameIndex, sampleIndex } from '../../../core/time.ts'
import { indexClip } from '../../index-clip.ts'
import { withFaults } from '../../storage-faults.ts'
import type { CallContext, Handlers } from '../handler.ts'
import { keptIndexOf, putIndex } from '../kept-index.ts'
import type { Openings } from '../openings.ts'
import type { ServicePorts } from '../service-ports.ts'
import { OpeningDecoders } from './opening-decoders.ts'
import { theClip } from './the-clip.ts'

type OpenCall = CallContext<'clip.open'>
type ViewingPorts = Pick<ServicePorts, 'engine' | 'newId' | 'elapsed'>

/** What is known of a clip's frames: its index, or the kind of failure for which there is none. */
type Known = { readonly index: ClipIndex | null; readonly problem: string | null }

/** Failures of a clip's own making: it is opened all the same, and the window says what is wrong with it. */
const clipsOwn: ReadonlySet<Failure['kind']> = new Set([
  'not-media',
  'nothing-to-redact',
  'unsupported-media',
  'undecodable',
])

/** Indexes a clip that came in without one, and keeps what was found, so that it opens at once the next time. */
async function indexed(context: OpenCall, source: OpenClip, { engine }: ViewingPorts): Promise<Result<Known>> {
  const { store, work } = context
  const clip = theClip(context)
  const lent = engine({ threads: null, models: null })
  try {
    const index = await indexClip(lent, source, false, work)
    if (!index.ok) return clipsOwn.has(index.failure.kind) ? ok({ index: null, problem: index.failure.kind }) : index
    const put = await putIndex(store, clip.id, index.value)
    if (!put.ok) return put
    const draft = context.draft('clip.index', { object: { kind: 'index', id: put.value.id }, outcome: 'done' })
    const kept = await store.change(draft, async (write) => ok(await write.keepObject(put.value)))
    return kept.ok ? ok({ index: index.value, problem: null }) : kept
  } finally {
    await lent.close()
  }
}

async function knownOf(context: OpenCall, source: OpenClip, ports: ViewingPorts): Promise<Result<Known>> {
  const clip = theClip(context)
  if (clip.index.state === 'unindexed') return ok({ index: null, problem: clip.index.why })
  const kept = await keptIndexOf(context.store, clip.id)
  if (!kept.ok) return kept
  return kept.value ? ok({ index: kept.value, problem: null }) : indexed(context, source, ports)
}

async function open(context: OpenCall, openings: Openings, ports: ViewingPorts) {
  const clip = theClip(context)
  const may = openings.mayOpen(context.session)
  if (!may.ok) return may
  const opened = await context.store.objects.openClip(context.footage(), clip.id)
  if (!opened.ok) return opened
  const source = opened.value
  let lasts = false
  try {
    const known = await knownOf(context, source, ports)
    if (!known.ok) return known
    // Others may have been opened while this one was looked at.
    const still = openings.mayOpen(context.session)
    if (!still.ok) return still
    if (context.work.signal.aborted) return failed({ kind: 'cancelled' } as const)
    const { index, problem } = known.value
    const id = ports.newId()
    const ending = context.ending({ object: { kind: clip.kind, id: clip.id, sha256: clip.sha256 } })
    const brokenGlass = context.breakGlass ? context.reason : null
    const openedAt = ports.elapsed()
    openings.add({ id, session: context.session, clip: clip.id, source, index, brokenGlass, openedAt, ending })
    lasts = true
    const document = index && indexDocumentOf(index)
    return ok({ opening: id, clip: clip.id, bytes: source.bytes.size, index: document, problem })
  } finally {
    if (!lasts) await source.close()
  }
}

async function readRange(
  context: CallContext<'clip.read-range'>,
  { start, end }: ParsedInputOf<'clip.read-range'>,
): Promise<Result<Uint8Array>> {
  const opening = context.opening()
  const { source } = opening
  const { size } = source.bytes
  if (start >= size)
    return failed({ kind: 'out-of-range', what: 'byte', asked: String(start), last: String(Math.max(0, size - 1)) })
  return opening.use(() =>
    withFaults([source], context.work.signal, async () => {
      const read = await source.bytes.read(start, Math.min(end, size) - start)
      opening.served.addBytes(start, start + read.byteLength)
      // A plain array of its own: what is a Buffer here may be a view of memory that others write to.
      return ok(read.constructor === Uint8Array ? read : new Uint8Array(read))
    }),
  )
}

async function decodeFrames(
  context: CallContext<'clip.decode-frames'>,
  { from, until, longestSide }: ParsedInputOf<'clip.decode-frames'>,
  decoders: OpeningDecoders,
) {
  const opening = context.opening()
  const { index, source } = opening
  if (!index?.video) return failed({ kind: 'no-picture', what: 'frame' } as const)
  const last = index.video.pts.length - 1
  if (from > last)
    return failed({ kind: 'out-of-range', what: 'frame', asked: String(from), last: String(last) } as const)
  const decoder = decoders.frames(opening, index)
  const side = longestSide === null ? {} : { longestSide }
  const request = { fromFrame: from, untilFrame: frameIndex(Math.min(until, last + 1)), ...side }
  let frames = 0
  const { signal, onItem } = context.work
  const read = await opening.use(() =>
    withFaults([source], signal, () =>
      decoder.read(
        request,
        async (frame) => {
          frames += 1
          // A small picture shows nobody what is in the frame.
          if (longestSide === null) opening.served.addFrames(frame.frame, frame.frame + 1)
          await onItem?.(frame)
        },
        signal,
      ),
    ),
  )
  return read.ok ? ok({ frames }) : read
}

function soundItemOf({ fromSample, planes }: DecodedSound) {
  const floats = new Float32Array(planes.reduce((all, plane) => all + plane.length, 0))
  let at = 0
  for (const plane of planes) {
    floats.set(plane, at)
    at += plane.length
  }
  return { from: Number(fromSample), channels: planes.length, bytes: new Uint8Array(floats.buffer) }
}

async function decodeSound(
  context: CallContext<'clip.decode-sound'>,
  { track, from, until }: ParsedInputOf<'clip.decode-sound'>,
  decoders: OpeningDecoders,
) {
  const opening = context.opening()
  const { index, source } = opening
  const last = index?.audio.at(-1)?.track
  if (!index || last === undefined || !index.audio.some((audio) => audio.track === track))
    return failed({ kind: 'out-of-range', what: 'audio track', asked: String(track), last: String(last ?? 0) } as const)
  const decoder = decoders.sound(opening, index)
  const wanted = { track, fromSample: sampleIndex(from), untilSample: sampleIndex(until) }
  let samples = 0
  const { signal, onItem } = context.work
  const onPiece = async (piece: DecodedSound): Promise<void> => {
    const length = piece.planes[0]?.length ?? 0
    samples += length
    opening.served.addSound(track, piece.fromSample, piece.fromSample + length)
    await onItem?.(soundItemOf(piece))
  }
  const read = await opening.use(() => withFaults([source], signal, () => decoder.read(wanted, onPiece, signal)))
  return read.ok ? ok({ samples }) : read
}

/** Clips that are open for viewing: the handlers of `clip.open` and its parts. */
export function viewingHandlers(ports: ViewingPorts, openings: Openings) {
  const decoders = new OpeningDecoders(ports.engine)
  return {
    'clip.open': (context) => open(context, openings, ports),
    'clip.read-range': readRange,
    'clip.decode-frames': (context, input) => decodeFrames(context, input, decoders),
    'clip.decode-sound': (context, input) => decodeSound(context, input, decoders),
    'clip.close': async (context) => {
      const ended = await openings.end(context.opening().id, 'done')
      return ended.ok ? ok({}) : ended
    },
  } satisfies Pick<
    Handlers,
    'clip.open' | 'clip.read-range' | 'clip.decode-frames' | 'clip.decode-sound' | 'clip.close'
  >
}
