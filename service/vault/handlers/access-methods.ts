import { decideAccess } from '../../../core/access/decide-access.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { Restriction } from '../../../core/vault/clip-record.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
import { accessObjectOf, accessSubjectOf } from '../access-facts.ts'
import type { CallContext, Handlers } from '../handler.ts'
import { clipRowOf } from './clip-rows.ts'
import { usersNamed } from './edit-methods.ts'
import { nameOf } from './name-of.ts'
import { currentClip, theClip } from './the-clip.ts'

/** Whether somebody might see the clip today if it had no list. */
function mightSee(user: UserRecord, { clips, profile, now }: CallContext<'clip.access'>): boolean {
  const object = { ...accessObjectOf(theClip({ clips }), profile), restriction: null }
  return decideAccess({ subject: accessSubjectOf(user), permission: 'clip.view', object, now: now(), profile }).allowed
}

async function showAccess(context: CallContext<'clip.access'>) {
  const { read } = context.store
  const { restriction } = theClip(context)
  const people = (await read.users()).filter((user) => mightSee(user, context)).map(({ name }) => name)
  const self = context.user.name
  if (restriction === null) return ok({ restriction, people, self })
  const allowed = await Promise.all(restriction.allowed.map((id) => nameOf(read, id)))
  return ok({ restriction: { kind: restriction.kind, allowed }, people, self })
}

async function putRestriction(
  context: CallContext<'clip.restrict' | 'clip.unrestrict'>,
  restrictionOf: (read: CallContext['store']['read']) => Promise<Result<Restriction | null>>,
) {
  const { profile, now } = context
  return context.change(async (write) => {
    const current = await currentClip(write, context)
    if (!current.ok) return current
    const restriction = await restrictionOf(write)
    if (!restriction.ok) return restriction
    const clip = { ...current.value, restriction: restriction.value }
    await write.putClip(clip)
    return ok(await clipRowOf(clip, { read: write, profile, now }))
  })
}

/** Who alone may see a clip: the handlers of `clip.access`, `clip.restrict` and `clip.unrestrict`. */
export const accessHandlers = {
  'clip.access': showAccess,

  'clip.restrict': (context, { kind, allowed }) =>
    putRestriction(context, async (read) => {
      const named = await usersNamed(read, allowed)
      return named.ok ? ok({ kind, allowed: [...new Set([context.user.id, ...named.value])] }) : named
    }),

  'clip.unrestrict': (context) => putRestriction(context, async () => ok(null)),
} satisfies Pick<Handlers, 'clip.access' | 'clip.restrict' | 'clip.unrestrict'>
