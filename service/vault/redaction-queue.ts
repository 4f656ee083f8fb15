import { StoreFault, StoreLocked, type VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import type { QueuedRedaction } from '../../core/redaction/redaction-queue.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { PassWatch } from './background-decoding.ts'
import { endedWhen, withClip } from './handlers/engine-methods.ts'
import { indexOf } from './handlers/proposing-methods.ts'
import { framesOf } from './handlers/redaction-list.ts'
import { ProposeTracks } from './propose-tracks.ts'
import type { ProposeRun, Proposing, ProposingState } from './proposing.ts'
import {
  beginTurn,
  endTurn,
  interruptTurn,
  isOfVault,
  isSigned,
  keepFailure,
  rowOf,
  type Turn,
  type TurnPorts,
} from './queue-turn.ts'
import type { Redactions } from './redactions.ts'
import type { ServicePorts } from './service-ports.ts'
import { StopSwitch } from './stop-switch.ts'
import { ThroughLock } from './through-lock.ts'

/** A host that stays is told of the queue: of each pass, and of bugs, which have no caller. */
export type QueueWatch = {
  /** A pass begins; `stop` ends it early, until something wakes the next. */
  readonly begin: (stop: () => void) => PassWatch
  readonly onFault: (error: unknown) => void
}

/** What the queue is worked off with. */
export type QueuePorts = TurnPorts &
  Pick<ServicePorts, 'now' | 'elapsed' | 'after' | 'engine'> & {
    readonly store: VaultStore
    readonly redactions: Redactions
    readonly proposing: Proposing
    readonly watch: QueueWatch
  }

/** As many threads as there are: one clip at a time has the machine to itself. */
const anyEngine = { threads: null, models: null }

/** Somebody who is never asked to stop: the job itself is. */
const unstopped = new StopSwitch()

/** How far a pass has come: frames of the clips that are through, the one at hand, and those that wait. */
class QueueTally {
  #clips = 0
  #frames = 0

  passed(frames: number): void {
    this.#clips += 1
    this.#frames += frames
  }

  progress(done: number, waiting: { readonly clips: number; readonly frames: number }) {
    const files = { done: this.#clips, all: this.#clips + waiting.clips }
    return {
      stage: 'detect',
      done: this.#frames + done,
      total: this.#frames + waiting.frames,
      seconds: 0,
      files,
    } as const
  }
}

/**
 * Works off the redactions that wait in the vault, one after the other, in the name of whoever asked for each and for as long as they
 * may. It goes on whenever somebody signs in, whoever that is: nobody sees a picture, and what is found lies in redactions that only
 * those see who may.
 */
export class RedactionQueue {
  readonly #ports: QueuePorts
  #run: { readonly stop: StopSwitch; readonly ended: Promise<void> } | null = null
  #again = false
  /** Kept from the moment it is begun, so that two locks at once share one. */
  #through: Promise<ThroughLock | null> | null = null
  /** What a lock needs is being taken, or was taken and nobody has signed in since. */
  #lock: 'none' | 'preparing' | 'prepared' = 'none'

  constructor(ports: QueuePorts) {
    this.#ports = ports
  }

  /** Something may wait: begins, unless it is at it. A call that ends while the vault is about to be locked begins nothing. */
  wake(by: 'sign-in' | 'call'): void {
    if (this.#lock === 'preparing' || (this.#lock === 'prepared' && by === 'call')) return
    this.#lock = 'none'
    this.#again = true
    if (this.#run || this.#ports.store.locked()) return
    const stop = new StopSwitch()
    const watch = this.#ports.watch.begin(() => stop.abort())
    this.#run = { stop, ended: Promise.resolve().then(() => this.#pass(stop, watch)) }
  }

  /**
   * Stops, and answers when nothing is open any more but what goes on through the lock that comes: to be awaited before the vault is
   * locked or closed. `lock`: by idleness or because somebody asked, so that job leases stay.
   */
  async rest(next: 'lock' | 'end'): Promise<void> {
    const isLock = next === 'lock' && !this.#ports.store.locked()
    if (isLock) this.#lock = 'preparing'
    try {
      this.#run?.stop.abort()
      await this.#run?.ended
      if (isLock) await this.#goThrough()
      if (next === 'end') await (await this.#through)?.stop()
    } finally {
      if (isLock) this.#lock = 'prepared'
    }
  }

  async #goThrough(): Promise<void> {
    this.#through ??= this.#beginThrough()
    const through = this.#through
    if ((await through) === null && this.#through === through) this.#through = null
  }

  /** What waits goes on under a lease of its clips, where the profile lets it. */
  async #beginThrough(): Promise<ThroughLock | null> {
    try {
      const waiting = (await this.#ports.store.read.redactionQueue()).filter(({ failure }) => failure === null)
      return await ThroughLock.begin(this.#ports, waiting)
    } catch (error) {
      // Whatever it is, the vault is locked.
      this.#ports.watch.onFault(error)
      return null
    }
  }

  async #pass(stop: StopSwitch, watch: PassWatch): Promise<void> {
    let how: Parameters<PassWatch['ended']>[0] = 'failed'
    try {
      const done = await this.#whole(stop, watch)
      how = done.ok ? 'done' : done.failure.kind === 'cancelled' ? 'stopped' : 'failed'
    } catch (error) {
      if (error instanceof StoreLocked) how = 'stopped'
      else this.#ports.watch.onFault(error)
    } finally {
      this.#run = null
      watch.ended(how)
    }
  }

  /** Until nothing waits any more, with what comes in meanwhile. */
  async #whole(stop: StopSwitch, watch: PassWatch): Promise<Result<void>> {
    let done = await this.#settleThrough()
    while (done.ok) {
      this.#again = false
      done = await this.#all(stop, watch)
      if (!this.#again) return done
    }
    return done
  }

  /** What was found while the vault was locked is in it by now; what is left goes on as usual. */
  async #settleThrough(): Promise<Result<void>> {
    const begun = this.#through
    this.#through = null
    const through = await begun
    await through?.stop()
    return (await through?.settle()) ?? ok(undefined)
  }

  async #all(stop: StopSwitch, watch: PassWatch): Promise<Result<void>> {
    const tally = new QueueTally()
    for (;;) {
      const waiting = (await this.#ports.store.read.redactionQueue()).filter(({ failure }) => failure === null)
      const [item] = waiting
      if (!item) return ok(undefined)
      if (stop.aborted) return failed({ kind: 'cancelled' })
      const frames = await Promise.all(waiting.map((each) => this.#framesOf(each)))
      const left = { clips: waiting.length, frames: frames.reduce((sum, each) => sum + each, 0) }
      const tell = (done: number) => watch.progress(tally.progress(done, left))
      tell(0)
      const done = await this.#one(item, stop, ({ done }) => tell(done))
      if (!done.ok) return done
      tally.passed(frames[0] ?? 0)
    }
  }

  async #framesOf({ redaction }: QueuedRedaction): Promise<number> {
    const { read } = this.#ports.store
    const record = await read.redaction(redaction)
    const clip = record && (await read.clip(record.clip))
    return clip ? framesOf(clip) : 0
  }

  /** Fails only with what ends the whole pass. */
  async #one(item: QueuedRedaction, stop: StopSwitch, tell: (state: ProposingState) => void): Promise<Result<void>> {
    const turn = await beginTurn(this.#ports, item)
    if (!turn.ok) return isOfVault(turn.failure) ? turn : this.#refused(item, turn.failure)
    const { proposing, watch } = this.#ports
    const { redaction } = item
    const halt = (): void => void proposing.stop(redaction)
    stop.addEventListener('abort', halt)
    try {
      // Signed since it was put in: there is nothing left to find.
      if (await isSigned(this.#ports.store.read, redaction)) return endTurn(this.#ports, turn.value, ok(null))
      // Taken out since, when there was no job yet that could have been stopped.
      if (!(await rowOf(this.#ports.store.read, item))) return interruptTurn(this.#ports, turn.value)
      proposing.begin(redaction, item.by, this.#runOf(turn.value), 'queue')
      if (stop.aborted) halt()
      const done = await proposing.watch(redaction, unstopped, tell)
      return await this.#ended(turn.value, done, stop)
    } catch (error) {
      if (error instanceof StoreFault) return failed(error.failure)
      watch.onFault(error)
      return this.#ended(turn.value, failed({ kind: 'internal', id: redaction }), stop)
    } finally {
      stop.removeEventListener('abort', halt)
    }
  }

  async #ended(turn: Turn, done: Result<unknown>, stop: StopSignal): Promise<Result<void>> {
    if (done.ok) return endTurn(this.#ports, turn, done)
    // However it failed after a stop, it was not the clip: it has another turn.
    if (!stop.aborted && !isOfVault(done.failure)) return endTurn(this.#ports, turn, done)
    const noted = await interruptTurn(this.#ports, turn)
    return noted.ok ? failed(done.failure) : noted
  }

  /** Whoever asked may not any more: the log has it already, and the list says it. */
  #refused(item: QueuedRedaction, failure: Parameters<typeof keepFailure>[3]): Promise<Result<void>> {
    const entry = { action: 'redaction.propose', outcome: 'failed', object: null, user: null, role: null } as const
    const detail = { redaction: item.redaction, failure: failure.kind }
    return keepFailure(this.#ports, { ...entry, session: item.session, reason: item.reason, detail }, item, failure)
  }

  #runOf({ item, clip, access, draft }: Turn): ProposeRun {
    const { store } = this.#ports
    return async (stop, tell, late) => {
      try {
        const about = { store, clips: [clip], footage: () => access }
        return await withClip(about, endedWhen(late, this.#ports.engine(anyEngine)), async (opened, engine) => {
          const index = await indexOf(about, opened, engine, { signal: stop, onProgress: () => undefined })
          if (!index.ok) return index
          const entry = (detail: Readonly<Record<string, string | number>>) =>
            draft({ object: null, outcome: 'done', detail })
          const subject = { id: item.redaction, index: index.value, search: item.search, playhead: 0, draft: entry }
          const begun = await ProposeTracks.begin(this.#ports, subject, engine, { stop, tell })
          return begun.ok ? await begun.value.run(opened) : begun
        })
      } catch (error) {
        if (error instanceof StoreFault) return failed(error.failure)
        throw error
      }
    }
  }
}
