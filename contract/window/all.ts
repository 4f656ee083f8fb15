import { z } from 'zod'
import { longestProfile } from '../profile-file.ts'
import { hash } from '../schema-parts.ts'
import type { Settled } from '../settled.ts'
import { passphraseText, typed } from '../vault-schemas.ts'
import { windowMethod } from './window-method.ts'
import { personShape, pictureShape, preferencesShape, windowEventShape, windowStateShape } from './window-shapes.ts'

const nothing = z.object({})
/** An absolute path, as a dialog gave it. */
const place = z.string().min(1).max(4_096)
const name = typed.max(100)

/** How signing in can fail. */
const signInFailures = [
  'vault-missing',
  'vault-busy',
  'slots-damaged',
  'demo-vault-only',
  'too-many-attempts',
  'no-such-user',
  'other-machine',
  'wrong-passphrase',
  'user-disabled',
  'database-damaged',
  'not-encrypted',
  'vault-newer',
  'slots-swapped',
  'slots-rolled-back',
  'database-rolled-back',
  'audit-broken',
] as const

/**
 * What the window may ask of its host beside the vault's methods: where it stands, which vault, who, what to show. The vault's
 * methods answer `not-signed-in` until `window.sign-in` or `window.create-vault` has.
 */
export const windowMethods = {
  'window.state': windowMethod({ input: nothing, output: windowStateShape, failures: [] }),
  /** A stream without an end: what happens, as it happens. One at a time for each window. */
  'window.events': windowMethod({ input: nothing, output: nothing, item: windowEventShape, failures: [] }),
  /** Ends long work that an event `work` told of. Answers as well where it has ended meanwhile. */
  'window.stop-work': windowMethod({
    input: z.object({ work: z.string().max(40) }),
    output: nothing,
    failures: ['not-signed-in'],
  }),
  /** Opens or closes the window on the second display; an event `displays` tells when it is there. Nothing happens without such a display. */
  'window.second-display': windowMethod({
    input: z.object({ show: z.boolean() }),
    output: nothing,
    failures: ['not-signed-in'],
  }),
  /** What the second display is to show. It opens the clip itself, for the same purpose: the log has an entry of its own for it. */
  'window.set-picture': windowMethod({
    input: z.object({ picture: pictureShape.nullable() }),
    output: nothing,
    failures: ['not-signed-in'],
  }),
  /** Makes a vault, writes its recovery sheets, chooses it, and signs its first administrator in. */
  'window.create-vault': windowMethod({
    input: z.object({
      /** Empty or not there yet. */
      folder: place,
      administrator: name,
      passphrase: passphraseText,
      /** By name, or a force's own as text. */
      profile: z.union([z.object({ shipped: z.string().max(40) }), z.object({ text: z.string().max(longestProfile) })]),
      /** Folder for the recovery sheets, outside of the vault. */
      sheets: place,
      demo: z.boolean(),
    }),
    output: z.object({
      person: personShape,
      vaultId: z.string(),
      /** Fingerprint of the key that signs its certificates and its log. */
      signer: hash,
      /** False: passphrases alone open it, on any machine. */
      deviceSecret: z.boolean(),
      /** Files with the recovery sheets, to be printed, given to two people and deleted. */
      sheets: z.array(z.string()),
    }),
    failures: [
      'vault-exists',
      'file-exists',
      'folder-missing',
      'not-writable',
      'disk-full',
      'bad-json',
      'bad-user-name',
      'weak-passphrase',
      'demo-vault-only',
      'usage',
    ],
  }),
  /** Which vault the window shows; it is remembered. Whoever was signed in to another one is signed out. */
  'window.choose-vault': windowMethod({
    input: z.object({ folder: place }),
    output: windowStateShape,
    failures: ['vault-missing', 'slots-damaged', 'demo-vault-only'],
  }),
  /** Signs in; opens the vault where it is closed, and unlocks it where it is locked. */
  'window.sign-in': windowMethod({
    input: z.object({ name, passphrase: passphraseText }),
    output: z.object({ person: personShape }),
    failures: [...signInFailures],
  }),
  /** Signs out and closes the vault. */
  'window.sign-out': windowMethod({ input: nothing, output: nothing, failures: [] }),
  /** Hides everything at once and forgets the keys; jobs that run keep what their leases hold. */
  'window.lock': windowMethod({ input: nothing, output: nothing, failures: [] }),
  /** The person who was signed in goes on. Somebody else uses `window.sign-in`. */
  'window.unlock': windowMethod({
    input: z.object({ passphrase: passphraseText }),
    output: z.object({ person: personShape }),
    failures: ['not-signed-in', ...signInFailures],
  }),
  /** Somebody is there: keys, pointer, or a clip that plays (which counts for as long as the session's limit allows). At most once a second. */
  'window.activity': windowMethod({
    input: z.object({ by: z.enum(['person', 'playback']) }),
    output: nothing,
    failures: ['not-signed-in'],
  }),
  /** A dialog of the system. Nothing chosen: an empty list. */
  'window.choose-files': windowMethod({
    input: z.object({ purpose: z.enum(['import', 'profile', 'mapping']) }),
    output: z.object({ paths: z.array(z.string()) }),
    failures: [],
  }),
  /** A dialog of the system; null: nothing chosen. */
  'window.choose-folder': windowMethod({
    input: z.object({
      purpose: z.enum(['vault', 'new-vault', 'recovery-sheets', 'import', 'backup', 'audit-export', 'disclosure']),
    }),
    output: z.object({ path: z.string().nullable() }),
    failures: [],
  }),
  /** The text of a small file that was chosen by `window.choose-files`, a profile or mapping. Nothing else can be read. */
  'window.read-chosen': windowMethod({
    input: z.object({ path: place }),
    output: z.object({ text: z.string().max(longestProfile) }),
    failures: ['file-missing', 'file-unreadable', 'not-a-file', 'not-permitted'],
  }),
  /** A mapping of sidecars that comes with Occlude, as text for `clip.import`. */
  'window.mapping': windowMethod({
    input: z.object({ name: z.enum(['generic', 'evidence-com']) }),
    output: z.object({ text: z.string().max(longestProfile), verified: z.boolean() }),
    failures: ['file-missing', 'file-unreadable', 'bad-json'],
  }),
  'window.preferences': windowMethod({ input: nothing, output: preferencesShape, failures: [] }),
  'window.set-preferences': windowMethod({
    input: preferencesShape.partial(),
    output: preferencesShape,
    failures: ['not-writable', 'disk-full'],
  }),
} as const

/** Name of a method of the window's host. */
export type WindowMethodName = keyof typeof windowMethods

/** What the window hands in. */
export type WindowInputOf<M extends WindowMethodName> = Settled<z.input<(typeof windowMethods)[M]['input']>>

/** What the host is given: parsed. */
export type WindowParsedInputOf<M extends WindowMethodName> = Settled<z.output<(typeof windowMethods)[M]['input']>>

/** What is answered. */
export type WindowOutputOf<M extends WindowMethodName> = Settled<z.output<(typeof windowMethods)[M]['output']>>

/** What comes before the answer, bit by bit. */
export type WindowItemOf<M extends WindowMethodName> = (typeof windowMethods)[M] extends { readonly item?: infer Item }
  ? Settled<z.output<Extract<Item, z.ZodType>>>
  : never
