import { z } from 'zod'
import { nameKinds } from '../../core/disclosure/names-told.ts'
import { method } from '../method.ts'
import { hash } from '../schema-parts.ts'
import { clipIdText, passphraseText, reasonText, typed } from '../vault-schemas.ts'
import { failureShape } from '../wire/failure-shape.ts'

const place = z.string().min(1).max(4_096)
const nobody = () => []
const ofCopy = ({ clip }: { readonly clip: string }) => [clip]

/** What the recipient is not told, by the number that the full external schedule gives a row, and why. */
const heldBack = z
  .array(z.object({ row: z.int().min(1).max(100_000), what: z.enum(['row', 'ground']), reason: reasonText }))
  .max(1_000)

const file = z.object({ name: z.string(), sha256: hash, bytes: z.number() })

/** What may go wrong with the copy and what it is held against. */
const ofCopies = [
  'no-copy',
  'no-such-clip',
  'object-damaged',
  'object-missing',
  'other-clip',
  'clip-changed',
  'undecodable',
  'certificate-mismatch',
  'bad-json',
  'engine-died',
] as const

/** What a page of the register is asked for by. */
const lines = {
  clip: clipIdText.nullable(),
  /** What a recipient, route or reason has in it, in any case. */
  text: typed.nullable(),
  offset: z.int().min(0),
  limit: z.int().min(1).max(500),
}

/** A page of the register. */
const page = z.object({
  /** How many lines there are that are like what was asked for. */
  total: z.number(),
  disclosures: z.array(
    z.object({
      disclosure: z.string(),
      copy: z.string(),
      /** What the clip is called that the copy was made from, where the asker may know of it; else the copy. */
      name: z.string(),
      /** When it left; of what did not, when it began. */
      at: z.string(),
      by: z.string(),
      recipient: z.string(),
      route: z.string(),
      reason: z.string(),
      /** `unknown`: it began, and nobody wrote down how it ended. */
      state: z.enum(['running', 'completed', 'failed', 'unknown']),
      /** Why it failed, without names of clips, files and folders; null also where that was not kept. */
      failure: failureShape.nullable(),
      /** Of the copy as it was read back; null where nothing was entered as leaving. Only then there are files. */
      sha256: hash.nullable(),
      bytes: z.number().nullable(),
      files: z.array(file),
      heldBack: z.array(z.object({ row: z.number(), what: z.string(), reason: z.string() })),
    }),
  ),
})

/** Copies on their way out, and the register of those that went. */
export const disclosureMethods = {
  /** The only way out of a vault: an approved copy, checked again where it was written, with what its recipient is told. */
  'copy.disclose': method({
    kind: 'work',
    input: z.object({
      /** The copy. */
      clip: clipIdText,
      /** An absolute path, outside of every vault. */
      folder: place,
      recipient: typed,
      route: typed,
      heldBack,
      /** Of the full external schedule that `heldBack` was chosen from, as `copy.schedule` told; absent: nobody looked at one. */
      scheduleSha256: hash.exactOptional(),
      /** All goes into one archive that this opens, which its recipient is told by another way; null: nothing is encrypted. */
      passphrase: passphraseText.nullable(),
      threads: z.int().min(1).max(64).nullable(),
      models: place.nullable(),
    }),
    output: z.object({ disclosure: z.string(), sha256: hash, bytes: z.number(), files: z.array(file) }),
    failures: [
      ...ofCopies,
      'not-approved',
      'ground-tells',
      'schedule-moved',
      'weak-passphrase',
      'certificate-unsigned',
      'other-signer',
      'verification-failed',
      'verification-incomplete',
      'model-missing',
      'model-changed',
      'model-unusable',
      'class-unavailable',
      'folder-missing',
      'unfit-folder',
      'file-exists',
      'not-writable',
      'output-taken',
      'written-differs',
      'medium-gone',
    ],
    permission: 'disclose',
    audit: 'clip.disclose',
    reason: 'required',
    clips: ofCopy,
  }),
  /** What was done in a copy: for those who keep it, or for its recipient. */
  'copy.schedule': method({
    kind: 'work',
    input: z.object({
      clip: clipIdText,
      kind: z.enum(['internal', 'external']),
      heldBack,
      /** Its sheet (PDF) is kept with the copy; false: it is only looked at. */
      keep: z.boolean(),
    }),
    output: z.object({
      schedule: z.unknown(),
      sheet: file.nullable(),
      /** Of the full external schedule, over its canonical JSON: what numbers of rows are about. */
      scheduleSha256: hash,
      /** Rows of the full external schedule whose grounds name too much and are not held back: none of it leaves so. */
      telling: z.array(z.object({ row: z.number(), tells: z.array(z.enum(nameKinds)) })),
    }),
    failures: ofCopies,
    permission: 'disclose',
    audit: 'clip.schedule',
    reason: 'required',
    clips: ofCopy,
  }),
  /** The register, or the lines of one copy, the latest first; without those about copies that the asker may not know of. */
  'disclosure.list': method({
    kind: 'read',
    input: z.object(lines),
    output: page,
    failures: [],
    permission: 'library',
    audit: 'disclosure.list',
    reason: 'optional',
    clips: ({ clip }) => (clip === null ? [] : [clip]),
  }),
  /** The same for those who audit: all of it, and of each copy no more than its id. */
  'audit.disclosures': method({
    kind: 'read',
    input: z.object(lines),
    output: page,
    failures: [],
    permission: 'audit.read',
    audit: 'disclosure.list',
    reason: 'optional',
    clips: nobody,
  }),
} as const
