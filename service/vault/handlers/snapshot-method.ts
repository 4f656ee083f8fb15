import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import type { ClipIndex, VideoIndex } from '../../../core/clips/clip-index.ts'
import { secondOfFrame } from '../../../core/clips/clock.ts'
import { type SnapshotFacts, snapshotName, snapshotStamp } from '../../../core/clips/snapshot-stamp.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { FrameIndex } from '../../../core/time.ts'
import { withFaults } from '../../storage-faults.ts'
import type { CallContext, Handlers } from '../handler.ts'
import type { Opening, Openings } from '../openings.ts'
import type { ServicePorts } from '../service-ports.ts'
import { theClip } from './the-clip.ts'

type SnapshotCall = CallContext<'clip.snapshot'>
type SnapshotPorts = Pick<ServicePorts, 'engine' | 'snapshotSheet'>
type Shown = { readonly index: ClipIndex; readonly video: VideoIndex; readonly opening: Opening }

function shownOf(opening: Opening | null, clip: string, frame: FrameIndex): Result<Shown> {
  if (opening?.clip !== clip) return failed({ kind: 'not-open' })
  const { index } = opening
  if (!index?.video) return failed({ kind: 'no-picture', what: 'frame' })
  const last = index.video.pts.length - 1
  if (frame > last) return failed({ kind: 'out-of-range', what: 'frame', asked: String(frame), last: String(last) })
  return ok({ index, video: index.video, opening })
}

async function stillOf(
  { work }: SnapshotCall,
  { index, opening }: Shown,
  frame: FrameIndex,
  { engine }: SnapshotPorts,
): Promise<Result<Uint8Array>> {
  const lent = engine({ threads: null, models: null })
  try {
    const { source } = opening
    return await opening.use(() =>
      withFaults([source], work.signal, () => lent.still(source.bytes, index, { frame }, work)),
    )
  } finally {
    await lent.close()
  }
}

async function stampOf(context: SnapshotCall, { index, video }: Shown, frame: FrameIndex): Promise<SnapshotFacts> {
  const { store, user, reason, now } = context
  const clip = theClip(context)
  const offset = await store.read.clockOffset(clip.id)
  return {
    vault: store.facts().vaultId,
    clip: clip.id,
    clipName: clip.name,
    clipSha256: clip.sha256,
    frame,
    frames: video.pts.length,
    at: secondOfFrame(video, index.originSeconds, frame),
    recordedOn: clip.metadata.recordedOn,
    offsetSeconds: offset?.seconds ?? 0,
    by: user.name,
    takenAt: now(),
    reason: reason ?? '',
  }
}

async function snapshot(
  context: SnapshotCall,
  { opening, frame }: ParsedInputOf<'clip.snapshot'>,
  { openings, ports }: { readonly openings: Openings; readonly ports: SnapshotPorts },
) {
  const { store, session } = context
  const clip = theClip(context)
  const shown = shownOf(openings.find(session, opening), clip.id, frame)
  if (!shown.ok) return shown
  const png = await stillOf(context, shown.value, frame, ports)
  if (!png.ok) return png
  const facts = await stampOf(context, shown.value, frame)
  const sheet = await ports.snapshotSheet(png.value, snapshotStamp(facts))
  if (context.work.signal.aborted) return failed({ kind: 'cancelled' } as const)
  const put = await store.objects.put({ clip: clip.id, kind: 'attachment', label: snapshotName(facts) }, sheet)
  if (!put.ok) return put
  const { id, sha256, label: name, bytes } = put.value
  const ending = context.ending({ object: { kind: 'attachment', id, sha256 }, detail: { clip: clip.id, frame } })
  const kept = await store.change(ending, async (write) => ok(await write.keepObject(put.value)))
  return kept.ok ? ok({ name, sha256, bytes }) : kept
}

/** A still of an open clip: the handler of `clip.snapshot`. */
export function snapshotHandlers(ports: SnapshotPorts, openings: Openings) {
  return {
    'clip.snapshot': (context, input) => snapshot(context, input, { openings, ports }),
  } satisfies Pick<Handlers, 'clip.snapshot'>
}
