import { z } from 'zod'
import { redactionStates } from '../../core/redaction/redaction-queue.ts'
import { redactionId } from '../../core/redaction/redaction-record.ts'
import { method } from '../method.ts'
import { personsEdit, redactionEdit } from '../project-commands.ts'
import { handDrawnRegion } from '../project-file.ts'
import { frameCount, rangeOf, sample, share } from '../schema-parts.ts'
import { clipIdText, idText, reasonText } from '../vault-schemas.ts'
import { failureShape } from '../wire/failure-shape.ts'
import { detection, ofEngine } from './clips.ts'

/** Most steps that are saved, or read, at once. */
const mostSteps = 1_000

/** Most redactions of one page. */
const mostListed = 500

const redaction = idText.transform((value) => redactionId(value))
const ofRedaction = { clip: clipIdText, redaction }
const theClip = ({ clip }: { readonly clip: string }) => [clip]

const counted = z.int().min(0)
/** Frames that the detection has finished, those of which everything that was found is in the project, and all. */
const detected = z.object({ done: counted, proposed: counted, frames: counted })

const direction = z.enum(['forward', 'backward'])

const proposingState = z.object({
  /** Frames that are examined, of all. */
  done: counted,
  /** Frames of which everything that was found is in the project. */
  proposed: counted,
  frames: counted,
  /** Null while that cannot be told. */
  secondsLeft: z.number().min(0).nullable(),
  /** Of the redaction, after the last proposals. */
  revision: counted,
})

const heardSegment = z.object({
  fromSample: sample,
  untilSample: sample,
  kind: z.enum(['speech', 'radio']),
  probability: share,
  highest: share,
})

/**
 * Redactions: the work on a clip for a purpose, saved as steps over a base (docs/adr/0012). The clip is named beside the redaction and
 * has to be its own: permission is asked for it. Whoever opens a redaction first may write; others read.
 */
export const redactionMethods = {
  'redaction.list': method({
    kind: 'read',
    /** Null: of all clips, with what leaves most to a person first; of one clip the oldest is first. */
    input: z.object({
      clip: clipIdText.nullable(),
      offset: counted.default(0),
      limit: z.int().min(1).max(mostListed).default(mostListed),
    }),
    output: z.object({
      redactions: z.array(
        z.object({
          redaction: z.string(),
          clip: z.string(),
          clipName: z.string(),
          purpose: z.string(),
          createdAt: z.string(),
          createdBy: z.string(),
          revision: counted,
          /** Who has it open for writing. */
          editor: z.string().nullable(),
          /** Tracks that nobody has decided about. */
          undecided: counted,
          /** Frames to look at first; null: not counted yet. */
          lookHere: counted.nullable(),
          /** How many frames whoever had come furthest at that revision had not seen. */
          looked: z.object({ revision: counted, unseen: counted }).nullable(),
          /** Everybody that the profile asks for has signed it as it is. */
          approved: z.boolean(),
          state: z.enum(redactionStates),
          /** Why its clip could not be gone through. */
          failure: failureShape.nullable(),
          /** While it is being examined; null where nobody knows. */
          secondsLeft: z.number().min(0).nullable(),
          detected,
        }),
      ),
      /** Of all pages. */
      total: counted,
    }),
    failures: [],
    permission: 'redact',
    audit: 'redaction.list',
    reason: 'optional',
    clips: ({ clip }) => (clip === null ? [] : [clip]),
  }),
  /** Begins with nothing found, everything hidden by default and all sound muted. */
  'redaction.create': method({
    kind: 'change',
    input: z.object({ clip: clipIdText, purpose: reasonText }),
    output: z.object({ redaction: z.string() }),
    failures: [],
    permission: 'redact',
    audit: 'redaction.create',
    reason: 'required',
    clips: theClip,
  }),
  'redaction.open': method({
    kind: 'work',
    input: z.object(ofRedaction),
    output: z.object({
      redaction: z.string(),
      purpose: z.string(),
      revision: counted,
      /** JSON text (FORMATS.md, Project). */
      project: z.string(),
      /** What can be undone and done again, the latest last: JSON text of `{ done, undone }`, each a list of `{ command, inverse }`. */
      history: z.string(),
      writable: z.boolean(),
      /** Who else may write it; null where whoever asks may. */
      heldBy: z.string().nullable(),
      /** Of this opening, to be given back when it is closed; null where it is not writable. */
      hold: idText.nullable(),
      detected,
    }),
    failures: ['no-such-redaction', 'bad-json'],
    permission: 'redact',
    audit: 'redaction.open',
    reason: 'required',
    clips: theClip,
  }),
  /** Lets others write it, once every opening of the session that has it is closed: a late close takes it from no later opening. */
  'redaction.close': method({
    kind: 'change',
    input: z.object({ ...ofRedaction, hold: idText.nullable() }),
    output: z.object({}),
    failures: ['no-such-redaction'],
    permission: 'redact',
    audit: 'redaction.close',
    reason: 'optional',
    clips: theClip,
  }),
  /**
   * Saves steps that were taken after `revision`: all of them or none. `redaction-moved`: the detection has gone on meanwhile; catch up
   * with `redaction.steps`, then send again.
   */
  'redaction.edit': method({
    kind: 'change',
    input: z.object({ ...ofRedaction, revision: counted, steps: z.array(personsEdit).min(1).max(mostSteps) }),
    output: z.object({ revision: counted }),
    failures: ['no-such-redaction', 'redaction-held', 'redaction-moved', 'out-of-range', 'no-picture', 'bad-json'],
    permission: 'redact',
    audit: 'redaction.edit',
    reason: 'optional',
    clips: theClip,
  }),
  /**
   * Steps after a revision, for catching up and as the history that people read. Fewer than asked for where they are large, at least
   * one where there is one.
   */
  'redaction.steps': method({
    kind: 'read',
    input: z.object({ ...ofRedaction, after: counted, limit: z.int().min(1).max(mostSteps) }),
    output: z.object({
      steps: z.array(
        z.object({
          revision: counted,
          at: z.string(),
          /** Null: the detection. */
          by: z.string().nullable(),
          step: redactionEdit,
        }),
      ),
      /** Revision of the redaction now: there are more steps while it is higher than the last one's. */
      revision: counted,
    }),
    failures: ['no-such-redaction'],
    permission: 'redact',
    audit: 'redaction.steps',
    reason: 'optional',
    clips: theClip,
  }),
  /**
   * Looks on while the clip is examined from the playhead outwards and what is found comes in as steps (`propose`). Whoever leaves
   * stops nothing: the job goes on, and another call looks on again. What is examined is kept block by block, so that a later call goes
   * on where an earlier one ended, whatever ended it.
   */
  'redaction.propose': method({
    kind: 'work',
    input: z.object({ ...ofRedaction, ...detection, playhead: frameCount }),
    output: proposingState,
    item: proposingState,
    failures: [...ofEngine, 'no-such-redaction', 'not-permitted', 'bad-json'],
    permission: 'redact',
    audit: 'redaction.propose',
    reason: 'required',
    clips: theClip,
  }),
  /** Stops proposing; what is examined is kept. */
  'redaction.stop': method({
    kind: 'change',
    input: z.object(ofRedaction),
    output: z.object({}),
    failures: ['no-such-redaction'],
    permission: 'redact',
    audit: 'redaction.stop',
    reason: 'optional',
    clips: theClip,
  }),
  /** Follows a region as far as that is sure; nothing is changed: the answer is for the editor to put in. */
  'redaction.follow': method({
    kind: 'work',
    input: z.object({
      ...ofRedaction,
      region: handDrawnRegion,
      directions: z.array(direction).min(1).max(2),
      /** Null: its last key forward, its first key backward. */
      from: frameCount.nullable(),
      /** Null: the clip's end. */
      until: frameCount.nullable(),
      backTo: frameCount,
    }),
    output: z.object({
      region: handDrawnRegion,
      /** Where it ended each way, and what was least sure before that. */
      stops: z.array(
        z.object({
          direction,
          startFrame: frameCount,
          lastCovered: frameCount,
          reason: z.enum(['asked-end', 'clip-end', 'left-picture', 'lost', 'scene-cut', 'undecodable']),
          complete: z.boolean(),
          weakest: z.array(z.object({ frame: frameCount, confidence: share })),
          bridged: z.array(z.tuple([frameCount, frameCount])),
        }),
      ),
    }),
    failures: [...ofEngine, 'no-such-redaction', 'cannot-follow'],
    permission: 'redact',
    audit: 'clip.follow',
    reason: 'required',
    clips: theClip,
  }),
  /**
   * Where somebody may be speaking, in every sound track: suggestions, by which nothing is changed. Who is speaking nobody tells. What was
   * heard is remembered until the vault is locked.
   */
  'redaction.listen': method({
    kind: 'work',
    input: z.object(ofRedaction),
    output: z.object({
      tracks: z.array(
        z.object({
          audioTrack: counted,
          segments: z.array(heardSegment),
          /** What could not be listened to: to be taken for speech. */
          failed: z.array(rangeOf(sample)),
        }),
      ),
    }),
    failures: [...ofEngine, 'no-such-redaction'],
    permission: 'redact',
    audit: 'redaction.listen',
    reason: 'required',
    clips: theClip,
  }),
} as const
