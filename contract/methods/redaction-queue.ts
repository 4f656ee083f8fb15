import { z } from 'zod'
import { redactionId } from '../../core/redaction/redaction-record.ts'
import { method } from '../method.ts'
import { search } from '../schema-parts.ts'
import { clipIdText, idText, reasonText } from '../vault-schemas.ts'

const redaction = idText.transform((value) => redactionId(value))

/**
 * The queue of redactions whose clips are gone through one after the other while nobody looks on (docs/adr/0015): it is kept in the
 * vault, survives a restart, and goes on through an idle lock where the profile lets it.
 */
export const redactionQueueMethods = {
  /**
   * Puts a clip in: its redaction of that purpose, else a new one. What could not be done is tried again; what waits already keeps its
   * place, and is looked for as it is asked now.
   */
  'redaction.queue': method({
    kind: 'change',
    input: z.object({ clip: clipIdText, purpose: reasonText, search }),
    output: z.object({ redaction: z.string() }),
    failures: [],
    permission: 'redact',
    audit: 'redaction.queue',
    reason: 'required',
    clips: ({ clip }) => [clip],
  }),
  /** Takes one redaction out of the queue, or all that the caller could have put in; what is being gone through stops. What is examined is kept. */
  'redaction.unqueue': method({
    kind: 'change',
    input: z.object({ only: z.object({ clip: clipIdText, redaction }).nullable() }),
    output: z.object({ removed: z.int().min(0) }),
    failures: ['no-such-redaction'],
    permission: 'redact',
    audit: 'redaction.unqueue',
    reason: 'optional',
    clips: ({ only }) => (only === null ? [] : [only.clip]),
  }),
} as const
