import { z } from 'zod'
import { askedDecisions } from '../asked-decisions.ts'
import { method } from '../method.ts'
import { frameCount, hash, search } from '../schema-parts.ts'
import {
  clipChanges,
  clipIdText,
  clipQuery,
  clipRow,
  dayText,
  idText,
  instantText,
  reasonText,
  typed,
} from '../vault-schemas.ts'

const nothing = z.object({})
const ofClip = z.object({ clip: clipIdText })
const theClip = ({ clip }: { readonly clip: string }) => [clip]
const noClip = () => []
const place = z.string().min(1).max(4_096)
/** A JSON document of FORMATS.md as text; read and checked with the contract's reader for it. */
const document = z.string().max(512 * 1024 * 1024)

/** Why nothing can be rendered, or checked. */
export const ofCopy = [
  'not-media',
  'nothing-to-redact',
  'unsupported-media',
  'undecodable',
  'other-clip',
  'clip-changed',
  'out-of-range',
  'no-picture',
  'label-unfit',
  'model-missing',
  'model-changed',
  'model-unusable',
  'class-unavailable',
  'engine-died',
] as const

/** Failures of the media engine. */
export const ofEngine = ['object-damaged', 'object-missing', 'unknown-track', ...ofCopy] as const

/** A hold as lists show it. */
const holdRow = z.object({
  hold: z.string(),
  kind: z.string(),
  reason: z.string(),
  owner: z.string(),
  placedAt: z.string(),
  endsAt: z.string().nullable(),
  reviewAt: z.string().nullable(),
  releasedAt: z.string().nullable(),
})

const taskRow = z.object({
  task: z.string(),
  clip: z.string(),
  kind: z.enum(['hold', 'release-hold', 'category', 'deletion']),
  openedAt: z.string(),
  confirmedAt: z.string().nullable(),
  confirmedBy: z.string().nullable(),
})

const todoRow = z.object({
  todo: z.string(),
  clip: z.string(),
  officer: z.string().nullable(),
  missing: z.array(z.string()),
  dueAt: z.string(),
  overdue: z.boolean(),
})

/** What detection takes beside the search; the models of a force are named by a folder of the host's. */
export const detection = { search, threads: z.int().min(1).max(64).nullable(), models: place.nullable() }

/** Clips: in, found, described, held, looked at, redacted. */
export const clipMethods = {
  'clip.import': method({
    kind: 'work',
    input: z.object({
      paths: z.array(place).min(1).max(10_000),
      mapping: z.string().max(1 << 20),
    }),
    output: z.object({ imported: z.number(), duplicates: z.number(), unindexed: z.number(), refused: z.number() }),
    item: z.object({
      path: z.string(),
      clip: z.string().nullable(),
      sha256: hash.nullable(),
      status: z.enum(['imported', 'duplicate', 'unindexed', 'refused']),
      why: z.string().nullable(),
      /** What was noticed about its sidecars, for people. */
      notes: z.array(z.string()),
    }),
    failures: ['file-missing'],
    permission: 'import',
    audit: 'clip.import',
    reason: 'required',
    clips: noClip,
  }),
  /** Decodes whole what was only counted when it came in, and marks what is damaged or missing; nobody sees it. */
  'clip.decode': method({
    kind: 'work',
    input: nothing,
    output: z.object({ sound: z.number(), damaged: z.number(), unindexed: z.number(), failed: z.number() }),
    item: z.object({
      clip: z.string(),
      status: z.enum(['sound', 'damaged', 'unindexed', 'failed']),
      why: z.string().nullable(),
    }),
    failures: [],
    permission: 'import',
    audit: 'clip.decode',
    reason: 'optional',
    clips: noClip,
  }),
  'clip.list': method({
    kind: 'read',
    input: z.object({ query: clipQuery, keep: reasonText.nullable() }),
    output: z.object({
      clips: z.array(clipRow),
      more: z.boolean(),
      /** How many clips fit in all; null where `after` asks for a walk. */
      total: z.number().nullable(),
      restricted: z.number(),
      deleted: z.number(),
      searchRecord: z.string().nullable(),
    }),
    failures: [],
    permission: 'library',
    audit: 'clip.search',
    reason: 'optional',
    clips: noClip,
  }),
  'clip.show': method({
    kind: 'read',
    input: ofClip,
    output: z.object({
      clip: clipRow,
      holds: z.array(holdRow),
      todos: z.array(todoRow),
      sourceTasks: z.array(taskRow),
      source: z
        .object({
          system: z.string(),
          id: z.string().nullable(),
          category: z.string().nullable(),
          deletionDate: z.string().nullable(),
          confirmedBy: z.string().nullable(),
          confirmedAt: z.string().nullable(),
        })
        .nullable(),
      attachments: z.array(z.object({ name: z.string(), sha256: hash, bytes: z.number() })),
      copies: z.array(z.string()),
      certificate: z.unknown(),
    }),
    failures: [],
    permission: 'library',
    audit: 'clip.show',
    reason: 'optional',
    clips: theClip,
  }),
  'clip.edit': method({
    kind: 'change',
    input: z.object({ clip: clipIdText, changes: clipChanges }),
    output: clipRow,
    failures: ['no-such-user'],
    permission: 'clip.edit',
    audit: 'clip.edit',
    reason: 'required',
    clips: theClip,
  }),
  'clip.hold': method({
    kind: 'change',
    input: z.object({
      clip: clipIdText,
      kind: typed,
      endsAt: instantText.nullable(),
      reviewAt: instantText.nullable(),
    }),
    output: holdRow,
    failures: [],
    permission: 'hold',
    audit: 'clip.hold',
    reason: 'required',
    clips: theClip,
  }),
  'clip.unhold': method({
    kind: 'change',
    input: z.object({ clip: clipIdText, hold: idText.nullable() }),
    output: z.object({ released: z.number() }),
    failures: ['no-such-hold'],
    permission: 'hold',
    audit: 'clip.unhold',
    reason: 'required',
    clips: theClip,
  }),
  'clip.posters': method({
    kind: 'work',
    input: ofClip,
    output: z.object({ posters: z.array(z.object({ frame: frameCount, png: z.base64() })) }),
    failures: ['object-damaged', 'object-missing'],
    permission: 'clip.view',
    audit: 'clip.poster',
    reason: 'required',
    clips: theClip,
  }),
  'clip.index': method({
    kind: 'work',
    input: z.object({ clip: clipIdText, deep: z.boolean() }),
    output: z.object({ index: z.unknown() }),
    failures: ofEngine,
    permission: 'clip.view',
    audit: 'clip.index',
    reason: 'required',
    clips: theClip,
  }),
  'clip.detect': method({
    kind: 'work',
    input: z.object({
      clip: clipIdText,
      ...detection,
      from: frameCount,
      until: frameCount.nullable(),
      playhead: frameCount.nullable(),
    }),
    output: z.object({ detections: z.unknown(), failed: z.number(), found: z.number() }),
    failures: ofEngine,
    permission: 'clip.view',
    audit: 'clip.detect',
    reason: 'required',
    clips: theClip,
  }),
  'clip.track': method({
    kind: 'work',
    input: z.object({ clip: clipIdText, detections: document }),
    output: z.object({ project: z.unknown(), lookHere: z.unknown() }),
    failures: ofEngine,
    permission: 'redact',
    audit: 'clip.track',
    reason: 'required',
    clips: theClip,
  }),
  'clip.plan': method({
    kind: 'work',
    input: z.object({ clip: clipIdText, project: document }),
    output: z.object({ frames: z.number() }),
    item: z.unknown(),
    failures: ofEngine,
    permission: 'redact',
    audit: 'clip.plan',
    reason: 'required',
    clips: theClip,
  }),
  'clip.redact': method({
    kind: 'work',
    input: z.object({
      clip: clipIdText,
      ...detection,
      /** A project or null; then everything is found afresh. */
      project: document.nullable(),
      asked: askedDecisions,
    }),
    output: z.object({
      clip: z.string(),
      copy: z.string(),
      sha256: hash,
      bytes: z.number(),
      partial: z.boolean(),
      renders: z.number(),
      certificate: z.unknown(),
    }),
    failures: [...ofEngine, 'verification-failed', 'verification-incomplete'],
    permission: 'redact',
    audit: 'clip.redact',
    reason: 'required',
    clips: theClip,
  }),
  'clip.verify': method({
    kind: 'work',
    /** A copy; or a clip, whose latest copy is meant. */
    input: z.object({
      clip: clipIdText,
      signer: hash.nullable(),
      threads: detection.threads,
      models: detection.models,
    }),
    output: z.object({
      copy: z.string(),
      signer: z.string().nullable(),
      report: z.unknown(),
    }),
    failures: [
      ...ofEngine,
      'no-copy',
      'certificate-mismatch',
      'certificate-unsigned',
      'other-signer',
      'verification-failed',
      'verification-incomplete',
    ],
    permission: 'clip.view',
    audit: 'clip.verify',
    reason: 'required',
    clips: theClip,
  }),
  'source.set': method({
    kind: 'change',
    input: z.object({
      clip: clipIdText,
      system: typed,
      id: typed.nullable(),
      category: typed.nullable(),
      deletionDate: dayText.nullable(),
    }),
    output: clipRow,
    failures: [],
    permission: 'clip.edit',
    audit: 'source.record',
    reason: 'required',
    clips: theClip,
  }),
  'source.tasks': method({
    kind: 'read',
    input: nothing,
    output: z.object({ tasks: z.array(taskRow) }),
    failures: [],
    permission: 'hold',
    audit: 'task.list',
    reason: 'optional',
    clips: noClip,
  }),
  /** A named person has done there what was done here. */
  'source.confirm': method({
    kind: 'change',
    input: z.object({ clip: clipIdText, task: idText.nullable() }),
    output: z.object({ confirmed: z.number() }),
    failures: ['no-such-task'],
    permission: 'hold',
    audit: 'source.confirm',
    reason: 'required',
    clips: theClip,
  }),
  'todo.list': method({
    kind: 'read',
    input: nothing,
    output: z.object({ todos: z.array(todoRow) }),
    failures: [],
    permission: 'library',
    audit: 'task.list',
    reason: 'optional',
    clips: noClip,
  }),
  /** What was done with a clip, without others' reasons. */
  'history.own-clip': method({
    kind: 'read',
    input: ofClip,
    output: z.object({
      entries: z.array(
        z.object({
          seq: z.number(),
          at: z.string(),
          user: z.string().nullable(),
          action: z.string(),
          outcome: z.string(),
        }),
      ),
    }),
    failures: [],
    permission: 'history.own-clip',
    audit: 'history.own-clip',
    reason: 'optional',
    clips: theClip,
  }),
} as const
