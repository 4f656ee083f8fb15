import type { ClipIndex } from '../../../core/clips/clip-index.ts'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import type { FrameMapRun } from '../../../core/ports/media-engine.ts'
import type { Work } from '../../../core/ports/work.ts'
import type { RedactionPlan } from '../../../core/redaction/plan.ts'
import { ok, type Result } from '../../../core/result.ts'
import { outputFramesOf } from '../../../core/verification/frame-map.ts'
import { type CheckName, type CheckResult, checkNames } from '../../../core/verification/report.ts'
import type { Kernels } from '../../../kernels/index.ts'
import { type IndexedMedia, indexMedia } from '../index-clip.ts'
import { openClip } from '../opened-clip.ts'
import { checkCodedUnits } from './check-coded-units.ts'
import { checkContainer } from './check-container.ts'
import { checkPictures } from './check-pictures.ts'
import { checkSound } from './check-sound.ts'
import { checkStreams } from './check-streams.ts'
import { checkTiming, timingPlans } from './check-timing.ts'
import { checkTracks } from './check-tracks.ts'
import { couldNotRun, Tally } from './tally.ts'

/** What a copy is checked against (see VerificationRequest). */
export type CopyCheck = {
  readonly copy: ByteSource
  readonly original: { readonly source: ByteSource; readonly index: ClipIndex } | null
  readonly plan: RedactionPlan | null
  readonly frameMap: readonly FrameMapRun[]
  readonly kernels: Kernels
}

/** Checks a written copy: every check but `leaks`, each once, in the order of `checkNames`. */
export async function verifyCopy(check: CopyCheck, work: Work): Promise<Result<readonly CheckResult[]>> {
  const indexed = await indexMedia(check.copy, 'copy', false, work)
  if (!indexed.ok) return ok(unreadable())
  const found = new Map<CheckName, CheckResult>()
  const keep = (results: readonly CheckResult[]) => {
    for (const result of results) found.set(result.check, result)
  }
  const metadata = new Tally('metadata')
  await checkContainer(check.copy, metadata)
  await checkTracks(check.copy, indexed.value, metadata)
  await checkCodedUnits(check.copy, metadata, work.signal)
  keep([await streams(check, indexed.value)])
  keep([timing(check, indexed.value)])
  const compared = await compare(check, indexed.value, metadata, work)
  if (!compared.ok) return compared
  keep(compared.value)
  keep([metadata.result()])
  return ok(inOrder(found))
}

/** A copy that cannot even be opened fails every check that would have looked at it. */
function unreadable(): readonly CheckResult[] {
  const frames = new Tally('frames')
  frames.fail('the copy cannot be read')
  return inOrder(new Map([['frames', frames.result()]]))
}

function inOrder(found: ReadonlyMap<CheckName, CheckResult>): CheckResult[] {
  const all = checkNames.filter((name) => name !== 'leaks')
  return all.map((name) => found.get(name) ?? couldNotRun(name))
}

async function streams(check: CopyCheck, copy: IndexedMedia): Promise<CheckResult> {
  const tally = new Tally('streams')
  const opened = await openClip(check.copy, 'copy')
  if (!opened.ok) throw new Error('the copy opened a moment ago')
  checkStreams(opened.value, copy, { original: check.original?.index ?? null, plan: check.plan }, tally)
  await opened.value.close()
  return tally.result()
}

function timing({ original, plan, frameMap }: CopyCheck, copy: IndexedMedia): CheckResult {
  if (!original) return couldNotRun('timing')
  const expected = plan ? [plan] : timingPlans(frameMap, original.index)
  const results = expected.map((one) => timingBy(one, original.index, copy))
  const [first] = results
  if (first) return results.find(({ outcome }) => outcome === 'passed') ?? first
  return original.index.video ? couldNotRun('timing') : new Tally('timing').result()
}

function timingBy(plan: RedactionPlan, original: ClipIndex, copy: IndexedMedia): CheckResult {
  const tally = new Tally('timing')
  if (copy.video) checkTiming(copy.video, original, plan, tally)
  else if (plan.spans.length > 0) tally.fail('there is no picture')
  return tally.result()
}

/** Everything that needs the samples of both files. */
async function compare(
  { copy, original, plan, frameMap, kernels }: CopyCheck,
  copyMedia: IndexedMedia,
  metadata: Tally,
  work: Work,
): Promise<Result<readonly CheckResult[]>> {
  if (!original || !plan) return ok([countFrames(copyMedia, frameMap)])
  const copyIndex: ClipIndex = { ...copyMedia, sha256: original.index.sha256 }
  const both = { original, copy: { source: copy, index: copyIndex }, plan }
  const sound = await checkSound(both, work.signal)
  if (!sound.ok) return sound
  const pictures = await comparePictures({ ...both, kernels, metadata }, work)
  return pictures.ok ? ok([...sound.value, ...pictures.value]) : pictures
}

type Both = {
  readonly original: { readonly source: ByteSource; readonly index: ClipIndex }
  readonly copy: { readonly source: ByteSource; readonly index: ClipIndex }
  readonly plan: RedactionPlan
  readonly kernels: Kernels
  readonly metadata: Tally
}

async function comparePictures(both: Both, work: Work): Promise<Result<readonly CheckResult[]>> {
  const { plan, kernels, metadata } = both
  const [original, copy] = [both.original.index.video, both.copy.index.video]
  if (original && copy) {
    return checkPictures(
      {
        original: { source: both.original.source, video: original },
        copy: { source: both.copy.source, video: copy },
        plan,
        kernels,
        metadata,
      },
      work,
    )
  }
  const empty = (['frames', 'solid', 'pixelate', 'blur', 'blank', 'outside', 'label'] as const).map(
    (name) => new Tally(name),
  )
  if (original && !copy) empty[0]?.fail('the copy has no picture')
  return ok(empty.map((tally) => tally.result()))
}

/** Without original or plan all that can be said is how many frames there are. */
function countFrames(copy: IndexedMedia, frameMap: readonly FrameMapRun[]): CheckResult {
  const tally = new Tally('frames')
  const [expected, found] = [outputFramesOf(frameMap), copy.video?.pts.length ?? 0]
  if (expected > 0) tally.looked(found)
  tally.most('framesExpected', expected)
  tally.most('framesFound', found)
  if (expected !== found) tally.fail(`has ${found} frames, not ${expected}`)
  return tally.result()
}
