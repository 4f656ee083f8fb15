import type { ClipIndex } from '../clips/clip-index.ts'
import type { DetectionClass } from '../detection/detection.ts'
import { lackedClasses } from '../detection/joined-search.ts'
import type { MetadataField } from '../policy/policy-profile.ts'
import type { RedactionPolicy } from '../policy/redaction-policy.ts'
import type { RedactionProject } from '../redaction/project.ts'
import type { Approval, StandingApprovals } from './approval.ts'
import { decisionGates } from './decision-gates.ts'
import type { FrameSignatures, FramesRange } from './frame-signatures.ts'
import { audibleSound, type TrackSound, unheardSound } from './heard-sound.ts'
import { hidesNothing } from './hides-nothing.ts'
import { lookHereFrames, markedForSecondCheck, markedLooks, type ReviewLook } from './look-here-frames.ts'
import { type SeenFrames, unseenFrames } from './seen-frames.ts'

/** What has to be in order before a copy is made and let out, in the order in which it is worked off. */
export const gateKinds = [
  'metadata',
  'detection',
  'detection-classes',
  'kept-grounds',
  'ignored-grounds',
  'weaker-grounds',
  'region-reasons',
  'sound-grounds',
  'mute-reasons',
  'left-out-reason',
  'nothing-to-hide',
  'look-here',
  'seen-by-author',
  'heard-by-author',
  'signed-by-author',
  'seen-by-approver',
  'heard-by-approver',
  'nothing-to-hide-again',
  'approved',
] as const

/** One of them. */
export type GateKind = (typeof gateKinds)[number]

/** Where to go to put right what keeps a gate shut; all empty where it is passed. */
export type GatePlaces = {
  readonly frames: readonly FramesRange[]
  /** Ids of tracks. */
  readonly tracks: readonly string[]
  readonly sound: readonly TrackSound[]
  readonly fields: readonly MetadataField[]
  /** What was not looked for. */
  readonly classes: readonly DetectionClass[]
}

/** No places. */
export const nowhere: GatePlaces = { frames: [], tracks: [], sound: [], fields: [], classes: [] }

/**
 * One line of the checklist. `before`: what it has to be passed before, the author's signature, the approver's or the copy. Whatever
 * comes later needs it as well.
 */
export type Gate = {
  readonly kind: GateKind
  readonly before: 'signing' | 'approving' | 'rendering'
  readonly passed: boolean
  readonly where: GatePlaces
}

/** What somebody has seen and heard of a clip. */
export type Reviewed = { readonly seen: SeenFrames; readonly heard: readonly TrackSound[] }

/** Everything that the gates are decided by. */
export type GatesInput = {
  readonly project: RedactionProject
  readonly index: ClipIndex
  readonly signatures: FrameSignatures
  readonly policy: RedactionPolicy
  /** What the profile asks for and nobody has told about the clip. */
  readonly missing: readonly MetadataField[]
  /** How many frames the detection has finished and put what it found there into the project. */
  readonly examined: number
  /** The author and the second person; null: nobody has reviewed it as such. */
  readonly author: Reviewed | null
  readonly approver: Reviewed | null
  readonly approvals: StandingApprovals
  /**
   * 64 hex digits that draw what the second person looks at where that is a share: secret, and fixed once the author has signed. Null:
   * nothing is drawn yet, and all of it is asked for.
   */
  readonly draw: string | null
  /** As whom somebody is about to sign and says outright that nothing needs to be hidden; null: nobody says so now. */
  readonly saysNothingToHide: Approval['as'] | null
}

function gate(kind: GateKind, before: Gate['before'], where: Partial<GatePlaces>, passed?: boolean): Gate {
  const places = { ...nowhere, ...where }
  const none = Object.values(places).every((list) => list.length === 0)
  return { kind, before, passed: passed ?? none, where: places }
}

/** Frames to look at first, that are disclosed and somebody has not seen. */
function unseenLooks({ signatures }: GatesInput, looks: readonly ReviewLook[], reviewed: Reviewed | null) {
  const marks = markedLooks(looks, signatures.values.length)
  return unseenFrames(reviewed?.seen ?? new Float64Array(0), signatures.values, marks)
}

function factGates(input: GatesInput, looks: readonly ReviewLook[]): readonly Gate[] {
  const { missing, examined, index, author, project, approvals, saysNothingToHide } = input
  const frames = index.video?.pts.length ?? 0
  const { search } = project
  const said = saysNothingToHide === 'author' || (approvals.author?.nothingToHide ?? false)
  return [
    gate('metadata', 'signing', { fields: missing }),
    gate('detection', 'signing', {}, frames === 0 || (search !== undefined && examined >= frames)),
    // However narrow a search was asked for: without what its profile looks for there is no copy.
    gate('detection-classes', 'signing', { classes: search ? lackedClasses(search) : [] }),
    ...decisionGates(input).map(({ kind, ...where }) => gate(kind, 'signing', where)),
    gate('left-out-reason', 'signing', {}, leftOutHasReason(project)),
    gate('nothing-to-hide', 'signing', {}, said || !hidesNothing(project, index)),
    gate('look-here', 'signing', { frames: unseenLooks(input, looks, author) }),
  ]
}

function leftOutHasReason({ spans, spanSamples, leftOutReason }: RedactionProject): boolean {
  return (spans === null && !spanSamples) || (leftOutReason ?? '').trim() !== ''
}

function coverageGates({ signatures, author }: GatesInput, audible: readonly TrackSound[]): readonly Gate[] {
  return [
    gate('seen-by-author', 'signing', {
      frames: unseenFrames(author?.seen ?? new Float64Array(0), signatures.values),
    }),
    gate('heard-by-author', 'signing', { sound: unheardSound(author?.heard ?? [], audible) }),
  ]
}

/** What the second person has to do, by the profile's second check. */
function secondGates(input: GatesInput, looks: readonly ReviewLook[], audible: readonly TrackSound[]): readonly Gate[] {
  const { project, index, signatures, policy, approver, approvals, draw, saysNothingToHide } = input
  const signed = gate('signed-by-author', 'approving', {}, approvals.author !== null)
  if (policy.secondCheck === 'single') return [{ ...signed, before: 'rendering' }]
  const isShare = policy.secondCheck === 'look-here' && draw !== null
  const asked = isShare ? markedForSecondCheck(looks, signatures.values.length, draw) : undefined
  const said = saysNothingToHide === 'approver' || (approvals.approver?.nothingToHide ?? false)
  return [
    signed,
    gate('seen-by-approver', 'approving', {
      frames: unseenFrames(approver?.seen ?? new Float64Array(0), signatures.values, asked),
    }),
    gate('heard-by-approver', 'approving', { sound: unheardSound(approver?.heard ?? [], audible) }),
    gate('nothing-to-hide-again', 'approving', {}, said || !hidesNothing(project, index)),
    gate('approved', 'rendering', {}, approvals.approver !== null),
  ]
}

/**
 * The checklist of a redaction (issue "The redaction editor", provable review), in the order in which it is worked off. Only what is
 * disclosed counts. Whoever is undecided is hidden and needs nothing.
 */
export function releaseGates(input: GatesInput): readonly Gate[] {
  const looks = lookHereFrames(input.project, input.signatures.damaged)
  const audible = audibleSound(input.project, input.index)
  return [...factGates(input, looks), ...coverageGates(input, audible), ...secondGates(input, looks, audible)]
}

const order: readonly Gate['before'][] = ['signing', 'approving', 'rendering']

/** The gates that are not passed and would have to be. */
export function shutGates(gates: readonly Gate[], before: Gate['before']): readonly GateKind[] {
  return gates
    .filter((each) => !each.passed && order.indexOf(each.before) <= order.indexOf(before))
    .map(({ kind }) => kind)
}
