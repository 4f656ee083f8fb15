import { z } from 'zod'

const purpose = z.string().max(40)

/** What the main process tells the workstation process. A message `window` comes with that window's port. */
export const toWorkstation = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    /** Folder for the window's preferences, absolute. */
    preferences: z.string(),
    occlude: z.string(),
    /** How often this process was started before. */
    restarts: z.number(),
    displays: z.number(),
    second: z.boolean(),
    /** A vault named on the command line, absolute. */
    vault: z.string().nullable(),
  }),
  z.object({ kind: z.literal('window'), window: z.number() }),
  z.object({ kind: z.literal('lock'), why: z.enum(['sleep', 'screen-lock', 'window']) }),
  /** How many displays there are, and whether the window for the picture alone is on one of them. */
  z.object({ kind: z.literal('displays'), displays: z.number(), second: z.boolean() }),
  /** Comes with the port to an engine process that was asked for. */
  z.object({ kind: z.literal('engine'), engine: z.number() }),
  z.object({ kind: z.literal('engine-ended'), engine: z.number() }),
  /** Everything is to be closed; the process ends by itself. */
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('chosen'), request: z.number(), paths: z.array(z.string()) }),
])

/** What the main process tells the workstation process. */
export type ToWorkstation = z.output<typeof toWorkstation>

/** What the workstation process tells the main process. */
export const fromWorkstation = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('choose'),
    request: z.number(),
    window: z.number(),
    what: z.enum(['files', 'folder']),
    purpose,
  }),
  /** An engine process is wanted; its number is the workstation process's own. */
  z.object({ kind: z.literal('start-engine'), engine: z.number() }),
  z.object({ kind: z.literal('end-engine'), engine: z.number() }),
  /** The window for the picture alone is wanted on the second display, or not any more. */
  z.object({ kind: z.literal('second-display'), show: z.boolean() }),
  /** Whether windows are left out of screenshots and recordings. */
  z.object({ kind: z.literal('protect'), on: z.boolean() }),
])

/** What the workstation process tells the main process. */
export type FromWorkstation = z.output<typeof fromWorkstation>
