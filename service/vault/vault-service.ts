import type { MethodName, OutputOf } from '../../contract/methods/all.ts'
import type { AuditAction } from '../../core/audit/audit-action.ts'
import { StoreFault, type VaultStore } from '../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { UserId } from '../../core/vault/ids.ts'
import type { UserRecord } from '../../core/vault/user-record.ts'
import { MethodCall } from './call-method.ts'
import type { CallRequest, CallWork } from './handler.ts'
import { handlersOf } from './handlers/all.ts'
import { type QueueWatch, RedactionQueue } from './redaction-queue.ts'
import type { ServicePorts } from './service-ports.ts'
import { Sessions } from './sessions.ts'
import { WorkInHand } from './work-in-hand.ts'

/** Somebody who has just signed in. */
export type SignedIn = { readonly session: string; readonly user: UserRecord }

/** A vault behind its permissions and its log. There is no other way to it for hosts. */
export type VaultService = {
  /** Begins the session of whoever has opened the vault with their passphrase; the host has seen to that. */
  begin(user: UserId): Promise<Result<SignedIn>>
  /** Signs somebody in to a vault that is open already. */
  signIn(name: string, passphrase: string): Promise<Result<SignedIn>>
  signOut(session: string): Promise<Result<void>>
  call<M extends MethodName>(
    session: string,
    name: M,
    request: CallRequest<M>,
    work: CallWork<M>,
  ): Promise<Result<OutputOf<M>>>
  /** Ends sessions that nobody has touched for the profile's minutes; answers how many are left. */
  expireIdle(): Promise<number>
  /** Somebody is there, although they call nothing: a clip plays, a form is filled in. Fails with `not-signed-in`. */
  touch(session: string): Result<void>
  /** Ends every session at once, without an entry each: for a host that locks the vault, whose entry says so. */
  endSessions(): void
  /**
   * Ends what all sessions have open for viewing: to be called before the vault is locked or closed. `lock`: it is about to be locked
   * and job leases stay, so that the queue of redactions goes on where the profile lets it.
   */
  endViewing(next?: 'lock' | 'end'): Promise<void>
}

type SessionEntry = { readonly action: AuditAction; readonly session: string; readonly user: UserRecord }

function noteSession(store: VaultStore, { action, session, user }: SessionEntry): Promise<Result<number>> {
  return store.note({
    action,
    outcome: 'done',
    object: { kind: 'session', id: session },
    reason: null,
    user: { id: user.id, name: user.name },
    role: null,
    session,
  })
}

/** Who uses a session; null where it is over, or they have left. */
async function callerOf(
  { store, profile }: ServicePorts,
  sessions: Sessions,
  session: string,
): Promise<UserRecord | null> {
  const used = sessions.use(session, profile().vault.idleMinutes)
  const user = used.ok ? await store.read.user(used.value.user) : null
  if (user?.disabledAt === null) return user
  sessions.close(session)
  return null
}

/** Puts the service of an open vault together. `watch`: of a host that stays, which works off the queue of redactions; null: no such host. */
export function createVaultService(ports: ServicePorts, watch: QueueWatch | null = null): VaultService {
  const { store } = ports
  const inHand = new WorkInHand(ports)
  const { openings, glass } = inHand
  const handlers = handlersOf(ports, inHand)
  const sessions = new Sessions(ports.elapsed)
  const { redactions, proposing } = inHand
  const queue = watch && new RedactionQueue({ ...ports, redactions, proposing, watch })

  const begin = async (id: UserId): Promise<Result<SignedIn>> => {
    const user = await store.read.user(id)
    if (!user) throw new Error('a user with a slot has no record')
    if (user.disabledAt !== null) return failed({ kind: 'user-disabled', name: user.name })
    const session = ports.newId()
    const noted = await noteSession(store, { action: 'session.sign-in', session, user })
    if (!noted.ok) return noted
    sessions.open(session, user.id)
    proposing.resume(user.id)
    queue?.wake('sign-in')
    return ok({ session, user })
  }

  const ended = async (session: string, user: UserId, action: AuditAction): Promise<Result<void>> => {
    await inHand.end(session)
    const record = await store.read.user(user)
    if (!record) throw new Error('a session without a user')
    const noted = await noteSession(store, { action, session, user: record })
    return noted.ok ? ok(undefined) : noted
  }

  return {
    begin,
    signIn: async (name, passphrase) => {
      const user = await store.signIn(name, passphrase)
      return user.ok ? begin(user.value) : user
    },
    signOut: async (id) => {
      const session = sessions.close(id)
      return session ? ended(id, session.user, 'session.sign-out') : ok(undefined)
    },
    call: async (session, name, request, work) => {
      const user = await callerOf(ports, sessions, session)
      if (user === null) {
        await inHand.close(session)
        return failed({ kind: 'not-signed-in' })
      }
      const release = sessions.busy(session)
      try {
        return await new MethodCall(
          { ...ports, openings, glass },
          { name, caller: { session, user }, request },
          work,
        ).run(handlers)
      } catch (error) {
        if (error instanceof StoreFault) return failed(error.failure)
        throw error
      } finally {
        release()
        if (name === 'redaction.queue') queue?.wake('call')
        // What a call opened while its session was ending is nobody's.
        if (!sessions.has(session)) await inHand.close(session)
      }
    },
    expireIdle: async () => {
      for (const { id, user } of sessions.expire(ports.profile().vault.idleMinutes))
        await ended(id, user, 'session.lock')
      return sessions.count
    },
    touch: (session) => {
      const used = sessions.use(session, ports.profile().vault.idleMinutes)
      return used.ok ? ok(undefined) : used
    },
    endSessions: () => {
      sessions.closeAll()
      inHand.forgetAll()
    },
    endViewing: async (next = 'end') => {
      await queue?.rest(next)
      await inHand.closeAll()
    },
  }
}
