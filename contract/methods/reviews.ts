import { z } from 'zod'
import { detectionClasses } from '../../core/detection/detection.ts'
import { metadataFields, overnightPolicies } from '../../core/policy/policy-profile.ts'
import { groundUses, secondChecks } from '../../core/policy/redaction-policy.ts'
import { redactionId } from '../../core/redaction/redaction-record.ts'
import { gateKinds } from '../../core/review/release-gates.ts'
import { method } from '../method.ts'
import { frameCount, hash, rangeOf, sample } from '../schema-parts.ts'
import { clipIdText, idText } from '../vault-schemas.ts'
import { report } from '../wire/failure-shape.ts'
import { ofCopy } from './clips.ts'

const redaction = idText.transform((value) => redactionId(value))
const ofRedaction = { clip: clipIdText, redaction }
const theClip = ({ clip }: { readonly clip: string }) => [clip]

const revision = z.int().min(0)
const count = z.number()
/** Half-open ranges. */
const ranges = z.array(z.tuple([count, count]))
const sound = z.array(z.object({ audioTrack: count, ranges }))

/** Most ranges of one report of what was displayed. */
const mostRanges = 1_000

/** What has to be in order, in the order in which it is worked off (core/review/release-gates.ts). */
const gate = z.object({
  kind: z.enum(gateKinds),
  /** What it has to be passed before; whatever comes later needs it as well. */
  before: z.enum(['signing', 'approving', 'rendering']),
  passed: z.boolean(),
  /** Where to put it right. */
  where: z.object({
    frames: ranges,
    tracks: z.array(z.string()),
    sound,
    fields: z.array(z.enum(metadataFields)),
    classes: z.array(z.enum(detectionClasses)),
  }),
})

const approval = z.object({
  as: z.enum(['author', 'approver']),
  by: z.string(),
  role: z.string(),
  at: z.string(),
  revision,
  nothingToHide: z.boolean(),
  /** False: an edit came after it, and it holds for nothing any more. */
  holds: z.boolean(),
})

const signature = z.object({
  ...ofRedaction,
  /** What is signed: the redaction as it was when its checklist was read. */
  revision,
  /** Said outright: nothing in it needs to be hidden. */
  nothingToHide: z.boolean(),
})

/** With how much, and with what, the engine works. */
const engine = {
  threads: z.int().min(1).max(64).nullable(),
  models: z.string().min(1).max(4_096).nullable(),
}

/** What checking a trial copy told, and of which state of the redaction. */
const trial = z.object({ revision, projectSha256: hash, report })

const ofRecord = ['no-such-redaction', 'bad-json', 'object-damaged', 'object-missing'] as const

/**
 * Review of redactions: who has seen and heard what, what is still in the way of a copy, who signs, and the copy. Every answer is about
 * the redaction as the vault has it; an edit after a signature voids it.
 */
export const reviewMethods = {
  /** What the profile in force says of redactions: the lists that decisions take their grounds from, and the rules of review. */
  'redaction.policy': method({
    kind: 'read',
    input: z.object({}),
    output: z.object({
      grounds: z.array(
        z.object({ id: z.string(), title: z.string(), uses: z.array(z.enum(groundUses)), source: z.string() }),
      ),
      classReasons: z.record(z.string(), z.string()),
      soundReason: z.string().nullable(),
      classStyles: z.record(z.string(), z.enum(['solid', 'pixelate', 'blur'])),
      secondCheck: z.enum(secondChecks),
      reviewSpeed: count,
      soundSpeed: count,
      /** What becomes of redactions that wait in the queue when the vault locks. */
      overnight: z.enum(overnightPolicies),
    }),
    failures: [],
    permission: 'redact',
    audit: 'redaction.policy',
    reason: 'optional',
    clips: () => [],
  }),
  /**
   * Frames that were displayed to whoever calls and sound that was played to them since they last said so; to be sent every few seconds.
   * `coverage-refused` counts nothing of it: what is refused for `time` may be sent again a little later.
   */
  'redaction.seen': method({
    kind: 'change',
    input: z.object({
      ...ofRedaction,
      /** The redaction as it was displayed. */
      revision,
      /** The opening of the clip that it was displayed from. */
      opening: idText,
      frames: z.array(rangeOf(frameCount)).max(mostRanges),
      sound: z
        .array(z.object({ audioTrack: z.int().min(0).max(255), ranges: z.array(rangeOf(sample)).max(mostRanges) }))
        .max(256),
      /** Multiple of recorded time at which it was played; for single frames 1. */
      speed: z.number().gt(0).max(100),
    }),
    /** What is left for them now. */
    output: z.object({ unseenFrames: count, unheardSeconds: count }),
    failures: [...ofRecord, 'redaction-moved', 'not-open', 'coverage-refused'],
    permission: 'redact',
    audit: 'redaction.seen',
    reason: 'optional',
    clips: theClip,
  }),
  /** What everybody who has looked at it has still to see and hear: frames whose picture an edit changed are open again. */
  'redaction.coverage': method({
    kind: 'read',
    input: z.object(ofRedaction),
    output: z.object({
      revision,
      /** Frames that the copy has. */
      disclosedFrames: count,
      reviewers: z.array(
        z.object({
          name: z.string(),
          /** True for whoever calls. */
          own: z.boolean(),
          /** They had a hand in it: somebody else has to approve. */
          author: z.boolean(),
          unseen: ranges,
          unheard: sound,
        }),
      ),
      /** Frames to look at first. */
      lookHere: z.array(z.object({ frame: count, track: z.string().nullable(), why: z.string() })),
    }),
    failures: ofRecord,
    permission: 'redact',
    audit: 'redaction.coverage',
    reason: 'optional',
    clips: theClip,
  }),
  /** The checklist. The author's lines are about whoever signed as author, else the author who has seen most of it; so for the second person. */
  'redaction.gates': method({
    kind: 'read',
    input: z.object(ofRedaction),
    output: z.object({
      revision,
      projectSha256: hash,
      secondCheck: z.enum(secondChecks),
      gates: z.array(gate),
      /** Every approval that was ever given, the oldest first. */
      approvals: z.array(approval),
      /** What whoever calls could do once the gates before it are passed. */
      own: z.object({ maySign: z.boolean(), mayApprove: z.boolean() }),
    }),
    failures: ofRecord,
    permission: 'redact',
    audit: 'redaction.gates',
    reason: 'optional',
    clips: theClip,
  }),
  /** An author says that it is ready, having seen and heard all of it. */
  'redaction.sign': method({
    kind: 'change',
    input: signature,
    output: z.object({ approval: z.string() }),
    failures: [...ofRecord, 'redaction-moved', 'gates-shut', 'signature-refused'],
    permission: 'redact',
    audit: 'redaction.sign',
    reason: 'optional',
    clips: theClip,
  }),
  /** Somebody else, who has no part in the clip and none in the redaction, says that it may be released. */
  'redaction.approve': method({
    kind: 'change',
    input: signature,
    output: z.object({ approval: z.string() }),
    failures: [...ofRecord, 'redaction-moved', 'gates-shut', 'signature-refused'],
    permission: 'approve',
    audit: 'redaction.approve',
    reason: 'optional',
    clips: theClip,
  }),
  /**
   * What a copy of the redaction as it is now would show: rendered and checked as every copy is, and thrown away. It asks for no approval
   * and gives nothing out but its report, so whoever may redact the clip may ask, also while somebody else writes. Leaks fail no call: they
   * are the answer.
   */
  'redaction.trial': method({
    kind: 'work',
    input: z.object({ ...ofRedaction, ...engine }),
    output: trial,
    failures: [...ofRecord, ...ofCopy],
    permission: 'redact',
    audit: 'redaction.trial',
    reason: 'required',
    clips: theClip,
  }),
  /** What the last trial copy told, whoever asked for it; null: none since the vault's program began, or a copy itself was checked since. */
  'redaction.tried': method({
    kind: 'read',
    input: z.object(ofRedaction),
    output: z.object({ tried: trial.nullable() }),
    failures: ['no-such-redaction'],
    permission: 'redact',
    audit: 'redaction.tried',
    reason: 'optional',
    clips: theClip,
  }),
  /** The copy of an approved redaction: rendered as it was approved, checked as a file, kept in the vault. */
  'redaction.render': method({
    kind: 'work',
    input: z.object({ ...ofRedaction, ...engine }),
    output: z.object({
      copy: z.string(),
      sha256: hash,
      bytes: count,
      partial: z.boolean(),
      certificate: z.unknown(),
    }),
    failures: [
      ...ofRecord,
      ...ofCopy,
      'gates-shut',
      'certificate-mismatch',
      'verification-failed',
      'verification-incomplete',
    ],
    permission: 'redact',
    audit: 'redaction.render',
    reason: 'required',
    clips: theClip,
  }),
} as const
