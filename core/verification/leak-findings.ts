import { boxCentre, containsPoint, iou } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import { type FrameIndex, frameIndex } from '../time.ts'
import type { Leak } from './report.ts'

/** Leaks of what a person would call one thing: of one class, in frames that follow each other, roughly in one place. */
export type LeakFinding = Pick<Leak, 'class' | 'part'> & {
  /** In order of frame, at least one; of each frame one, or a head and then its face. */
  readonly leaks: readonly Leak[]
  /** First frame, and the one after the last. */
  readonly span: readonly [from: FrameIndex, until: FrameIndex]
  /** Where it was found most surely. */
  readonly strongest: Leak
}

type Growing = { readonly leaks: [Leak, ...Leak[]]; last: Leak }

/** Two boxes with a frame or more between them may be of one thing: they overlap, or have their centres within each other's reach. */
function nearness(a: Box, b: Box): number {
  const overlap = iou(a, b)
  if (overlap > 0) return 1 + overlap
  const [[ax, ay], [bx, by]] = [boxCentre(a), boxCentre(b)]
  const away = Math.hypot(ax - bx, ay - by)
  const reach = Math.max(a[2], a[3], b[2], b[3])
  return away <= reach ? 1 - away / Math.max(reach, 1e-9) : -1
}

function bestFor(leak: Leak, growing: readonly Growing[]): Growing | null {
  let best: Growing | null = null
  let nearest = 0
  for (const one of growing) {
    if (one.last.frame === leak.frame || one.last.class !== leak.class || one.last.part !== leak.part) continue
    const near = nearness(one.last.box, leak.box)
    if (near < nearest) continue
    nearest = near
    best = one
  }
  return best
}

function findingOf({ leaks, last }: Growing): LeakFinding {
  const [first] = leaks
  return {
    class: first.class,
    ...(first.part ? { part: first.part } : {}),
    leaks,
    span: [first.frame, frameIndex(last.frame + 1)],
    strongest: leaks.reduce((best, leak) => (leak.score > best.score ? leak : best)),
  }
}

/**
 * Groups leaks for people, in order of first frame. `gapFrames`: so many frames may lie between two leaks of one thing: a copy is not
 * searched in every frame, and what was found in one is not found in each.
 */
export function leakFindings(leaks: readonly Leak[], gapFrames: number): readonly LeakFinding[] {
  const all: Growing[] = []
  let growing: Growing[] = []
  for (const leak of leaks.toSorted((a, b) => a.frame - b.frame)) {
    growing = growing.filter(({ last }) => leak.frame - last.frame <= gapFrames + 1)
    const one = bestFor(leak, growing)
    if (one) {
      one.leaks.push(leak)
      one.last = leak
      continue
    }
    const begun: Growing = { leaks: [leak], last: leak }
    all.push(begun)
    growing.push(begun)
  }
  return withFacesInHeads(all.map(findingOf))
}

/** So much of what two findings have in common has to fit, and so many of a face's frames have to be the head's. */
const sameShare = 0.8
const commonShare = 0.5

/** Whether a face is that of a head: wherever both were found, nearly, its middle lies in the head. */
function isFaceOf(face: LeakFinding, headAt: ReadonlyMap<number, Leak>): boolean {
  const common = face.leaks.filter(({ frame }) => headAt.has(frame))
  const inside = common.filter(({ frame, box }) => {
    const head = headAt.get(frame)
    return head !== undefined && containsPoint({ shape: 'rect', box: head.box }, boxCentre(box))
  })
  return common.length >= commonShare * face.leaks.length && inside.length >= sameShare * common.length
}

function joined(head: LeakFinding, face: LeakFinding): LeakFinding {
  const [from, until] = head.span
  return {
    ...head,
    leaks: [...head.leaks, ...face.leaks].sort((a, b) => a.frame - b.frame || (a.class === 'head' ? -1 : 1)),
    span: [frameIndex(Math.min(from, face.span[0])), frameIndex(Math.max(until, face.span[1]))],
    strongest: face.strongest.score > head.strongest.score ? face.strongest : head.strongest,
  }
}

/** A head and its face are one thing for people, though each is found by itself. */
function withFacesInHeads(findings: readonly LeakFinding[]): readonly LeakFinding[] {
  const heads = findings.flatMap((finding, place) => {
    if (finding.class !== 'head') return []
    return [{ place, at: new Map(finding.leaks.map((leak) => [Number(leak.frame), leak])), used: false }]
  })
  const merged = [...findings]
  const gone = new Set<LeakFinding>()
  for (const face of findings) {
    const head = face.class === 'face' && heads.find(({ at, used }) => !used && isFaceOf(face, at))
    const own = head && merged[head.place]
    if (!head || !own) continue
    head.used = true
    merged[head.place] = joined(own, face)
    gone.add(face)
  }
  return merged.filter((finding) => !gone.has(finding)).sort((a, b) => a.span[0] - b.span[0])
}
