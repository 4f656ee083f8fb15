import type { StopSignal } from '../../core/ports/work.ts'
import type { RedactionId } from '../../core/redaction/redaction-record.ts'
import { failed, type Result } from '../../core/result.ts'
import type { UserId } from '../../core/vault/ids.ts'
import type { ServicePorts } from './service-ports.ts'
import { StopSwitch } from './stop-switch.ts'

/** How far the proposals of a redaction have come. */
export type ProposingState = {
  /** Frames that are examined, kept, and need not be again. */
  readonly done: number
  /** Of those, the frames of which everything that was found is in the project. */
  readonly proposed: number
  readonly frames: number
  /** Null while that cannot be told. */
  readonly secondsLeft: number | null
  /** Of the redaction, after the last proposals. */
  readonly revision: number
}

/**
 * Makes the proposals of one redaction until they are complete, or it is stopped. `late`: it was stopped a while ago and goes on all the
 * same; what it waits for is to be ended.
 */
export type ProposeRun = (
  stop: StopSignal,
  tell: (state: ProposingState) => void,
  late: StopSignal,
) => Promise<Result<ProposingState>>

type After = ServicePorts['after']

/** A run that was stopped gets so long to end by itself, and then so long to notice that its engine has ended (milliseconds). */
const [longestStopping, longestEnding] = [2_000, 1_000]

/** Who began a job: somebody who looks on, or the queue, which goes on by itself and looks after its own. */
export type JobOrigin = 'person' | 'queue'

/** A running job. Whoever looks at it may leave and come back; it goes on. */
class Job {
  readonly user: UserId
  readonly run: ProposeRun
  readonly from: JobOrigin
  readonly stop = new StopSwitch()
  /** Settles soon after a stop, whatever the run does: a lock waits for it. */
  readonly ended: Promise<Result<ProposingState>>
  state: ProposingState | null = null
  over = false
  readonly #after: After
  readonly #late = new StopSwitch()
  readonly #waiting = new Set<() => void>()
  #clear = (): void => undefined

  constructor({ user, run, from }: Pick<Job, 'user' | 'run' | 'from'>, after: After, onEnd: () => void) {
    this.#after = after
    this.user = user
    this.run = run
    this.from = from
    const tell = (state: ProposingState): void => {
      this.state = state
      this.#wake()
    }
    const running = Promise.resolve()
      .then(() => run(this.stop, tell, this.#late))
      // However a run fails that was stopped: its engine may have been ended.
      .then((done) => (done.ok || !this.stop.aborted ? done : failed({ kind: 'cancelled' } as const)))
    this.ended = Promise.race([running, this.#givenUp()]).finally(() => {
      this.over = true
      this.#clear()
      onEnd()
      this.#wake()
    })
    // A bug is thrown at whoever looks on; without anybody it has nobody to be told, and the next call meets it again.
    this.ended.catch(() => undefined)
  }

  /** Answers when there is something new, it is over, or `signal` says to leave. */
  async change(signal: StopSignal): Promise<void> {
    if (this.over || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.add(resolve)
    signal.addEventListener('abort', resolve)
    await promise
    signal.removeEventListener('abort', resolve)
    this.#waiting.delete(resolve)
  }

  /** Stopped, and not over in time: what the run waits for is ended, and then nobody waits for it any more. */
  #givenUp(): Promise<Result<ProposingState>> {
    const { promise, resolve } = Promise.withResolvers<Result<ProposingState>>()
    this.stop.addEventListener('abort', () => {
      if (this.over) return
      this.#clear = this.#after(longestStopping, () => {
        this.#clear = this.#after(longestEnding, () => resolve(failed({ kind: 'cancelled' })))
        this.#late.abort()
      })
    })
    return promise
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve()
  }
}

/**
 * The jobs that make proposals, at most one for a redaction. They go on when the view of them is closed. Before the vault is locked or
 * closed they rest; when the same person works in it again, they go on with what is left.
 */
export class Proposing {
  readonly #running = new Map<RedactionId, Job>()
  readonly #resting = new Map<RedactionId, Pick<Job, 'user' | 'run'>>()
  readonly #after: After

  constructor(after: After) {
    this.#after = after
  }

  /** The running job, or a new one. */
  begin(id: RedactionId, user: UserId, run: ProposeRun, from: JobOrigin = 'person'): void {
    if (this.#running.has(id)) return
    this.#resting.delete(id)
    this.#running.set(id, new Job({ user, run, from }, this.#after, () => this.#running.delete(id)))
  }

  /** How far the running job has come; null: none runs. */
  stateOf(id: RedactionId): Pick<ProposingState, 'secondsLeft'> | null {
    const job = this.#running.get(id)
    return job ? (job.state ?? { secondsLeft: null }) : null
  }

  /** Looks on until the job is over, or `signal` says to leave: then `cancelled`, and the job goes on. */
  async watch(
    id: RedactionId,
    signal: StopSignal,
    onState: (state: ProposingState) => void | Promise<void>,
  ): Promise<Result<ProposingState>> {
    const job = this.#running.get(id)
    if (!job) throw new Error('nothing is being proposed')
    let told: ProposingState | null = null
    while (!signal.aborted) {
      const { state, over } = job
      if (state && state !== told) await onState(state)
      told = state
      if (over) return job.ended
      if (job.state === told) await job.change(signal)
    }
    return failed({ kind: 'cancelled' })
  }

  /**
   * Stops a job for good, and answers when nothing of it is open any more, or when it is waited for no longer: whatever of it goes on
   * then adds no step to the redaction.
   */
  async stop(id: RedactionId): Promise<void> {
    this.#resting.delete(id)
    const job = this.#running.get(id)
    job?.stop.abort()
    await job?.ended.catch(() => undefined)
  }

  /** Stops a job that the queue has begun. */
  async stopQueued(id: RedactionId): Promise<void> {
    if (this.#running.get(id)?.from === 'queue') await this.stop(id)
  }

  /** Stops every job until its person is back. */
  async rest(): Promise<void> {
    for (const [id, { user, run, from }] of this.#running) if (from === 'person') this.#resting.set(id, { user, run })
    await Promise.all(
      [...this.#running.values()].map((job) => {
        job.stop.abort()
        return job.ended.catch(() => undefined)
      }),
    )
  }

  /** Somebody works in the vault: what they had begun goes on. */
  resume(user: UserId): void {
    for (const [id, job] of [...this.#resting]) if (job.user === user) this.begin(id, user, job.run)
  }
}
