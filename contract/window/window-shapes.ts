import { z } from 'zod'
import { permissions } from '../../core/access/permissions.ts'
import { roles } from '../../core/access/roles.ts'
import { metadataFields } from '../../core/policy/policy-profile.ts'
import { reasonText } from '../vault-schemas.ts'
import { progressShape } from '../wire/wire-messages.ts'

/** Somebody who is signed in, and what they may do at all. Whether they may with one clip, each call decides anew. */
export const personShape = z.object({
  user: z.string(),
  name: z.string(),
  /** Roles in force today, each once, with the force's own title where its profile has one. */
  roles: z.array(z.object({ role: z.enum(roles), title: z.string().nullable() })),
  /** What a role in force today has. What is not in this list is not shown. */
  permissions: z.array(z.enum(permissions)),
})

/** Somebody who is signed in. */
export type Person = z.output<typeof personShape>

/** A vault as it can be seen before anybody has opened it. Stands in the open and proves nothing. */
export const vaultAppearanceShape = z.object({
  /** Absolute. */
  folder: z.string(),
  /** The folder's own name, for titles. */
  name: z.string(),
  /** A demonstration: every screen says so. */
  demo: z.boolean(),
  /** Who has a slot; `thisMachineOnly`: the slot also asks for the secret of the machine that it was made on. */
  users: z.array(z.object({ name: z.string(), thisMachineOnly: z.boolean() })),
  /** Another program that has it open now. */
  busy: z.object({ program: z.string(), since: z.string() }).nullable(),
})

/** Why a vault that was chosen cannot be used: a kind of failure, for which the window has the words. */
const problem = z.enum(['vault-missing', 'slots-damaged', 'demo-vault-only', 'not-readable'])

/**
 * Where the window stands. `no-vault`: none was chosen, or the chosen one cannot be used (`problem`). `signed-out`: a vault, and
 * nobody. `locked`: `person` was signed in, and the picture is to be hidden until they or others give a passphrase.
 */
export const windowStateShape = z.object({
  phase: z.enum(['no-vault', 'signed-out', 'locked', 'signed-in']),
  vault: vaultAppearanceShape.nullable(),
  problem: z.object({ kind: problem, folder: z.string() }).nullable(),
  person: personShape.nullable(),
  /** Minutes without a touch after which the session ends; null while no vault is open. */
  idleMinutes: z.number().nullable(),
  /** What the profile calls an area: LPA, Division; null while no vault is open. */
  areaTitle: z.string().nullable(),
  /** What the profile says of every clip; null while no vault is open. */
  clipRules: z.object({ requiredMetadata: z.array(z.enum(metadataFields)), preEventSeconds: z.number() }).nullable(),
  /** A test double of Electron shows the window: demonstration vaults only. */
  standIn: z.boolean(),
  versions: z.object({
    occlude: z.string(),
    /** Null in a test double. */
    electron: z.string().nullable(),
    chromium: z.string().nullable(),
    node: z.string(),
  }),
  /** Policy profiles that come with Occlude. */
  profiles: z.array(z.object({ name: z.string(), title: z.string(), policy: z.string() })),
})

/** Where the window stands. */
export type WindowState = z.output<typeof windowStateShape>

/** Looks of the window that are kept between starts. No personal data. */
export const preferencesShape = z.object({
  theme: z.enum(['system', 'light', 'dark', 'high-contrast']),
  /** 1: as designed. */
  zoom: z.number().min(0.5).max(3),
})

/** Why a vault was locked. `process`: the workstation process ended and was started again; `window`: a page ended by itself. */
const lockReason = z.enum(['asked', 'idle', 'sleep', 'screen-lock', 'sign-out', 'elsewhere', 'process', 'window'])

/** How somebody looks at a picture: turned, enlarged about a point (shares of its sides), brightened. Nothing of it is kept. */
const lookShape = z.object({
  pose: z.object({
    zoom: z.union([z.literal('fit'), z.number().positive().max(100)]),
    centre: z.tuple([z.number(), z.number()]).readonly(),
    turn: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  }),
  aids: z.object({ brightness: z.number().min(0).max(100), contrast: z.number().min(0).max(100) }),
})

/** What the second display shows: a clip at the frame that somebody looks at in the window for work, for the purpose that they gave there. */
export const pictureShape = z.object({
  clip: z.string().max(40),
  reason: reasonText,
  /** The clip's access list was passed over. */
  brokenGlass: z.boolean(),
  frame: z.int().min(0),
  /** Null: as every clip is first seen. */
  look: lookShape.nullable(),
})

/** What the second display shows. */
export type SecondPicture = z.output<typeof pictureShape>

const workShape = z.object({
  kind: z.literal('work'),
  /** Names it in `window.stop-work`; never used twice. */
  work: z.string().max(40),
  /** The vault's method that it is, whether somebody called it or the host runs it by itself. */
  method: z.string().max(60),
  /** `stopped`: somebody ended it, or the vault was locked; `failed`: nobody is waiting for it who would be told why. */
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  progress: progressShape,
  /** At the pace so far; null while nobody can tell. */
  secondsLeft: z.number().nullable(),
})

/** Long work that is under way, or has just ended. */
export type WorkEvent = z.output<typeof workShape>

/** What the host tells of its own accord. */
export const windowEventShape = z.discriminatedUnion('kind', [
  /** The first of every stream; `restarts` counts how often the workstation process was started again since the window opened. */
  z.object({ kind: z.literal('begun'), restarts: z.number() }),
  /** The picture is to be hidden at once. */
  z.object({ kind: z.literal('locked'), why: lockReason }),
  /** Nobody has touched anything for a while; told again each second until touched (then `idle-over`) or locked. */
  z.object({ kind: z.literal('idle-warning'), seconds: z.number() }),
  z.object({ kind: z.literal('idle-over') }),
  /** Something in the window's state changed: ask for it again. */
  z.object({ kind: z.literal('state-changed') }),
  /** How many displays there are, and whether one of them has the window that shows the picture alone. */
  z.object({ kind: z.literal('displays'), displays: z.number(), second: z.boolean() }),
  /** What the window on the second display is to show now; null: nothing. Of several that wait only the latest is told. */
  z.object({ kind: z.literal('picture'), picture: pictureShape.nullable() }),
  /** Long work, whoever began it: told again as it goes on, the last time with another state than `running`. */
  workShape,
  /** How many entries the audit log of the open vault has; `isRefusing`: the last act was not done because its entry could not be written. */
  z.object({ kind: z.literal('log'), entries: z.int().min(0), isRefusing: z.boolean() }),
  z.object({ kind: z.literal('preferences'), preferences: preferencesShape }),
])

/** What the host tells of its own accord. */
export type WindowEvent = z.output<typeof windowEventShape>
