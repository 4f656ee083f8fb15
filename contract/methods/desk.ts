import { z } from 'zod'
import { permissions } from '../../core/access/permissions.ts'
import { roles } from '../../core/access/roles.ts'
import { method } from '../method.ts'
import { frameCount } from '../schema-parts.ts'
import { clipIdText, clipQuery, idText, typed } from '../vault-schemas.ts'

const nothing = z.object({})
const noClip = () => []
const theClip = ({ clip }: { readonly clip: string }) => [clip]

/** Most clips whose posters are shown at once: a screen of them. */
const mostPosters = 60

/** A note: several lines, and no other control characters. */
const noteText = z
  .string()
  .max(2_000)
  .regex(/^[\n\P{Cc}]*$/u, { message: 'expected no control characters' })

const bookmarkRow = z.object({
  bookmark: z.string(),
  frame: z.number().nullable(),
  seconds: z.number(),
  text: z.string(),
  by: z.string(),
  /** Made by whoever asks, who alone may change or remove it. */
  own: z.boolean(),
  at: z.string(),
  changedAt: z.string().nullable(),
})

const query = clipQuery.omit({ limit: true, after: true, offset: true })
const filterRow = z.object({ filter: z.string(), name: z.string(), query })

/** What somebody's desk in the workstation holds: who they are, their bookmarks and filters, posters of what they search. */
export const deskMethods = {
  /** Who is signed in and what they may do at all, so that a window leaves out the rest; every call is judged all the same. */
  'session.show': method({
    kind: 'read',
    input: nothing,
    output: z.object({
      name: z.string(),
      roles: z.array(z.enum(roles)),
      permissions: z.array(z.enum(permissions)),
      idleMinutes: z.number(),
      demo: z.boolean(),
    }),
    failures: [],
    permission: 'own.session',
    audit: 'session.show',
    reason: 'optional',
    clips: noClip,
  }),
  /** The posters of a page of a search; one entry of the log names the clips that were shown (R18). */
  'clip.page-posters': method({
    kind: 'work',
    input: z.object({ clips: z.array(clipIdText).min(1).max(mostPosters) }),
    output: z.object({
      posters: z.array(
        z.object({
          clip: z.string(),
          /** Its category asks for it to stay blurred until somebody asks to see it. */
          distressing: z.boolean(),
          /** Null: there is none, or the asker may not see it. */
          frame: frameCount.nullable(),
          png: z.string().nullable(),
        }),
      ),
    }),
    failures: ['object-damaged', 'object-missing'],
    permission: 'clip.view',
    audit: 'clip.poster',
    reason: 'required',
    clips: noClip,
  }),
  'bookmark.list': method({
    kind: 'read',
    input: z.object({ clip: clipIdText }),
    output: z.object({ bookmarks: z.array(bookmarkRow) }),
    failures: [],
    permission: 'clip.view',
    audit: 'bookmark.list',
    reason: 'optional',
    clips: theClip,
  }),
  /** Makes a bookmark, or with `bookmark` changes one's own. */
  'bookmark.put': method({
    kind: 'change',
    input: z.object({
      clip: clipIdText,
      bookmark: idText.nullable(),
      frame: frameCount.nullable(),
      seconds: z.number().min(-86_400).max(864_000),
      text: noteText,
    }),
    output: bookmarkRow,
    failures: ['no-such-bookmark', 'not-permitted'],
    permission: 'clip.view',
    audit: 'bookmark.put',
    reason: 'optional',
    clips: theClip,
  }),
  'bookmark.remove': method({
    kind: 'change',
    input: z.object({ clip: clipIdText, bookmark: idText }),
    output: nothing,
    failures: ['no-such-bookmark', 'not-permitted'],
    permission: 'clip.view',
    audit: 'bookmark.remove',
    reason: 'optional',
    clips: theClip,
  }),
  'filter.list': method({
    kind: 'read',
    input: nothing,
    output: z.object({ filters: z.array(filterRow) }),
    failures: [],
    permission: 'library',
    audit: 'filter.list',
    reason: 'optional',
    clips: noClip,
  }),
  /** Saves a filter of one's own; one of that name is replaced. */
  'filter.put': method({
    kind: 'change',
    input: z.object({ name: typed.max(100), query }),
    output: filterRow,
    failures: [],
    permission: 'library',
    audit: 'filter.put',
    reason: 'optional',
    clips: noClip,
  }),
  'filter.remove': method({
    kind: 'change',
    input: z.object({ filter: idText }),
    output: nothing,
    failures: ['no-such-filter'],
    permission: 'library',
    audit: 'filter.remove',
    reason: 'optional',
    clips: noClip,
  }),
  /** How far the camera's clock was off; what is shown changes, never the clip's own date. */
  'clip.clock': method({
    kind: 'read',
    input: z.object({ clip: clipIdText }),
    output: z.object({ seconds: z.number(), by: z.string().nullable(), at: z.string().nullable() }),
    failures: [],
    permission: 'library',
    audit: 'clip.show',
    reason: 'optional',
    clips: theClip,
  }),
  'clip.set-clock': method({
    kind: 'change',
    input: z.object({ clip: clipIdText, seconds: z.number().min(-864_000_000).max(864_000_000) }),
    output: z.object({ seconds: z.number() }),
    failures: [],
    permission: 'clip.edit',
    audit: 'clip.clock',
    reason: 'required',
    clips: theClip,
  }),
  /** Broken glass, for those who are to be told of it. */
  'notice.list': method({
    kind: 'read',
    input: nothing,
    output: z.object({
      notices: z.array(
        z.object({
          notice: z.string(),
          clip: z.string(),
          by: z.string(),
          at: z.string(),
          reason: z.string(),
          seenAt: z.string().nullable(),
        }),
      ),
    }),
    failures: [],
    permission: 'vault.profile',
    audit: 'notice.list',
    reason: 'optional',
    clips: noClip,
  }),
  'notice.seen': method({
    kind: 'change',
    input: z.object({ notice: idText }),
    output: z.object({ seenAt: z.string() }),
    failures: ['no-such-notice'],
    permission: 'vault.profile',
    audit: 'notice.seen',
    reason: 'optional',
    clips: noClip,
  }),
} as const
