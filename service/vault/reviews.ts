import type { ClipIndex } from '../../core/clips/clip-index.ts'
import { endSecondOfFrame, secondOfFrame } from '../../core/clips/clock.ts'
import type { VaultReader } from '../../core/ports/vault/vault-records.ts'
import type { RedactionProject } from '../../core/redaction/project.ts'
import type { RedactionId, RedactionRecord } from '../../core/redaction/redaction-record.ts'
import { authorsOf } from '../../core/review/approval.ts'
import {
  type FrameSignatures,
  type FramesRange,
  frameSignatures,
  updatedSignatures,
} from '../../core/review/frame-signatures.ts'
import { secondsOfSound, type TrackSound, unheardSound } from '../../core/review/heard-sound.ts'
import {
  bytesSupport,
  type CoverageRefusal,
  creditAfter,
  creditLess,
  type ReviewCredit,
  type ReviewPace,
} from '../../core/review/plausible-coverage.ts'
import { frameIndex, uniteRanges } from '../../core/time.ts'
import type { UserId } from '../../core/vault/ids.ts'
import type { Opening } from './openings.ts'
import type { ServedRanges } from './served-ranges.ts'

/** What somebody says was displayed and played to them out of an opening. */
export type Displayed = {
  readonly frames: readonly FramesRange[]
  readonly sound: readonly TrackSound[]
  readonly speed: number
}

/** Steps that are read at once. */
const batch = 1_000

/** Redactions whose signatures are kept at a time. */
const mostSigned = 4

function secondsOfFrames(frames: readonly FramesRange[], { video, originSeconds }: ClipIndex): number {
  if (!video) return 0
  const last = video.pts.length
  return uniteRanges(frames)
    .map(([from, until]) => [from, Math.min(until, last)] as const)
    .filter(([from, until]) => from < until)
    .reduce((sum, [from, until]) => {
      const begun = secondOfFrame(video, originSeconds, frameIndex(from))
      return sum + endSecondOfFrame(video, originSeconds, frameIndex(until - 1)) - begun
    }, 0)
}

/** Whether what went out of an opening, or of all of its session's, can show what it is said to have shown so far, with this. */
function isServed(opening: Opening, displayed: Displayed): boolean {
  const { served } = opening
  return supports(opening, served, displayed) && (served.ofAll === null || supports(opening, served.ofAll, displayed))
}

function supports(
  { source, index }: Pick<Opening, 'source' | 'index'>,
  served: ServedRanges,
  { frames, sound }: Displayed,
): boolean {
  if (!index) return false
  const claimed = uniteRanges([...served.claimedFrames, ...frames])
  const played = unheardSound(served.decodedSound, [...served.claimedSound, ...sound])
  return bytesSupport({
    bytes: source.bytes.size,
    servedBytes: served.servedBytes,
    frames: index.video?.pts.length ?? 0,
    claimed,
    decoded: served.decodedFrames,
    soundSeconds: secondsOfSound(played, index),
  })
}

/**
 * What the service knows of reviews beside the records: how much time everybody can have spent, and the signatures of the redactions
 * that are being reviewed, which an edit changes in part.
 */
export class Reviews {
  readonly #credits = new Map<UserId, { readonly at: number; readonly credit: ReviewCredit }>()
  readonly #signed = new Map<RedactionId, FrameSignatures>()
  readonly #elapsed: () => number

  /** `elapsed`: monotonic milliseconds. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
  }

  /** Forgets every project and whose time was spent: the vault is about to be locked or closed. */
  forgetAll(): void {
    this.#signed.clear()
  }

  /** Signatures of a redaction's project as it is now. */
  signatures(id: RedactionId, project: RedactionProject, index: ClipIndex): FrameSignatures {
    const damaged = new Set<number>(index.video?.damagedFrames ?? [])
    const kept = this.#signed.get(id)
    const same = kept?.damaged.size === damaged.size && [...damaged].every((frame) => kept.damaged.has(frame))
    const signed = kept && same ? updatedSignatures(kept, project) : frameSignatures(project, damaged)
    this.#signed.delete(id)
    this.#signed.set(id, signed)
    for (const oldest of [...this.#signed.keys()].slice(0, -mostSigned)) this.#signed.delete(oldest)
    return signed
  }

  /**
   * Takes what was displayed for true, once: the time that it took is spent, and it is held against what the opening has handed out. Or
   * says why it cannot be true.
   */
  believe(user: UserId, opening: Opening, displayed: Displayed, pace: ReviewPace): CoverageRefusal | null {
    const { index } = opening
    if (!index) return 'bytes'
    const now = this.#elapsed()
    const before = this.#credits.get(user)
    const credit = creditAfter(before?.credit ?? null, (now - (before?.at ?? opening.openedAt)) / 1_000, pace)
    const { frames, sound, speed } = displayed
    const claim = { frameSeconds: secondsOfFrames(frames, index), soundSeconds: secondsOfSound(sound, index), speed }
    const left = creditLess(credit, claim, pace)
    const refusal = typeof left === 'string' ? left : isServed(opening, displayed) ? null : 'bytes'
    this.#credits.set(user, { at: now, credit: typeof left === 'string' || refusal ? credit : left })
    if (!refusal) opening.served.addClaims(frames, sound)
    return refusal
  }
}

/** Everybody who made a redaction what it is: its steps say. */
export async function readAuthors(read: VaultReader, record: RedactionRecord): Promise<ReadonlySet<UserId>> {
  const steps = []
  for (let after = 0; after < record.revision; ) {
    const some = await read.redactionSteps(record.id, after, batch)
    const last = some.at(-1)
    if (!last) throw new Error('a redaction has fewer steps than it counts')
    for (const { by } of some) steps.push({ by })
    after = last.revision
  }
  return authorsOf(record, steps)
}
