import process from 'node:process'
import type { MethodName, OutputOf } from '../../contract/methods/all.ts'
import type { Person, WindowEvent, WindowState } from '../../contract/window/window-shapes.ts'
import { permissionsToday, rolesToday } from '../../core/access/own-permissions.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { UserRecord } from '../../core/vault/user-record.ts'
import { lastingServiceOver, type ProfileInForce } from '../../hosts/service-over.ts'
import { VaultHolder } from '../../hosts/vault-holder.ts'
import { machineNow, newId } from '../../hosts/vault-machine.ts'
import type { EngineStarter } from '../../native/engine/engine-process.ts'
import type { OpenedVault } from '../../native/vault/host/open-vault.ts'
import { accessSubjectOf } from '../../service/vault/access-facts.ts'
import type { CallRequest, CallWork } from '../../service/vault/handler.ts'
import type { SignedIn, VaultService } from '../../service/vault/vault-service.ts'
import type { RunningWork } from './running-work.ts'

/** Why a vault is locked, as windows are told. */
export type LockReason = Extract<WindowEvent, { kind: 'locked' }>['why']

/** A vault that was opened or made just now. */
export type DeskVault = Pick<OpenedVault, 'store' | 'announce'> & { readonly folder: string }

/** What an open vault tells of its own accord. */
export type DeskTold = {
  /** Somebody locks it over the socket: told before the keys are forgotten. */
  readonly onLock: () => void
  readonly noteBug: (error: unknown) => string
  readonly startEngine: EngineStarter
  /** Long work of the vault's own begins, which nobody has called; `stop` ends it. */
  readonly beginWork: RunningWork['begin']
}

type Served = { readonly service: VaultService; readonly profile: ProfileInForce }

/** A vault that this process has open, and whoever works at it. One person at a time, in however many windows. */
export class OpenDesk {
  readonly store: VaultStore
  readonly #service: VaultService
  readonly #profile: ProfileInForce
  readonly #holder: VaultHolder | null
  #signedIn: SignedIn | null = null
  #last: UserRecord | null = null

  private constructor({ service, profile }: Served, store: VaultStore, holder: VaultHolder | null) {
    this.store = store
    this.#service = service
    this.#profile = profile
    this.#holder = holder
  }

  /** Puts the service over an open vault, and lets commands of this system user come to it over its socket. */
  static async over({ store, folder, announce }: DeskVault, told: DeskTold): Promise<Result<OpenDesk>> {
    const watches = {
      decoding: (stop: () => void) => told.beginWork('clip.decode', stop),
      queue: (stop: () => void) => told.beginWork('redaction.queue', stop),
    }
    const made = await lastingServiceOver(store, watches, told.startEngine)
    if (!made.ok) return made
    const { service, profile } = made.value
    const onBug = (error: unknown): void => void told.noteBug(error)
    const held = await VaultHolder.open({ folder, store, service, profile, announce, onLock: told.onLock, onBug })
    // Without a socket the window works all the same; commands then find the vault in use.
    if (!held.ok) process.emitWarning(`commands cannot reach the vault: ${held.failure.kind}`)
    return ok(new OpenDesk(made.value, store, held.ok ? held.value : null))
  }

  get idleMinutes(): number {
    return this.#profile.current.vault.idleMinutes
  }

  get playbackMinutes(): number {
    return this.#profile.current.vault.playbackMinutes
  }

  get areaTitle(): string {
    return this.#profile.current.titles.area
  }

  get clipRules(): NonNullable<WindowState['clipRules']> {
    const { requiredMetadata, preEventSeconds } = this.#profile.current
    return { requiredMetadata: [...requiredMetadata], preEventSeconds }
  }

  get isSignedIn(): boolean {
    return this.#signedIn !== null && !this.store.locked()
  }

  /** Whoever is signed in, or was when the vault was locked. */
  get person(): Person | null {
    const user = this.#signedIn?.user ?? this.#last
    if (!user) return null
    const subject = accessSubjectOf(user)
    const [now, profile] = [machineNow(), this.#profile.current]
    const titles = profile.titles.roles
    const roles = rolesToday(subject, now).map((role) => ({ role, title: titles[role] ?? null }))
    return { user: user.id, name: user.name, roles, permissions: [...permissionsToday(subject, now, profile)] }
  }

  /** Begins the session of whoever has just opened the vault. */
  async begin(user: UserRecord['id']): Promise<Result<void>> {
    const begun = await this.#service.begin(user)
    if (begun.ok) await this.#take(begun.value)
    return begun.ok ? ok(undefined) : begun
  }

  /** Signs in to a vault that is open, or locked. */
  async signIn(name: string, passphrase: string): Promise<Result<void>> {
    if (this.store.locked()) {
      const user = await this.store.unlock(name, passphrase)
      return user.ok ? this.begin(user.value) : user
    }
    const signedIn = await this.#service.signIn(name, passphrase)
    if (signedIn.ok) await this.#take(signedIn.value)
    return signedIn.ok ? ok(undefined) : signedIn
  }

  async #take(signedIn: SignedIn): Promise<void> {
    if (this.#signedIn) await this.#service.signOut(this.#signedIn.session)
    this.#signedIn = signedIn
    this.#last = signedIn.user
  }

  /** Whoever worked here is gone, and nobody is to see that they did. */
  async signOut(): Promise<void> {
    await this.#service.endViewing()
    if (this.#signedIn && !this.store.locked()) await this.#service.signOut(this.#signedIn.session)
    this.#signedIn = null
    this.#last = null
  }

  /** Hangs up on commands, signs out and closes the vault. */
  async close(): Promise<void> {
    await this.#holder?.close()
    await this.signOut()
    await this.store.close()
  }

  /** Forgets the keys; jobs keep what their leases hold, unless the machine itself goes. */
  async lock(why: LockReason, leases: 'keep' | 'end'): Promise<void> {
    const { user, session } = this.#signedIn ?? { user: null, session: null }
    this.#signedIn = null
    await this.#service.endViewing(leases === 'keep' ? 'lock' : 'end')
    this.#service.endSessions()
    // Locked already: what leases hold goes all the same where the machine goes.
    if (this.store.locked() && leases === 'keep') return
    const locked = await this.store.lock(
      {
        action: 'session.lock',
        outcome: 'done',
        object: session === null ? null : { kind: 'session', id: session },
        reason: null,
        user: user && { id: user.id, name: user.name },
        role: null,
        session: session ?? newId(),
        detail: { why },
      },
      leases,
    )
    // Locked it is all the same; that the entry is missing shows at the next opening.
    if (!locked.ok) process.emitWarning(`the lock could not be logged: ${locked.failure.kind}`)
  }

  /** Somebody is there. */
  touch(): Result<void> {
    return this.#signedIn ? this.#service.touch(this.#signedIn.session) : failed({ kind: 'not-signed-in' })
  }

  async call<M extends MethodName>(name: M, request: CallRequest<M>, work: CallWork<M>): Promise<Result<OutputOf<M>>> {
    if (!this.#signedIn) return failed({ kind: this.store.locked() ? 'vault-locked' : 'not-signed-in' })
    const answer = await this.#service.call(this.#signedIn.session, name, request, work)
    if (name === 'vault.profile') await this.#profile.refresh(this.store)
    return answer
  }
}
