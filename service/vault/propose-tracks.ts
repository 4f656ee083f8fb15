import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { DetectionRun, Search } from '../../core/detection/detection.ts'
import { type DetectionBlock, joinBlocks } from '../../core/detection/detection-blocks.ts'
import { searchOf } from '../../core/detection/extent.ts'
import { joinedSearch } from '../../core/detection/joined-search.ts'
import type { OpenClip } from '../../core/ports/vault/vault-objects.ts'
import type { AuditDraft } from '../../core/ports/vault/vault-records.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { StopSignal, Work } from '../../core/ports/work.ts'
import { leftToDecide } from '../../core/redaction/left-to-decide.ts'
import { type Findings, reconcileProposals } from '../../core/redaction/reconcile-proposals.ts'
import type { RedactionId } from '../../core/redaction/redaction-record.ts'
import { takeStep } from '../../core/redaction/replay-steps.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { frameIndex } from '../../core/time.ts'
import { detectClip } from '../detect-clip.ts'
import { KeptBlocks, savedInVault } from './kept-blocks.ts'
import type { ProposingState } from './proposing.ts'
import type { RedactionNow, Redactions } from './redactions.ts'
import type { LentEngine, ServicePorts } from './service-ports.ts'
import { StopSwitch } from './stop-switch.ts'

/** What a redaction's proposals are made with. */
export type ProposePorts = Pick<ServicePorts, 'now' | 'elapsed'> & {
  readonly store: Pick<VaultStore, 'read' | 'change'>
  readonly redactions: Redactions
}

/** What is proposed for, and in whose name it stands in the log. */
export type ProposeSubject = {
  readonly id: RedactionId
  readonly index: ClipIndex
  /** What somebody asks for; what the redaction was looked through for before is looked for as well. */
  readonly search: Search
  readonly playhead: number
  readonly draft: (detail: NonNullable<AuditDraft['detail']>) => AuditDraft
}

/** So many times as many blocks as last time have to be there before all are linked again: all in all it costs a few whole linkings. */
const linkGrowth = 1.5

/** What blocks depend on beside the clip: models, their versions, and the search. */
export function basisOf(models: string, search: Search): string {
  return JSON.stringify([models, searchOf(search)])
}

/**
 * What is looked for: with what is asked for now, all that was looked for before. An earlier search may have ended anywhere, so that
 * only one that takes in both can say of every frame what was looked for in it.
 */
export async function wholeSearch(
  { store, redactions }: Pick<ProposePorts, 'redactions'> & { readonly store: Pick<VaultStore, 'read'> },
  { id, search }: Pick<ProposeSubject, 'id' | 'search'>,
): Promise<Result<Search>> {
  const record = await store.read.redaction(id)
  if (!record) return failed({ kind: 'no-such-redaction' })
  const now = await redactions.nowOf(store.read, record)
  if (!now.ok) return now
  const { search: earlier } = now.value.edited.project
  return ok(earlier ? joinedSearch(earlier, search) : search)
}

/** Proposals of one redaction in the making. */
export class ProposeTracks {
  readonly #ports: ProposePorts
  readonly #subject: ProposeSubject
  readonly #engine: LentEngine
  readonly #blocks: KeptBlocks
  readonly #halt = new StopSwitch()
  readonly #work: Work
  readonly #tell: (state: ProposingState) => void
  readonly #began: { readonly at: number; readonly examined: number }
  #revision = 0
  #proposed = 0
  #linked = 0
  #linking: Promise<Result<void>> | null = null

  private constructor(
    ports: ProposePorts,
    subject: ProposeSubject,
    { engine, blocks }: { readonly engine: LentEngine; readonly blocks: KeptBlocks },
    { stop, tell }: { readonly stop: StopSignal; readonly tell: (state: ProposingState) => void },
  ) {
    this.#ports = ports
    this.#subject = subject
    this.#engine = engine
    this.#blocks = blocks
    this.#work = { signal: this.#halt, onProgress: () => undefined }
    stop.addEventListener('abort', () => this.#halt.abort())
    if (stop.aborted) this.#halt.abort()
    this.#tell = tell
    this.#began = { at: ports.elapsed(), examined: blocks.examined }
  }

  /** Begins with what an earlier run has kept. Fails with `no-picture`, and where the models cannot be read. */
  static async begin(
    ports: ProposePorts,
    subject: ProposeSubject,
    engine: LentEngine,
    watch: { readonly stop: StopSignal; readonly tell: (state: ProposingState) => void },
  ): Promise<Result<ProposeTracks>> {
    const frames = subject.index.video?.pts.length ?? 0
    if (frames === 0) return failed({ kind: 'no-picture', what: 'detection' })
    const models = await engine.detectionBasis()
    // First, since an engine that hangs is ended by whoever stops it.
    if (watch.stop.aborted) return failed({ kind: 'cancelled' })
    if (!models.ok) return models
    const search = await wholeSearch(ports, subject)
    if (!search.ok) return search
    const basis = basisOf(models.value, search.value)
    const draft = (block: number) => subject.draft({ redaction: subject.id, block })
    const save = savedInVault(ports.store, subject.id, draft)
    const blocks = await KeptBlocks.of(ports.store, { id: subject.id, basis, frames }, save)
    return ok(new ProposeTracks(ports, { ...subject, search: search.value }, { engine, blocks }, watch))
  }

  /** Until everything is examined and proposed. What is finished is kept, however it ends. */
  async run(clip: OpenClip): Promise<Result<ProposingState>> {
    this.#told()
    if (this.#blocks.all.length > 0) this.#link()
    const { search, playhead, index } = this.#subject
    const request = { ...search, from: 0, until: null, playhead, finished: this.#blocks.all }
    let keeping: Promise<void> = Promise.resolve()
    const onBlock = (block: DetectionBlock): void => {
      keeping = Promise.all([keeping, this.#keep(block)]).then(() => undefined)
      // A bug is thrown where it is waited for.
      keeping.catch(() => undefined)
    }
    const run = await detectClip(this.#engine, clip, { index, request }, { ...this.#work, onBlock })
    await keeping
    const saved = await this.#blocks.saved()
    const linked = (await this.#linking) ?? ok(undefined)
    if (!saved.ok) return saved
    if (!run.ok) return run
    if (!linked.ok) return linked
    const last = await this.#propose()
    return last.ok ? ok(this.#told()) : last
  }

  async #keep(block: DetectionBlock): Promise<void> {
    const saved = await this.#blocks.keep(block)
    // What cannot be kept need not be looked for.
    if (!saved.ok) return this.#halt.abort()
    this.#told()
    if (this.#blocks.all.length >= Math.max(1, this.#linked * linkGrowth)) this.#link()
  }

  /** Links what is there, unless that is going on. */
  #link(): void {
    if (this.#linking) return
    this.#linked = this.#blocks.all.length
    this.#linking = this.#propose().then((linked) => {
      this.#linking = null
      return linked
    })
    // A bug is thrown where the run waits for it.
    this.#linking.catch(() => undefined)
  }

  #told(): ProposingState {
    const frames = this.#subject.index.video?.pts.length ?? 0
    const done = this.#blocks.examined
    const fresh = done - this.#began.examined
    const seconds = (this.#ports.elapsed() - this.#began.at) / 1_000
    const secondsLeft = fresh > 0 ? Math.ceil(((frames - done) * seconds) / fresh) : done === frames ? 0 : null
    const state = { done, proposed: this.#proposed, frames, secondsLeft, revision: this.#revision }
    this.#tell(state)
    return state
  }

  async #propose(): Promise<Result<void>> {
    const { index, search } = this.#subject
    const { examined } = this.#blocks
    const found = joinBlocks(this.#blocks.all, 0, index.video?.pts.length ?? 0)
    const clip = { sha256: index.sha256, frames: index.video?.pts.length ?? 0 }
    const run: DetectionRun = { version: 1, clip, ...searchOf(search), ...found }
    const linked = await this.#engine.link(run, index, this.#work)
    if (!linked.ok) return linked
    const unexamined = found.failed.map(([from, until]) => ({
      from: frameIndex(from),
      until: frameIndex(until),
      reason: 'could not be examined',
    }))
    const { tracks, proposals } = linked.value
    const kept = await this.#step({ tracks, proposals, search: searchOf(search), unexamined }, examined)
    if (!kept.ok) return kept
    this.#revision = kept.value
    this.#proposed = examined
    this.#told()
    return ok(undefined)
  }

  /** The findings of so many frames as a step of the redaction, if they change anything; answers its revision. */
  async #step(findings: Findings, examined: number): Promise<Result<number>> {
    const { store, redactions } = this.#ports
    const { id, draft } = this.#subject
    const record = await store.read.redaction(id)
    if (!record) return failed({ kind: 'no-such-redaction' })
    const before = await redactions.nowOf(store.read, record)
    if (!before.ok) return before
    const prepared = reconcileProposals(before.value.edited, findings)
    if (!prepared && record.proposed === examined) return ok(record.revision)
    const saved = await store.change(draft({ redaction: id, step: 'proposals' }), async (write) => {
      const current = await write.redaction(id)
      if (!current) return failed({ kind: 'no-such-redaction' })
      const now = await redactions.nowOf(write, current)
      if (!now.ok) return now
      // While this waited for its turn: whoever stopped it may have been answered, and have signed what there is.
      if (this.#halt.aborted) return failed({ kind: 'cancelled' })
      // People may have gone on since.
      const same = now.value.revision === before.value.revision
      const command = same ? prepared : reconcileProposals(now.value.edited, findings)
      await write.putRedactionProposed(id, examined)
      if (!command) return now
      const step = { kind: 'propose', command } as const
      const revision = current.revision + 1
      const after: RedactionNow = { revision, edited: takeStep(now.value.edited, step) }
      await write.addRedactionSteps(
        id,
        [{ revision, at: this.#ports.now(), by: null, step }],
        leftToDecide(after.edited.project),
      )
      return ok(after)
    })
    if (!saved.ok) return saved
    redactions.keep(id, saved.value)
    return ok(saved.value.revision)
  }
}
