import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import { clipQuery } from '../../../contract/vault-schemas.ts'
import { permissionsOf } from '../../../core/policy/policy-profile.ts'
import type { VaultReader } from '../../../core/ports/vault/vault-records.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { Bookmark, SavedFilter } from '../../../core/vault/viewing-record.ts'
import type { CallContext, Handlers } from '../handler.ts'
import type { ServicePorts } from '../service-ports.ts'
import { nameOf } from './name-of.ts'
import { theClip } from './the-clip.ts'

type DeskPorts = Pick<ServicePorts, 'newId'>

function showSession({ user, profile, store, now }: CallContext<'session.show'>) {
  const at = now()
  const held = user.grants.filter(({ from, until }) => (from ?? at) <= at && (until === null || until > at))
  const roles = [...new Set(held.map(({ role }) => role))]
  const permissions = [...new Set(roles.flatMap((role) => permissionsOf(profile, role)))]
  const { idleMinutes } = profile.vault
  return ok({ name: user.name, roles, permissions, idleMinutes, demo: store.facts().demo })
}

async function bookmarkRow({ store, user }: Pick<CallContext, 'store' | 'user'>, bookmark: Bookmark) {
  const { id, frame, seconds, text, madeBy, madeAt, changedAt } = bookmark
  const by = await nameOf(store.read, madeBy)
  return { bookmark: id, frame, seconds, text, by, own: madeBy === user.id, at: madeAt, changedAt }
}

/** A bookmark of the call's clip that is the caller's own. */
async function ownBookmark(
  read: VaultReader,
  { clips, user }: Pick<CallContext, 'clips' | 'user'>,
  id: string,
): Promise<Result<Bookmark>> {
  const found = (await read.bookmarks(theClip({ clips }).id)).find((each) => each.id === id)
  if (!found) return failed({ kind: 'no-such-bookmark' })
  return found.madeBy === user.id
    ? ok(found)
    : failed({ kind: 'not-permitted', permission: 'clip.view', why: 'not-own' })
}

async function putBookmark(
  context: CallContext<'bookmark.put'>,
  { bookmark: id, frame, seconds, text }: ParsedInputOf<'bookmark.put'>,
  { newId }: DeskPorts,
) {
  const { user, now } = context
  const clip = theClip(context).id
  return context.change(async (write) => {
    const before = id === null ? ok(null) : await ownBookmark(write, context, id)
    if (!before.ok) return before
    const place = { clip, frame, seconds, text }
    const bookmark = before.value
      ? { ...before.value, ...place, changedAt: now() }
      : { ...place, id: newId(), madeBy: user.id, madeAt: now(), changedAt: null }
    await write.putBookmark(bookmark)
    return ok(await bookmarkRow(context, bookmark))
  })
}

/** A filter as its owner sees it; one that this version cannot read is left out. */
function filterRow({ id, name, query }: SavedFilter) {
  const read = clipQuery.omit({ limit: true, after: true }).safeParse(JSON.parse(query))
  return read.success ? { filter: id, name, query: read.data } : null
}

async function putFilter(
  context: CallContext<'filter.put'>,
  { name, query }: ParsedInputOf<'filter.put'>,
  { newId }: DeskPorts,
) {
  const { user, now } = context
  return context.change(async (write) => {
    const same = (await write.savedFilters(user.id)).find((each) => each.name === name)
    const id = same?.id ?? newId()
    await write.putSavedFilter({ id, owner: user.id, name, query: JSON.stringify(query), savedAt: now() })
    return ok({ filter: id, name, query })
  })
}

async function setClock(context: CallContext<'clip.set-clock'>, seconds: number) {
  const { user, now } = context
  const clip = theClip(context).id
  return context.change(async (write) => {
    const told = { clip, seconds, reason: context.reason ?? '', recordedBy: user.id, recordedAt: now() }
    await write.putClockOffset(told)
    return ok({ seconds })
  })
}

async function listNotices({ store }: CallContext<'notice.list'>) {
  const notices = []
  for (const { id, clip, by, at, reason, seenAt } of await store.read.notices())
    notices.push({ notice: id, clip, by: await nameOf(store.read, by), at, reason, seenAt })
  return ok({ notices: notices.toReversed() })
}

async function seeNotice(context: CallContext<'notice.seen'>, id: string) {
  return context.change(async (write) => {
    const notice = (await write.notices()).find((each) => each.id === id)
    if (!notice) return failed({ kind: 'no-such-notice' } as const)
    const seenAt = notice.seenAt ?? context.now()
    await write.putNotice({ ...notice, seenAt })
    return ok({ seenAt })
  })
}

/** What somebody's desk holds beside the clips: the handlers of `session.show`, `bookmark.*`, `filter.*`, `notice.*`, the camera's clock. */
export function deskHandlers(ports: DeskPorts) {
  return {
    'session.show': async (context) => showSession(context),

    'bookmark.list': async (context) => {
      const found = await context.store.read.bookmarks(theClip(context).id)
      return ok({ bookmarks: await Promise.all(found.map((each) => bookmarkRow(context, each))) })
    },
    'bookmark.put': (context, input) => putBookmark(context, input, ports),
    'bookmark.remove': (context, { bookmark }) =>
      context.change(async (write) => {
        const own = await ownBookmark(write, context, bookmark)
        if (!own.ok) return own
        await write.removeBookmark(bookmark)
        return ok({})
      }),

    'filter.list': async ({ store, user }) => {
      const rows = (await store.read.savedFilters(user.id)).map(filterRow)
      return ok({ filters: rows.filter((row) => row !== null) })
    },
    'filter.put': (context, input) => putFilter(context, input, ports),
    'filter.remove': (context, { filter }) =>
      context.change(async (write) => {
        const own = (await write.savedFilters(context.user.id)).find(({ id }) => id === filter)
        if (!own) return failed({ kind: 'no-such-filter' })
        await write.removeSavedFilter(own.id)
        return ok({})
      }),

    'clip.clock': async (context) => {
      const told = await context.store.read.clockOffset(theClip(context).id)
      if (!told) return ok({ seconds: 0, by: null, at: null })
      return ok({ seconds: told.seconds, by: await nameOf(context.store.read, told.recordedBy), at: told.recordedAt })
    },
    'clip.set-clock': (context, { seconds }) => setClock(context, seconds),

    'notice.list': listNotices,
    'notice.seen': (context, { notice }) => seeNotice(context, notice),
  } satisfies Pick<
    Handlers,
    | 'session.show'
    | `bookmark.${'list' | 'put' | 'remove'}`
    | `filter.${'list' | 'put' | 'remove'}`
    | 'clip.clock'
    | 'clip.set-clock'
    | 'notice.list'
    | 'notice.seen'
  >
}
