import { addHours } from '../../core/calendar.ts'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { DetectionBlock } from '../../core/detection/detection-blocks.ts'
import { searchOf } from '../../core/detection/extent.ts'
import type { OpenClip } from '../../core/ports/vault/vault-objects.ts'
import type { JobLease } from '../../core/ports/vault/vault-store.ts'
import type { QueuedRedaction } from '../../core/redaction/redaction-queue.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { UserId } from '../../core/vault/ids.ts'
import { detectClip } from '../detect-clip.ts'
import { Deadline } from './deadline.ts'
import { KeptBlocks } from './kept-blocks.ts'
import { keptIndexOf } from './kept-index.ts'
import { basisOf } from './propose-tracks.ts'
import { beginTurn, endTurn, interruptTurn, isOfVault, type Turn } from './queue-turn.ts'
import type { QueuePorts } from './redaction-queue.ts'
import { StopSwitch } from './stop-switch.ts'

/** Clips whose keys stay through one lock: more than a night gets through, and no more than need to lie in memory. */
const mostLeased = 50

/** Whoever locks a vault waits no longer than this (milliseconds) for what is to go on meanwhile. */
const longestPreparing = 2_000

/** As many threads as there are. */
const anyEngine = { threads: null, models: null }

/** A clip that is to be examined: open, with its index and what was examined of it before. */
type Footage = { readonly opened: OpenClip; readonly index: ClipIndex; readonly blocks: KeptBlocks }

/** A clip that goes on while the vault is locked. `footage` is null once it is through: nothing of it stays but how it ended. */
type Leased = { readonly turn: Turn; footage: Footage | null; done: Result<null> | null }

/** What blocks are bound to; null where the engine fails, or does not say in time. */
async function basisBy(ports: QueuePorts, deadline: Deadline): Promise<string | null> {
  const engine = ports.engine(anyEngine)
  const asked = engine.detectionBasis()
  try {
    const models = await Promise.race([asked, deadline.passed])
    // Late, it may start processes that the first closing did not find.
    if (models === null) asked.finally(() => engine.close()).catch(ports.watch.onFault)
    return models?.ok ? models.value : null
  } finally {
    await engine.close()
  }
}

/**
 * What goes on of the queue while the vault is locked (docs/adr/0015). The keys of the clips that wait stay in memory, each until its
 * clip is through, and nothing else of the vault does: finished blocks are sealed into the inbox one by one, for the next unlock.
 * Nothing is proposed meanwhile, since projects cannot be read; that is a matter of moments once the vault is open.
 */
export class ThroughLock {
  readonly #ports: QueuePorts
  readonly #leases = new Map<UserId, JobLease>()
  readonly #clips: Leased[] = []
  readonly #stop = new StopSwitch()
  #ended: Promise<void> = Promise.resolve()

  private constructor(ports: QueuePorts) {
    this.#ports = ports
  }

  /**
   * Takes leases of what waits and goes on with it; null where nothing waits, or the profile has it stop. Whoever locks waits for this:
   * what is not taken in time is left to the next pass.
   */
  static async begin(ports: QueuePorts, waiting: readonly QueuedRedaction[]): Promise<ThroughLock | null> {
    const { overnight, jobLeaseHours } = ports.profile().vault
    if (overnight === 'stop-at-lock' || jobLeaseHours === 0 || waiting.length === 0) return null
    const deadline = new Deadline(ports, longestPreparing)
    try {
      const models = await basisBy(ports, deadline)
      if (models === null) return null
      const through = new ThroughLock(ports)
      await through.#takeAll(waiting.slice(0, mostLeased), models, deadline)
      through.#ended = Promise.resolve().then(() => through.#all())
      return through
    } finally {
      deadline.clear()
    }
  }

  /** Stops, closes what is open and forgets its keys. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#ended
  }

  /** Once the vault is open again: how each ended. What was examined whole waits for its proposals in the queue. */
  async settle(): Promise<Result<void>> {
    for (const { turn, done } of this.#clips) {
      const isFailed = done && !done.ok && done.failure.kind !== 'cancelled' && !isOfVault(done.failure)
      const settled = isFailed ? await endTurn(this.#ports, turn, done) : await this.#restEnded(turn, done)
      if (!settled.ok) return settled
    }
    return ok(undefined)
  }

  async #restEnded(turn: Turn, done: Result<unknown> | null): Promise<Result<void>> {
    if (!done?.ok) return interruptTurn(this.#ports, turn)
    const { draft, item, ref } = turn
    const detail = { redaction: item.redaction, step: 'blocks' }
    const noted = await this.#ports.store.note(draft({ object: null, outcome: 'done', ref, detail }))
    return noted.ok ? ok(undefined) : noted
  }

  async #takeAll(waiting: readonly QueuedRedaction[], models: string, deadline: Deadline): Promise<void> {
    let isReady = false
    try {
      for (const item of waiting) if (!deadline.isOver) await this.#take(item, basisOf(models, item.search))
      isReady = true
    } finally {
      if (!isReady) await this.#letGo()
    }
  }

  /** Leases one clip. What cannot be now is left to the next pass, which says why. */
  async #take(item: QueuedRedaction, basis: string): Promise<void> {
    const { store } = this.#ports
    const turn = await beginTurn(this.#ports, item)
    if (!turn.ok) return
    const ready = await this.#ready(turn.value, basis)
    if (ready.ok) this.#clips.push({ turn: turn.value, footage: ready.value, done: null })
    else await interruptTurn({ ...this.#ports, store }, turn.value)
  }

  async #ready(turn: Turn, basis: string): Promise<Result<Footage>> {
    const { store } = this.#ports
    const { item, clip, access, draft } = turn
    const lease = await this.#leaseFor(turn)
    if (!lease.ok) return lease
    const index = await keptIndexOf(store, clip.id)
    if (!index.ok) return index
    const frames = index.value?.video?.pts.length ?? 0
    if (!index.value || frames === 0) return failed({ kind: 'no-picture', what: 'detection' })
    const entry = (block: number) =>
      draft({ object: null, outcome: 'done', detail: { redaction: item.redaction, block } })
    const subject = { id: item.redaction, basis, frames }
    const blocks = await KeptBlocks.of(store, subject, async (kept, examined) => {
      const found = { redaction: item.redaction, ...kept, examined }
      const result = { draft: entry(kept.block), objects: [], clips: [], blocks: [found] }
      const published = await lease.value.publish(result)
      return published.ok ? ok(undefined) : published
    })
    lease.value.keep(clip.object)
    const opened = await store.objects.openClip(access, clip.id)
    return opened.ok ? ok({ opened: opened.value, index: index.value, blocks }) : opened
  }

  /** One lease for all clips that somebody asked for: in their name, until the profile's hours are over. */
  async #leaseFor({ item, draft }: Turn): Promise<Result<JobLease>> {
    const held = this.#leases.get(item.by)
    if (held) return ok(held)
    const { store, now, profile } = this.#ports
    const { action: _action, ...begun } = draft({ object: null, outcome: 'begun' })
    const until = addHours(now(), profile().vault.jobLeaseHours)
    const lease = await store.lease({ ...begun, action: 'lease.begin', object: null }, until)
    if (lease.ok) this.#leases.set(item.by, lease.value)
    return lease
  }

  async #all(): Promise<void> {
    try {
      for (const leased of this.#clips) {
        const { turn, footage } = leased
        if (!footage) continue
        leased.done = this.#stop.aborted ? failed({ kind: 'cancelled' }) : await this.#examined(turn, footage)
        await this.#close(leased)
      }
    } catch (error) {
      this.#ports.watch.onFault(error)
    } finally {
      await this.#letGo()
    }
  }

  async #letGo(): Promise<void> {
    for (const leased of this.#clips) await this.#close(leased)
    for (const lease of this.#leases.values()) await lease.end()
  }

  /** Nobody needs its key any more, nor what was found, which is sealed. */
  async #close(leased: Leased): Promise<void> {
    const { footage } = leased
    leased.footage = null
    await footage?.opened.close()
  }

  async #examined(turn: Turn, { opened, index, blocks }: Footage): Promise<Result<null>> {
    const engine = this.#ports.engine(anyEngine)
    const halt = new StopSwitch()
    const stop = (): void => halt.abort()
    this.#stop.addEventListener('abort', stop)
    if (this.#stop.aborted) stop()
    const onBlock = (block: DetectionBlock): void => {
      // What cannot be kept need not be looked for. A bug is thrown where everything is waited for.
      void blocks.keep(block).then((kept) => {
        if (!kept.ok) stop()
      }, stop)
    }
    try {
      const request = { ...searchOf(turn.item.search), from: 0, until: null, playhead: 0, finished: blocks.all }
      const work = { signal: halt, onProgress: () => undefined, onBlock }
      const run = await detectClip(engine, opened, { index, request }, work)
      const saved = await blocks.saved()
      if (!saved.ok) return saved
      return run.ok ? ok(null) : run
    } finally {
      this.#stop.removeEventListener('abort', stop)
      await engine.close()
    }
  }
}
