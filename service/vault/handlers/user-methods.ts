import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import type { Grant } from '../../../core/access/access-object.ts'
import { mustBeKeptApart } from '../../../core/access/roles.ts'
import { type PolicyProfile, rolesOf } from '../../../core/policy/policy-profile.ts'
import type { Instant } from '../../../core/ports/clock.ts'
import type { VaultReader } from '../../../core/ports/vault/vault-records.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { userId } from '../../../core/vault/ids.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
import type { CallContext, Handlers } from '../handler.ts'
import type { ServicePorts } from '../service-ports.ts'

function userRow({ id, name, knownAs, grants, createdAt, disabledAt }: UserRecord) {
  return { user: id, name, knownAs: [...knownAs], grants: [...grants], createdAt, disabledAt }
}

/** What is wrong with roles that somebody is to have: not in the profile, or footage together with watching over others. */
function grantsProblem(grants: readonly Grant[], profile: PolicyProfile): Result<void> {
  const known = rolesOf(profile)
  const stranger = grants.find(({ role }) => !known.includes(role))
  if (stranger)
    return failed({
      kind: 'usage',
      detail: `the profile ${profile.name} has no ${stranger.role}; it has ${known.join(', ')}`,
    })
  return mustBeKeptApart(grants.map(({ role }) => role)) ? failed({ kind: 'roles-clash' }) : ok(undefined)
}

/** A person, as the log names them. */
function logged({ id }: Pick<UserRecord, 'id'>) {
  return { kind: 'user', id } as const
}

function administers({ grants, disabledAt }: UserRecord, now: Instant): boolean {
  const open = grants.filter(({ role }) => role === 'administrator')
  return disabledAt === null && open.some(({ from, until }) => (from ?? now) <= now && (until === null || until > now))
}

/** True when nobody else could let people in or out. */
async function isLastAdministrator(read: VaultReader, user: UserRecord, now: Instant): Promise<boolean> {
  const others = (await read.users()).filter(({ id }) => id !== user.id)
  return administers(user, now) && !others.some((other) => administers(other, now))
}

async function named(read: VaultReader, name: string): Promise<Result<UserRecord>> {
  const user = await read.userByName(name)
  return user ? ok(user) : failed({ kind: 'no-such-user', name })
}

async function disable(context: CallContext<'user.disable'>, { name }: ParsedInputOf<'user.disable'>) {
  const { store, now } = context
  const found = await named(store.read, name)
  if (!found.ok) return found
  const user = { ...found.value, disabledAt: found.value.disabledAt ?? now() }
  if (await isLastAdministrator(store.read, found.value, now())) return failed({ kind: 'last-administrator' } as const)
  if (found.value.disabledAt === null) {
    const draft = context.draft('user.disable', { object: { kind: 'user', id: user.id }, outcome: 'done' })
    const gone = await store.change(draft, async (write, stageSlots) => {
      const removed = await stageSlots({ kind: 'remove', user: user.id })
      if (!removed.ok) return removed
      await write.putUser(user)
      await write.putSettings({ rotationDue: true })
      return ok(undefined)
    })
    if (!gone.ok) return gone
  }
  const rotation = context.draft('vault.rotate', { object: { kind: 'user', id: user.id }, outcome: 'done' })
  const rotated = await store.rotate(rotation, context.work)
  return rotated.ok ? ok(userRow(user)) : rotated
}

/** Who may use the vault: the handlers of `user.*`. */
export function userHandlers({ newId }: Pick<ServicePorts, 'newId'>) {
  return {
    'user.list': async ({ store }) => ok({ users: (await store.read.users()).map(userRow) }),

    'user.add': async (context, { name, grants, passphrase, knownAs = [] }) => {
      const { store, profile, now } = context
      const possible = grantsProblem(grants, profile)
      if (!possible.ok) return possible
      if (await store.read.userByName(name)) return failed({ kind: 'user-exists', name })
      const user = { id: userId(newId()), name, knownAs, grants, createdAt: now(), disabledAt: null }
      return context.change(async (write, stageSlots) => {
        const added = await stageSlots({ kind: 'add', user: user.id, name, passphrase })
        if (!added.ok) return added
        await write.putUser(user)
        return ok(userRow(user))
      }, logged(user))
    },

    'user.disable': disable,

    'user.role': async (context, { name, grants }) => {
      const { store, profile, now } = context
      const possible = grantsProblem(grants, profile)
      if (!possible.ok) return possible
      const found = await named(store.read, name)
      if (!found.ok) return found
      const user = { ...found.value, grants }
      if (!administers(user, now()) && (await isLastAdministrator(store.read, found.value, now())))
        return failed({ kind: 'last-administrator' })
      return context.change(async (write) => {
        await write.putUser(user)
        return ok(userRow(user))
      }, logged(user))
    },

    'user.known-as': async (context, { name, knownAs }) => {
      const found = await named(context.store.read, name)
      if (!found.ok) return found
      return context.change(async (write) => {
        const user = { ...found.value, knownAs }
        await write.putUser(user)
        return ok(userRow(user))
      }, logged(found.value))
    },

    'user.passphrase': (context, { oldPassphrase, newPassphrase }) =>
      context.change(async (_write, stageSlots) => {
        const { id } = context.user
        const replaced = await stageSlots({ kind: 'replace', user: id, oldPassphrase, newPassphrase })
        return replaced.ok ? ok({}) : replaced
      }),

    'user.recover': async (context, { name, shares, newPassphrase }) => {
      const found = await named(context.store.read, name)
      if (!found.ok) return found
      const { id } = found.value
      if (found.value.disabledAt !== null) return failed({ kind: 'user-disabled', name })
      return context.change(async (_write, stageSlots) => {
        const recovered = await stageSlots({ kind: 'recover', user: id, name: found.value.name, shares, newPassphrase })
        return recovered.ok ? ok({}) : recovered
      }, logged(found.value))
    },
  } satisfies Pick<
    Handlers,
    'user.list' | 'user.add' | 'user.disable' | 'user.role' | 'user.known-as' | 'user.passphrase' | 'user.recover'
  >
}
