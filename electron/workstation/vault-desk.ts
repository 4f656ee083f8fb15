import type { MethodName, OutputOf } from '../../contract/methods/all.ts'
import type { WindowOutputOf, WindowParsedInputOf } from '../../contract/window/all.ts'
import type { Person } from '../../contract/window/window-shapes.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { UserId } from '../../core/vault/ids.ts'
import { vaultMachine } from '../../hosts/vault-machine.ts'
import type { EngineStarter } from '../../native/engine/engine-process.ts'
import { openVault } from '../../native/vault/host/open-vault.ts'
import type { VaultHost } from '../../native/vault/host/vault-host.ts'
import type { CallRequest, CallWork } from '../../service/vault/handler.ts'
import { lookAtChosen } from './chosen-vault.ts'
import { IdleWatch } from './idle-watch.ts'
import { LogWatch } from './log-watch.ts'
import { makeVault } from './make-vault.ts'
import { type DeskVault, type LockReason, OpenDesk } from './open-desk.ts'
import type { RunningWork } from './running-work.ts'
import type { WindowEvents } from './window-events.ts'

/** What the desk takes from its process. */
export type DeskHost = {
  /** Version of Occlude. */
  readonly software: string
  /** A test double of Electron shows the windows: it opens vaults made for demonstration and refuses all others. */
  readonly standIn: boolean
  readonly noKeyring: boolean
  readonly events: WindowEvents
  /** Whether windows may appear in screenshots: those of a demonstration may. */
  readonly protect: (on: boolean) => void
  readonly noteBug: (error: unknown) => string
  readonly startEngine: EngineStarter
  readonly beginWork: RunningWork['begin']
  /** Monotonic milliseconds, by which is judged whether somebody is there. */
  readonly elapsed: () => number
}

/** How often is looked whether somebody is there (milliseconds). */
const lookEvery = 1_000

/** The vault that the windows show: none, closed, open, locked; and whoever works at it. What is asked of it is done in turn. */
export class VaultDesk {
  readonly #host: DeskHost
  readonly #idle: IdleWatch
  /** How the log of the open vault stands. */
  readonly log: LogWatch
  #folder: string | null = null
  #open: OpenDesk | null = null
  #last: Promise<unknown> = Promise.resolve()

  constructor(host: DeskHost) {
    this.#host = host
    this.log = new LogWatch((event) => host.events.tell(event))
    this.#idle = new IdleWatch(host.elapsed, {
      warn: (seconds) => host.events.tell({ kind: 'idle-warning', seconds }),
      over: () => host.events.tell({ kind: 'idle-over' }),
      lock: () => void this.lock('idle', 'keep'),
    })
    setInterval(() => this.look(), lookEvery).unref()
  }

  get folder(): string | null {
    return this.#folder
  }

  /** The open vault, locked or not; null while it is closed. */
  get open(): OpenDesk | null {
    return this.#open
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  /** Looks whether somebody is there: every second, and by tests whenever they like. */
  look(): void {
    const open = this.#open
    if (!open?.isSignedIn) return
    this.#idle.look(open.idleMinutes)
    this.#lookAtLog(open)
  }

  #lookAtLog({ store }: OpenDesk): void {
    this.log.look(store).catch(this.#host.noteBug)
  }

  /** Takes another vault, closing the one before. */
  choose(folder: string): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const looked = await lookAtChosen(folder, this.#host.standIn)
      if (!looked.ok) return looked
      if (folder !== this.#folder) await this.#close()
      this.#folder = folder
      this.#host.events.tell({ kind: 'state-changed' })
      return ok(undefined)
    })
  }

  /** The vault of the last time; what is wrong with it shows in the state. */
  remember(folder: string | null): void {
    this.#folder = folder
  }

  make(asked: WindowParsedInputOf<'window.create-vault'>): Promise<Result<WindowOutputOf<'window.create-vault'>>> {
    return this.#inTurn(async () => {
      if (this.#host.standIn && !asked.demo) return failed({ kind: 'demo-vault-only' })
      const made = await makeVault(asked, this.#machine())
      if (!made.ok) return made
      await this.#close()
      this.#folder = asked.folder
      const { store, user, sheets, announce } = made.value
      const { vaultId, signer, deviceSecret } = store.facts()
      const begun = await this.#begin({ store, announce, folder: asked.folder }, user)
      return begun.ok ? ok({ person: begun.value, vaultId, signer, deviceSecret, sheets: [...sheets] }) : begun
    })
  }

  signIn(name: string, passphrase: string): Promise<Result<Person>> {
    return this.#inTurn(async () => {
      const folder = this.#folder
      if (folder === null) return failed({ kind: 'vault-missing', name: '' })
      if (this.#open) {
        const signedIn = await this.#open.signIn(name, passphrase)
        return signedIn.ok ? this.#welcome(this.#open) : signedIn
      }
      const place = { folder, demoOnly: this.#host.standIn }
      const opened = await openVault(place, { name, passphrase }, this.#machine())
      return opened.ok ? this.#begin({ ...opened.value, folder }, opened.value.user) : opened
    })
  }

  /** The person whose work was locked goes on. */
  unlock(passphrase: string): Promise<Result<Person>> {
    const person = this.#open?.person
    return person ? this.signIn(person.name, passphrase) : Promise.resolve(failed({ kind: 'not-signed-in' }))
  }

  /** The windows are told first, as when the vault is locked. */
  signOut(): Promise<void> {
    this.#host.events.tell({ kind: 'locked', why: 'sign-out' })
    return this.#inTurn(async () => {
      await this.#close()
      this.#host.events.tell({ kind: 'state-changed' })
    })
  }

  /** The windows are told before the keys are forgotten: the picture goes at once. */
  lock(why: LockReason, leases: 'keep' | 'end'): Promise<void> {
    const open = this.#open
    if (!open) return Promise.resolve()
    this.#host.events.tell({ kind: 'locked', why })
    this.log.forget()
    return this.#inTurn(async () => {
      await open.lock(why, leases)
      this.#host.events.tell({ kind: 'state-changed' })
    })
  }

  touch(by: 'person' | 'playback'): Result<void> {
    if (!this.#open?.isSignedIn) return failed({ kind: 'not-signed-in' })
    if (by === 'person') this.#idle.touch()
    else this.#idle.play(this.#open.playbackMinutes)
    return this.#open.touch()
  }

  async call<M extends MethodName>(name: M, request: CallRequest<M>, work: CallWork<M>): Promise<Result<OutputOf<M>>> {
    const open = this.#open
    if (!open) return failed({ kind: 'not-signed-in' })
    const answer = await open.call(name, request, work)
    if (!answer.ok) this.log.refused(answer.failure, open.store)
    return answer
  }

  /** Closes the vault for good, as the process ends. */
  end(): Promise<void> {
    return this.#inTurn(() => this.#close())
  }

  #machine(): VaultHost {
    return vaultMachine('Occlude', this.#host.software, this.#host.noKeyring)
  }

  async #begin(vault: DeskVault, user: UserId): Promise<Result<Person>> {
    const { noteBug, events, startEngine, beginWork } = this.#host
    const onLock = () => {
      this.log.forget()
      events.tell({ kind: 'locked', why: 'elsewhere' })
      events.tell({ kind: 'state-changed' })
    }
    const desk = await OpenDesk.over(vault, { onLock, noteBug, startEngine, beginWork })
    if (!desk.ok) {
      await vault.store.close()
      return desk
    }
    const begun = await desk.value.begin(user)
    if (!begun.ok) {
      await desk.value.close()
      return begun
    }
    this.#open = desk.value
    return this.#welcome(desk.value)
  }

  #welcome(open: OpenDesk): Result<Person> {
    const { person } = open
    if (!person) throw new Error('somebody has just signed in')
    this.#idle.touch()
    this.#host.protect(!open.store.facts().demo)
    this.#lookAtLog(open)
    this.#host.events.tell({ kind: 'state-changed' })
    return ok(person)
  }

  async #close(): Promise<void> {
    const open = this.#open
    this.#open = null
    this.log.forget()
    if (!open) return
    await open.close()
    this.#host.protect(true)
  }
}
