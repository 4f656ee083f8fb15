import { z } from 'zod'
import { method } from '../method.ts'
import { hash } from '../schema-parts.ts'
import { typed } from '../vault-schemas.ts'

const nobody = () => []
const place = z.string().min(1).max(4_096)
/** What a query of the log is for: logs serve only the purposes of DPA 2018 s.62(4). */
const purpose = z.enum(['lawfulness', 'self-monitoring', 'integrity-and-security', 'criminal-proceedings'])

/** The log, read and proved; reading it is logged too. */
export const auditMethods = {
  'audit.list': method({
    kind: 'read',
    input: z.object({
      purpose,
      from: z.int().min(0),
      limit: z.int().min(1).max(10_000),
      user: typed.nullable(),
      clip: typed.nullable(),
    }),
    output: z.object({ entries: z.array(z.unknown()), size: z.number(), next: z.number().nullable() }),
    failures: [],
    permission: 'audit.read',
    audit: 'audit.read',
    reason: 'optional',
    clips: nobody,
  }),
  'audit.verify': method({
    kind: 'work',
    /** `incremental` begins where the last passed verification ended. */
    input: z.object({
      incremental: z.boolean(),
      anchors: z.array(z.object({ size: z.int().min(0), root: hash })).max(10_000),
    }),
    output: z.object({
      ok: z.boolean(),
      entries: z.number(),
      head: z.string(),
      firstBad: z.object({ seq: z.number(), why: z.string() }).nullable(),
      checkpoints: z.number(),
      anchors: z.array(z.object({ from: z.string(), size: z.number(), verdict: z.string() })),
      notes: z.array(z.string()),
    }),
    failures: [],
    permission: 'audit.verify',
    audit: 'audit.verify',
    reason: 'optional',
    clips: nobody,
  }),
  'audit.export': method({
    kind: 'work',
    input: z.object({ purpose, out: place }),
    output: z.object({ entries: z.number(), root: z.string(), files: z.array(z.string()) }),
    failures: ['file-exists', 'folder-missing', 'audit-broken'],
    permission: 'audit.read',
    audit: 'audit.export',
    reason: 'optional',
    clips: nobody,
  }),
  'audit.prove': method({
    kind: 'work',
    input: z.object({ seq: z.int().min(0), consistencyFrom: z.int().min(0).nullable() }),
    output: z.object({ proof: z.unknown() }),
    failures: ['out-of-range', 'audit-broken'],
    permission: 'audit.verify',
    audit: 'audit.prove',
    reason: 'optional',
    clips: nobody,
  }),
} as const
