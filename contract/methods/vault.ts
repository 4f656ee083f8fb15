import { z } from 'zod'
import { method } from '../method.ts'
import { hash } from '../schema-parts.ts'
import { dayText, typed } from '../vault-schemas.ts'

const nobody = () => []
const nothing = z.object({})
/** An absolute path; the host has resolved what a person typed. */
const place = z.string().min(1).max(4_096)

/** The vault itself. */
export const vaultMethods = {
  'vault.status': method({
    kind: 'read',
    input: nothing,
    output: z.object({
      vaultId: z.string(),
      demo: z.boolean(),
      profile: z.string(),
      reviewOverdue: z.boolean(),
      /** Last day of the written policy, and until when a named person has confirmed it for longer. */
      review: z.object({
        date: z.string().nullable(),
        confirmedUntil: z.string().nullable(),
        confirmedBy: z.string().nullable(),
      }),
      deviceSecret: z.boolean(),
      signer: hash,
      signerPublicKey: z.string(),
      generation: z.number(),
      clips: z.number(),
      users: z.number(),
      auditEntries: z.number(),
      auditRoot: z.string(),
      clockDoubtful: z.boolean(),
      rotationDue: z.boolean(),
      todos: z.number(),
      sourceTasks: z.number(),
    }),
    failures: [],
    permission: 'own.session',
    audit: 'vault.status',
    reason: 'optional',
    clips: nobody,
  }),
  /** Integrity of everything; segments by ciphertext, since administrators see no footage. */
  'vault.check': method({
    kind: 'work',
    input: nothing,
    output: z.object({
      ok: z.boolean(),
      objects: z.number(),
      bytes: z.number(),
      problems: z.array(z.object({ kind: z.string(), name: z.string(), detail: z.string() })),
    }),
    failures: [],
    permission: 'vault.check',
    audit: 'vault.check',
    reason: 'optional',
    clips: nobody,
  }),
  'vault.rotate': method({
    kind: 'work',
    input: nothing,
    output: z.object({ generation: z.number() }),
    failures: [],
    permission: 'vault.admin',
    audit: 'vault.rotate',
    reason: 'optional',
    clips: nobody,
  }),
  'vault.backup': method({
    kind: 'work',
    input: z.object({ out: place }),
    output: z.object({ bytes: z.number(), sha256: hash, backup: z.string(), expiresAt: z.string() }),
    failures: ['file-exists', 'folder-missing'],
    permission: 'vault.admin',
    audit: 'vault.backup',
    reason: 'optional',
    clips: nobody,
  }),
  /** A named person vouches for the machine's clock after it was noticed to leap. */
  'vault.confirm-clock': method({
    kind: 'change',
    input: nothing,
    output: z.object({ now: z.string() }),
    failures: [],
    permission: 'retention.apply',
    audit: 'vault.clock',
    reason: 'required',
    clips: nobody,
  }),
  /** A named person confirms that the profile in force still holds, up to a day (DOMAIN.md, profiles; W7000 6.1). */
  'vault.confirm-profile': method({
    kind: 'change',
    input: z.object({ until: dayText }),
    output: z.object({ profile: typed, confirmedUntil: z.string() }),
    failures: [],
    permission: 'vault.profile',
    audit: 'vault.confirm-profile',
    reason: 'required',
    clips: nobody,
  }),
  /** The policy profile in force is replaced by another; nothing is deleted sooner because of it. */
  'vault.profile': method({
    kind: 'work',
    input: z.object({ profileText: z.string().max(1 << 20) }),
    output: z.object({ profile: typed }),
    failures: [],
    permission: 'vault.profile',
    audit: 'vault.profile',
    reason: 'required',
    clips: nobody,
  }),
} as const
