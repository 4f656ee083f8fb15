import { z } from 'zod'
import { method } from '../method.ts'
import { grantShape, passphraseText, typed } from '../vault-schemas.ts'

const nobody = () => []
const nothing = z.object({})
const name = typed.max(100)

/**
 * Another name under which clips' records know somebody: one name, with a letter or digit in it, for no other bars anybody from
 * approving what they recorded.
 */
const otherName = z
  .string()
  .transform((text) => text.trim())
  .pipe(
    typed
      .max(100)
      .refine((text) => text.isWellFormed(), { message: 'expected whole characters' })
      .refine((text) => /[\p{L}\p{N}]/u.test(text), { message: 'expected a letter or digit' })
      .refine((text) => !text.includes(','), { message: 'expected one name, without a comma' }),
  )

const otherNames = z.array(otherName).max(8)

/** A recovery share: its code as typed, or the text of its whole sheet. What it says is judged by the vault alone. */
const shareText = z.string().min(1).max(20_000)

/** A person as lists show them. */
export const userRow = z.object({
  user: z.string(),
  name: z.string(),
  /** Names under which clips' records know them beside their own, as a collar number. */
  knownAs: z.array(z.string()),
  grants: z.array(grantShape),
  createdAt: z.string(),
  disabledAt: z.string().nullable(),
})

/** Who may use the vault. */
export const userMethods = {
  'user.list': method({
    kind: 'read',
    input: nothing,
    output: z.object({ users: z.array(userRow) }),
    failures: [],
    permission: 'vault.admin',
    audit: 'user.list',
    reason: 'optional',
    clips: nobody,
  }),
  'user.add': method({
    kind: 'change',
    input: z.object({
      name,
      grants: z.array(grantShape).min(1).max(20),
      passphrase: passphraseText,
      knownAs: otherNames.optional(),
    }),
    output: userRow,
    failures: ['weak-passphrase', 'user-exists'],
    permission: 'vault.admin',
    audit: 'user.add',
    reason: 'optional',
    clips: nobody,
  }),
  /** A leaver: without slot at once, and the master key is rotated. */
  'user.disable': method({
    kind: 'work',
    input: z.object({ name }),
    output: userRow,
    failures: ['no-such-user', 'last-administrator'],
    permission: 'vault.admin',
    audit: 'user.leave',
    reason: 'optional',
    clips: nobody,
  }),
  'user.role': method({
    kind: 'change',
    input: z.object({ name, grants: z.array(grantShape).min(1).max(20) }),
    output: userRow,
    failures: ['no-such-user', 'last-administrator'],
    permission: 'vault.admin',
    audit: 'user.role',
    reason: 'optional',
    clips: nobody,
  }),
  /** The names take the place of those before; none are taken for the person's own name alone. */
  'user.known-as': method({
    kind: 'change',
    input: z.object({ name, knownAs: otherNames }),
    output: userRow,
    failures: ['no-such-user'],
    permission: 'vault.admin',
    audit: 'user.known-as',
    reason: 'optional',
    clips: nobody,
  }),
  /** One's own. */
  'user.passphrase': method({
    kind: 'change',
    input: z.object({ oldPassphrase: passphraseText, newPassphrase: passphraseText }),
    output: nothing,
    failures: ['wrong-passphrase', 'weak-passphrase'],
    permission: 'own.passphrase',
    audit: 'user.passphrase',
    reason: 'optional',
    clips: nobody,
  }),
  'user.recover': method({
    kind: 'change',
    input: z.object({ name, shares: z.tuple([shareText, shareText]), newPassphrase: passphraseText }),
    output: nothing,
    failures: ['no-such-user', 'bad-shares', 'weak-passphrase'],
    permission: 'vault.admin',
    audit: 'user.recover',
    reason: 'required',
    clips: nobody,
  }),
} as const
