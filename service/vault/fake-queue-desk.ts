import { indexDocumentOf } from '../../contract/index-document.ts'
import type { InputOf, MethodName, OutputOf } from '../../contract/methods/all.ts'
import { type DetectionBlock, framesOfBlock } from '../../core/detection/detection-blocks.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import type { MediaEngine } from '../../core/ports/media-engine.ts'
import type { JobLease } from '../../core/ports/vault/vault-store.ts'
import type { Progress, StopSignal } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { pts } from '../../core/time.ts'
import { clipId, objectId } from '../../core/vault/ids.ts'
import { fakeEngine, fakeHash, fakeIndex, fakeClip as fakeSource, standingFace } from '../fake-ports.ts'
import { keepIn } from './fake-lease.ts'
import { type FakeService, fakeClip, fakeService, grantOf, personWith } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'

/** Three clips and two officers in a vault in memory whose queue is worked off, by an engine that finishes blocks as a test lets it. */

/** Two blocks of each of three clips. */
const frames = 400
const names = ['one', 'two', 'three'] as const

/** They are named `one.mp4`, `two.mp4` and `three.mp4`. */
export const queueClips = names.map((name, at) =>
  fakeClip({
    id: clipId(`c${at}c${at}c${at}c${at}c${at}c${at}c${at}c${at}`),
    name: `${name}.mp4`,
    sha256: fakeHash(name),
    object: objectId(fakeId(name)),
    index: { state: 'indexed', frames, seconds: 20, deep: false },
  }),
)

/** What is looked for. */
export const queueSearch = { profile: 'balanced', classes: ['face'] } as const

function indexOf(name: string) {
  const { video, ...rest } = fakeIndex({ sha256: fakeHash(name) })
  if (!video) throw new Error('the fake clip has a picture')
  return { ...rest, video: { ...video, pts: Array.from({ length: frames }, (_, frame) => pts(BigInt(frame))) } }
}

const index = indexOf('one')
const run = standingFace(index, [100, 100, 60, 60])

function blockOf(block: number): DetectionBlock {
  const [from, until] = framesOfBlock(block, frames)
  const within = ({ frame }: { readonly frame: number }) => frame >= from && frame < until
  return {
    block,
    examined: run.examined.filter(within),
    failed: [],
    detections: run.detections.filter(within),
    cuts: [],
    camera: [],
  }
}

/** The desk: a test looks at all of it, and sets what is not `readonly`. */
export class QueueDesk {
  /** What the engine was asked for, call by call. */
  readonly asked: { readonly clip: string; readonly finished: readonly number[] }[] = []
  /** What was handed to the engine, and what it found, call by call. */
  readonly held: WeakRef<object>[][] = []
  readonly passes: { readonly told: Progress[]; how: string | null; readonly stop: () => void }[] = []
  readonly faults: unknown[] = []
  readonly leases: { readonly kept: string[]; ended: boolean }[] = []
  /** Blocks that were sealed while the vault was locked. */
  sealed: Parameters<JobLease['publish']>[0][] = []
  /** Engines that are open. */
  open = 0
  locked = false
  /** Name of the clip of which the engine dies. */
  broken: string | null = null
  /** Thrown by whoever publishes. */
  bug: Error | null = null
  basis: () => Promise<Result<string>> = async () => ok('ba'.repeat(32))
  session = ''
  readonly fake: FakeService
  #allowed = 0
  readonly #waiting = new Set<() => void>()

  constructor(profile: PolicyProfile) {
    const people = ['Dora', 'Dan'].map((name) => personWith(name, [grantOf('disclosure-officer')]))
    const objects = {
      openClip: async (_access: unknown, id: string) => {
        const clip = queueClips.find((each) => each.id === id)
        const source = fakeSource({ name: clip?.name ?? '' })
        const bytes = { ...source.bytes, sha256: clip?.sha256 ?? fakeHash('none') }
        return ok({ ...source, bytes, close: async () => undefined })
      },
      readText: async (id: string) => {
        const clip = queueClips.find((each) => fakeId(`index-${each.name}`) === id)
        return ok(JSON.stringify(indexDocumentOf(indexOf(clip?.name.replace('.mp4', '') ?? ''))))
      },
    }
    const watch = {
      begin: (stop: () => void) => this.#passBegins(stop),
      onFault: (error: unknown) => void this.faults.push(error),
    }
    this.fake = fakeService(people, profile, {
      store: { objects: objects as never, locked: () => this.locked, lease: async () => ok(this.#lease()) },
      ports: { engine: () => this.#engine(), newSecret: () => '5e'.repeat(32) },
      watch,
    })
    const indexes = queueClips.map((clip) => ({
      ...{ id: objectId(fakeId(`index-${clip.name}`)), clip: clip.id, kind: 'index' as const, label: '', bytes: 1 },
      ...{ sha256: fakeHash('i'), storedSha256: fakeHash('i'), storedBytes: 1 },
    }))
    this.fake.vault.rows = { ...this.fake.vault.rows, clips: queueClips, objects: indexes }
  }

  /** So many blocks may the engine finish. */
  set allowed(blocks: number) {
    this.#allowed = blocks
    for (const resolve of this.#waiting) resolve()
  }

  signIn(name: string): Promise<string> {
    return this.fake.signIn(name)
  }

  ask<M extends MethodName>(method: M, input: InputOf<M>): Promise<unknown> {
    return this.fake.ask(this.session, method, input)
  }

  async queue(...which: readonly number[]): Promise<void> {
    for (const at of which)
      await this.ask('redaction.queue', {
        clip: queueClips[at]?.id ?? '',
        purpose: 'request 12',
        search: queueSearch,
      })
  }

  queued() {
    return this.fake.vault.rows.queue.map(({ redaction, failure }) => {
      const record = this.fake.vault.rows.redactions.find(({ id }) => id === redaction)
      return [queueClips.find(({ id }) => id === record?.clip)?.name, failure?.kind ?? null]
    })
  }

  outcomes(action = 'redaction.propose') {
    return this.fake.vault.log
      .filter((each) => each.action === action && each.detail?.['block'] === undefined && !each.detail?.['step'])
      .map(({ outcome }) => outcome)
  }

  async listed() {
    const { redactions } = (await this.ask('redaction.list', { clip: null })) as OutputOf<'redaction.list'>
    return redactions.map((each) => [each.clipName, each.state, each.undecided, each.failure?.kind ?? null])
  }

  async lock(): Promise<void> {
    await this.fake.service.endViewing('lock')
    this.fake.service.endSessions()
    this.locked = true
  }

  /** What an unlock takes in, then somebody's session. */
  async unlock(name: string): Promise<void> {
    this.locked = false
    for (const result of this.sealed.splice(0)) await keepIn(this.fake.vault.store, result)
    this.session = await this.signIn(name)
  }

  #passBegins(stop: () => void) {
    const pass = { told: [] as Progress[], how: null as string | null, stop }
    this.passes.push(pass)
    return {
      progress: (progress: Progress) => void pass.told.push(progress),
      ended: (how: string) => {
        pass.how = how
      },
    }
  }

  #lease(): JobLease {
    const own = { kept: [] as string[], ended: false }
    this.leases.push(own)
    return {
      id: 'lease',
      anchor: { size: 0, root: fakeHash('root') },
      sign: () => ({ signature: '', publicKey: '', keyId: fakeHash('key') }),
      keep: (object) => void own.kept.push(object),
      publish: async (result) => {
        if (this.bug) throw this.bug
        if (own.ended) return failed({ kind: 'vault-locked' })
        if (!this.locked) return keepIn(this.fake.vault.store, result)
        this.sealed.push(result)
        return ok('sealed')
      },
      end: async () => {
        own.ended = true
      },
    }
  }

  #engine() {
    this.open += 1
    let isOpen = true
    return {
      ...fakeEngine({ index }).engine,
      detect: this.#detect,
      detectionBasis: () => this.basis(),
      describe: async () => failed({ kind: 'cancelled' } as const),
      close: async () => {
        if (isOpen) this.open -= 1
        isOpen = false
      },
    }
  }

  readonly #detect: MediaEngine['detect'] = async (source, given, request, work) => {
    const died = { kind: 'engine-died', during: 'detection', uncovered: [] } as const
    const clip = names.find((name) => fakeHash(name) === source.sha256) ?? ''
    const finished = (request.finished ?? []).map(({ block }) => block)
    const held: WeakRef<object>[] = [given, ...(request.finished ?? [])].map((each) => new WeakRef(each))
    this.held.push(held)
    this.asked.push({ clip, finished })
    if (clip === this.broken) return failed(died)
    for (const block of [0, 1].filter((each) => !finished.includes(each))) {
      await this.#room(work.signal)
      if (work.signal.aborted) return failed({ kind: 'cancelled' })
      this.#allowed -= 1
      work.onBlock?.(blockOf(block))
    }
    const examined = [...run.examined]
    held.push(new WeakRef(examined))
    return ok({ ...run, examined })
  }

  /** Answers when the engine may finish a block, or is stopped. */
  async #room(signal: StopSignal): Promise<void> {
    while (!signal.aborted && this.#allowed <= 0) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#waiting.add(resolve)
      signal.addEventListener('abort', resolve)
      await promise
      signal.removeEventListener('abort', resolve)
      this.#waiting.delete(resolve)
    }
  }
}

/** A desk at which Dora is signed in. */
export async function queueDesk(profile: PolicyProfile): Promise<QueueDesk> {
  const desk = new QueueDesk(profile)
  desk.session = await desk.signIn('Dora')
  return desk
}
