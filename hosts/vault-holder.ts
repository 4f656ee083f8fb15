import { randomUUID } from 'node:crypto'
import { type HolderInputOf, holderMethods } from '../contract/holder/holder-methods.ts'
import type { MethodName } from '../contract/methods/all.ts'
import { serveWire } from '../contract/wire/serve-wire.ts'
import type { VaultStore } from '../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { SocketEnd } from '../native/vault/socket/socket-end.ts'
import { knownBounds, openVaultSocket, type VaultSocket } from '../native/vault/socket/vault-socket.ts'
import type { CallRequest, CallWork } from '../service/vault/handler.ts'
import type { VaultService } from '../service/vault/vault-service.ts'
import type { ProfileInForce } from './service-over.ts'
import { newId } from './vault-machine.ts'

/** What a vault that is open in this process lends those who come over its socket. */
export type HeldParts = {
  readonly folder: string
  readonly store: VaultStore
  readonly service: VaultService
  readonly profile: ProfileInForce
  readonly announce: (socket: string | null) => Promise<Result<void>>
  /** Told before the keys are forgotten. */
  readonly onLock?: () => void
  readonly onBug: (error: unknown, id: string) => void
}

/** How often is looked whether somebody is there (milliseconds). */
const lookEvery = 5_000

type AnyCall = {
  readonly name: string
  readonly input: unknown
  readonly reason: string | null
  readonly breakGlass: boolean
}

/** Somebody who came over the socket: one person, as long as the connection lasts. */
class Visitor {
  readonly #parts: HeldParts
  readonly #end: SocketEnd
  readonly #lock: () => Promise<Result<{ wasOpen: boolean }>>
  #session: string | null = null
  #gone = false

  constructor(parts: HeldParts, end: SocketEnd, lock: () => Promise<Result<{ wasOpen: boolean }>>) {
    this.#parts = parts
    this.#end = end
    this.#lock = lock
  }

  answer(call: AnyCall, work: CallWork): Promise<Result<unknown>> {
    if (call.name === 'holder.sign-in') return this.#signIn(call.input as HolderInputOf<'holder.sign-in'>)
    if (call.name === 'holder.lock') return this.#lock()
    return this.#call(call.name as MethodName, call, work)
  }

  async #signIn({ name, passphrase }: HolderInputOf<'holder.sign-in'>): Promise<Result<unknown>> {
    const { store, service } = this.#parts
    await this.leave()
    const begun = await (store.locked() ? this.#unlock(name, passphrase) : service.signIn(name, passphrase))
    if (!begun.ok) return begun
    this.#session = begun.value.session
    if (this.#gone) await this.leave()
    else this.#end.allow(knownBounds)
    return ok({ user: begun.value.user.id })
  }

  async #unlock(name: string, passphrase: string): ReturnType<VaultService['signIn']> {
    const { store, service } = this.#parts
    const user = await store.unlock(name, passphrase)
    return user.ok ? service.begin(user.value) : user
  }

  async #call(name: MethodName, { input, reason, breakGlass }: AnyCall, work: CallWork): Promise<Result<unknown>> {
    const { service, store, profile } = this.#parts
    if (store.locked()) return failed({ kind: 'vault-locked' })
    if (this.#session === null) return failed({ kind: 'not-signed-in' })
    const request = { input, reason, breakGlass } as CallRequest
    const answer = await service.call(this.#session, name, request, work)
    if (name === 'vault.profile') await profile.refresh(store)
    return answer
  }

  /** The session ends; where the vault is locked, it has ended already. */
  async leave(gone = false): Promise<void> {
    this.#gone ||= gone
    const session = this.#session
    this.#session = null
    if (session !== null && !this.#parts.store.locked()) await this.#parts.service.signOut(session)
  }
}

/** A vault that is held open for this system user's commands, over its socket. */
export class VaultHolder {
  readonly #parts: HeldParts
  readonly #open = new Map<SocketEnd, Promise<void>>()
  #socket: VaultSocket | null = null
  #timer: NodeJS.Timeout | null = null
  #emptySince: number | null = null

  private constructor(parts: HeldParts) {
    this.#parts = parts
  }

  /** Begins to take calls, and says so in the vault's lock. Fails with `not-writable`, `disk-full`, `file-exists`. */
  static async open(parts: HeldParts): Promise<Result<VaultHolder>> {
    const holder = new VaultHolder(parts)
    const socket = await openVaultSocket(parts.folder, (end) => holder.#welcome(end))
    if (!socket.ok) return socket
    const announced = await parts.announce(socket.value.address)
    if (!announced.ok) {
      await socket.value.close()
      return announced
    }
    holder.#socket = socket.value
    return ok(holder)
  }

  /** Path of the socket, or name of the pipe. */
  get address(): string {
    return this.#socket?.address ?? ''
  }

  /** Ends idle sessions, and locks the vault when nobody has been signed in for the profile's minutes; until `close`. */
  watch(elapsed: () => number): void {
    this.#timer = setInterval(() => {
      this.look(elapsed()).catch((error: unknown) => this.#parts.onBug(error, randomUUID().slice(0, 8)))
    }, lookEvery)
    this.#timer.unref()
  }

  /** Looks whether somebody is there; `now` in monotonic milliseconds. */
  async look(now: number): Promise<void> {
    const { store, service, profile } = this.#parts
    if (store.locked()) return
    if ((await service.expireIdle()) > 0) {
      this.#emptySince = null
      return
    }
    this.#emptySince ??= now
    if (now - this.#emptySince >= profile.current.vault.idleMinutes * 60_000) await this.lock('idle')
  }

  #welcome(end: SocketEnd): void {
    const { onBug } = this.#parts
    const visitor = new Visitor(this.#parts, end, () => this.lock('asked'))
    const noteBug = (error: unknown): string => {
      const id = randomUUID().slice(0, 8)
      onBug(error, id)
      return id
    }
    const answer = (call: AnyCall, work: unknown) => visitor.answer(call, work as CallWork)
    const served = serveWire(end, holderMethods, { answer: answer as never, noteBug })
    const left = served.ended
      .then(() => visitor.leave(true))
      .catch((error: unknown) => void noteBug(error))
      .finally(() => this.#open.delete(end))
    this.#open.set(end, left)
  }

  /** Signs everybody out and forgets the keys; jobs keep what their leases hold. `wasOpen`: false where it was locked already. */
  async lock(why: 'idle' | 'asked'): Promise<Result<{ wasOpen: boolean }>> {
    const { store, service, onLock } = this.#parts
    this.#emptySince = null
    if (store.locked()) return ok({ wasOpen: false })
    onLock?.()
    await service.endViewing('lock')
    service.endSessions()
    const locked = await store.lock({
      action: 'session.lock',
      outcome: 'done',
      object: null,
      reason: null,
      user: null,
      role: null,
      session: newId(),
      detail: { why },
    })
    return locked.ok ? ok({ wasOpen: true }) : locked
  }

  /** Hangs up on everybody, whose calls are stopped, and takes no more. The vault itself stays open. */
  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#parts.announce(null)
    await this.#socket?.close()
    const leaving = [...this.#open.values()]
    for (const end of this.#open.keys()) end.close()
    await Promise.all(leaving)
  }
}
