import { z } from 'zod'
import { method } from '../method.ts'
import { clipIdText, clipRow, instantText } from '../vault-schemas.ts'

const noClip = () => []

const change = z.object({
  clip: z.string(),
  from: z.string(),
  to: z.string(),
  rule: z.string(),
  due: z.string().nullable(),
})

/** What the law and the profile say about when footage goes (DOMAIN.md R8, R9). */
export const retentionMethods = {
  /** With `asOf` only shows what would change on that day. */
  'retention.evaluate': method({
    kind: 'work',
    input: z.object({ asOf: instantText.nullable() }),
    output: z.object({ asOf: z.string(), changed: z.boolean(), changes: z.array(change), clips: z.number() }),
    failures: ['clock-doubtful'],
    permission: 'retention.review',
    audit: 'retention.evaluate',
    reason: 'optional',
    clips: noClip,
  }),
  /**
   * A page of what waits for a person (`queued`) and of what goes once the time for undoing is over (`marked`), newest recording first.
   * A list that is shorter than `limit` is at its end; another goes on with `of` and its last clip in `after`.
   */
  'retention.queue': method({
    kind: 'read',
    input: z
      .object({
        of: z.enum(['queued', 'marked']).nullable().default(null),
        after: clipIdText.nullable().default(null),
        limit: z.int().min(1).max(1_000).default(1_000),
      })
      .refine(({ of, after }) => of !== null || after === null, 'a place is one of a single list'),
    output: z.object({ queued: z.array(clipRow), marked: z.array(clipRow) }),
    failures: [],
    permission: 'retention.review',
    audit: 'retention.list',
    reason: 'optional',
    clips: noClip,
  }),
  /** Rows `[offset, offset + limit)` of one of these lists, due soonest first, and how long the list is: for a window. */
  'retention.page': method({
    kind: 'read',
    input: z.object({
      of: z.enum(['queued', 'marked']),
      offset: z.int().min(0).max(1_000_000_000),
      limit: z.int().min(1).max(1_000),
    }),
    output: z.object({ clips: z.array(clipRow), total: z.number() }),
    failures: [],
    permission: 'retention.review',
    audit: 'retention.list',
    reason: 'optional',
    clips: noClip,
  }),
  /** Somebody has reviewed a queued clip: it may go, once the time for undoing is over. */
  'retention.approve': method({
    kind: 'change',
    input: z.object({ clip: clipIdText }),
    output: clipRow,
    failures: ['on-hold', 'not-queued', 'clock-doubtful'],
    permission: 'retention.review',
    audit: 'retention.approve',
    reason: 'required',
    clips: ({ clip }) => [clip],
  }),
  /** Somebody has judged that a clip is still necessary: it leaves the queue, and its next review counts from now (W7000 8.2). */
  'retention.keep': method({
    kind: 'change',
    input: z.object({ clip: clipIdText }),
    output: clipRow,
    failures: ['not-queued'],
    permission: 'retention.review',
    audit: 'retention.keep',
    reason: 'required',
    clips: ({ clip }) => [clip],
  }),
  'retention.undo': method({
    kind: 'change',
    input: z.object({ clip: clipIdText }),
    output: clipRow,
    failures: ['not-queued'],
    permission: 'retention.review',
    audit: 'retention.undo',
    reason: 'required',
    clips: ({ clip }) => [clip],
  }),
  /** Deletes what is past its time for undoing; approved by one person, applied by another. */
  'retention.apply': method({
    kind: 'work',
    input: z.object({ clips: z.array(clipIdText).max(10_000).nullable() }),
    output: z.object({ deleted: z.array(z.string()), left: z.array(z.object({ clip: z.string(), why: z.string() })) }),
    failures: ['clock-doubtful', 'second-person-needed'],
    permission: 'retention.apply',
    audit: 'retention.apply',
    reason: 'optional',
    clips: ({ clips }) => clips ?? [],
  }),
  'retention.deletions': method({
    kind: 'read',
    input: z.object({ limit: z.int().min(1).max(100_000) }),
    output: z.object({ deletions: z.array(z.unknown()) }),
    failures: [],
    permission: 'retention.review',
    audit: 'retention.list',
    reason: 'optional',
    clips: noClip,
  }),
} as const
