import type { MethodSpec } from '../../contract/method.ts'
import { type MethodName, methods, type OutputOf } from '../../contract/methods/all.ts'
import { inputProblem } from '../../contract/problem.ts'
import type { AccessObject } from '../../core/access/access-object.ts'
import { type AccessDecision, decideAccess, type FootageAccess } from '../../core/access/decide-access.ts'
import type { Failure } from '../../core/failure.ts'
import type { AuditDraft } from '../../core/ports/vault/vault-records.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import { clipId } from '../../core/vault/ids.ts'
import type { UserRecord } from '../../core/vault/user-record.ts'
import { accessObjectOf, accessSubjectOf } from './access-facts.ts'
import type { BrokenGlass } from './broken-glass.ts'
import type { AuditAbout, CallContext, CallRequest, CallWork, ChangeRun, Handlers } from './handler.ts'
import type { Opening, Openings } from './openings.ts'
import type { ServicePorts } from './service-ports.ts'
import { approvalObjectOf } from './told-involvement.ts'

/** Who calls, in which session. */
export type Caller = { readonly session: string; readonly user: UserRecord }

type Allowed = Extract<AccessDecision, { readonly allowed: true }>

/** A call that is known to be in order: parsed, allowed, with a reason where one is needed. */
type Admitted = {
  readonly input: unknown
  readonly clips: readonly ClipRecord[]
  readonly decision: Allowed
  /** What the call is a part of; null for calls that are none. */
  readonly opening: Opening | null
}

/** What a call is answered with. */
type CallPorts = ServicePorts & { readonly openings: Openings; readonly glass: BrokenGlass }

/** The longest reason that the log takes. */
const longestReason = 2_000

/** The one thing that a call is about, for the log; null for none or several (those have entries of their own). */
function objectOf(clips: readonly ClipRecord[]): AuditAbout['object'] {
  const [clip, second] = clips
  return clip && !second ? { kind: clip.kind, id: clip.id, sha256: clip.sha256 } : null
}

/** Why a piece is no failure: nobody waits for it any more (a later seek has overtaken it), or its viewing has ended, as the log tells. */
const isOver: ReadonlySet<Failure['kind']> = new Set(['cancelled', 'not-open'])

function outcomeOf(failure: Failure): 'failed' | 'interrupted' {
  return failure.kind === 'cancelled' ? 'interrupted' : 'failed'
}

/** One call of one method: the sequence that no handler can leave out. */
export class MethodCall<M extends MethodName> {
  readonly #ports: CallPorts
  readonly #name: M
  readonly #spec: MethodSpec
  readonly #caller: Caller
  readonly #request: CallRequest<M>
  readonly #work: CallWork<M>

  constructor(
    ports: CallPorts,
    { name, caller, request }: { readonly name: M; readonly caller: Caller; readonly request: CallRequest<M> },
    work: CallWork<M>,
  ) {
    this.#ports = ports
    this.#name = name
    this.#spec = methods[name]
    this.#caller = caller
    this.#request = request
    this.#work = work
  }

  /** Parses, asks for permission, writes the log, runs the handler, writes the log. No log, no answer. */
  async run(handlers: Handlers): Promise<Result<OutputOf<M>>> {
    const admitted = await this.#admit()
    if (!admitted.ok) return admitted
    const { input, clips, decision } = admitted.value
    const about = objectOf(clips)
    if (!admitted.value.opening) {
      const noted = await this.#noteBreakGlass(decision, clips)
      if (!noted.ok) return noted
    }
    const begun =
      this.#spec.kind === 'work'
        ? await this.#note({ object: about, outcome: 'begun' }, decision)
        : ok<number | null>(null)
    if (!begun.ok) return begun
    const changed = { done: false }
    const context = this.#contextFor(admitted.value, { changed, ref: begun.value })
    const handler = handlers[this.#name] as (context: CallContext<M>, input: unknown) => Promise<Result<OutputOf<M>>>
    try {
      const answer = await handler(context, input)
      return await this.#concluded(answer, { about, decision, ref: begun.value, changed: changed.done })
    } catch (error) {
      const ref = begun.value === null ? {} : { ref: begun.value }
      await this.#note({ object: about, outcome: 'failed', detail: { failure: 'internal' }, ...ref }, decision)
      throw error
    }
  }

  async #concluded(
    answer: Result<OutputOf<M>>,
    call: {
      readonly about: AuditAbout['object']
      readonly decision: Allowed
      readonly ref: number | null
      readonly changed: boolean
    },
  ): Promise<Result<OutputOf<M>>> {
    const ref = call.ref === null ? {} : { ref: call.ref }
    const object = call.about
    if (!answer.ok) {
      if (this.#spec.kind === 'part' && isOver.has(answer.failure.kind)) return answer
      const detail = { failure: answer.failure.kind }
      const noted = await this.#note({ object, outcome: outcomeOf(answer.failure), detail, ...ref }, call.decision)
      return noted.ok ? answer : noted
    }
    if (this.#spec.kind === 'change' && !call.changed) throw new Error(`${this.#name} answered without its change`)
    // Pieces that are answered stand in the log as what they are a part of.
    if (call.changed || this.#spec.kind === 'part') return answer
    const noted = await this.#note({ object, outcome: 'done', ...ref }, call.decision)
    return noted.ok ? answer : noted
  }

  /** Everything that has to be in order before anything happens. What is refused stands in the log. */
  async #admit(): Promise<Result<Admitted>> {
    const parsed = this.#spec.input.safeParse(this.#request.input)
    if (!parsed.success) return this.#refuse({ kind: 'usage', detail: inputProblem(parsed.error) }, null)
    const part = await this.#partOf(parsed.data)
    if (!part.ok) return part
    const opening = part.value
    const found = await this.#findClips(opening ? [opening.clip] : this.#spec.clips(parsed.data))
    if (!found.ok) return this.#shut(opening, found.failure, null)
    const decided = await this.#decide(found.value, opening)
    if (!decided.ok) return this.#shut(opening, decided.failure, objectOf(found.value))
    const reason = this.#request.reason?.trim() ?? ''
    const wanted = this.#spec.reason === 'required' || (decided.value.breakGlass && !opening)
    if ((wanted && reason === '') || reason.length > longestReason || !reason.isWellFormed())
      return this.#refuse({ kind: 'reason-missing', method: this.#name }, objectOf(found.value))
    return ok({ input: parsed.data, clips: found.value, decision: decided.value, opening })
  }

  /** The opening that a `part` names, if it is this session's; null for other kinds. */
  async #partOf(input: unknown): Promise<Result<Opening | null>> {
    if (this.#spec.kind !== 'part') return ok(null)
    if (!this.#spec.opening) throw new Error(`${this.#name} is a part of nothing`)
    const opening = this.#ports.openings.find(this.#caller.session, this.#spec.opening(input))
    if (opening) return ok(opening)
    // Whoever may open nothing learns that, and not whether there is such an opening.
    const may = this.#decideFor(null)
    if (!may.allowed) return this.#refuse(this.#denial(may.why), null)
    // What is asked for just after a viewing has ended gets nothing; the log tells of the end already.
    return failed({ kind: 'not-open' })
  }

  /** Refuses; what was open and may not be seen any more is not open any more. */
  async #shut(opening: Opening | null, failure: Failure, object: AuditAbout['object']): Promise<Result<never>> {
    const refused = await this.#refuse(failure, object)
    if (opening) await this.#ports.openings.end(opening.id, 'interrupted')
    return refused
  }

  async #findClips(ids: readonly string[]): Promise<Result<readonly ClipRecord[]>> {
    const clips: ClipRecord[] = []
    for (const id of ids) {
      const clip = await this.#ports.store.read.clip(clipId(id))
      if (!clip) return failed({ kind: 'no-such-clip', name: id })
      clips.push(clip)
    }
    return ok(clips)
  }

  async #decide(clips: readonly ClipRecord[], opening: Opening | null): Promise<Result<Allowed>> {
    const objects = clips.length === 0 ? [null] : clips
    let last: Allowed | null = null
    for (const clip of objects) {
      const decision = this.#decideFor(clip && (await this.#objectFor(clip)), opening)
      if (!decision.allowed) return failed(this.#denial(decision.why))
      last = decision
    }
    if (!last) throw new Error('nothing was decided')
    return ok(last)
  }

  #denial(why: string): Failure {
    return { kind: 'not-permitted', permission: this.#spec.permission, why }
  }

  /** A clip, as this method's permission is decided by. */
  async #objectFor(clip: ClipRecord): Promise<AccessObject> {
    const { store, profile } = this.#ports
    return this.#spec.permission === 'approve'
      ? approvalObjectOf(store.read, clip, profile())
      : accessObjectOf(clip, profile())
  }

  #decideFor(object: AccessObject | null, opening: Opening | null = null): AccessDecision {
    const reason = opening ? opening.brokenGlass : this.#request.breakGlass ? (this.#request.reason ?? '') : null
    return decideAccess({
      subject: accessSubjectOf(this.#caller.user),
      permission: this.#spec.permission,
      object,
      now: this.#ports.now(),
      profile: this.#ports.profile(),
      ...(reason === null ? {} : { breakGlass: { reason } }),
    })
  }

  async #refuse(failure: Failure, object: AuditAbout['object']): Promise<Result<never>> {
    const detail = { failure: failure.kind, ...('why' in failure ? { why: String(failure.why) } : {}) }
    const outcome = failure.kind === 'not-permitted' || failure.kind === 'reason-missing' ? 'denied' : 'failed'
    const noted = await this.#note({ object, outcome, detail }, null)
    return noted.ok ? failed(failure) : noted
  }

  async #noteBreakGlass(decision: Allowed, clips: readonly ClipRecord[]): Promise<Result<unknown>> {
    const [clip] = clips
    if (!decision.breakGlass || !clip) return ok(undefined)
    const { store, now, newId, glass } = this.#ports
    const { user, session } = this.#caller
    const reason = this.#request.reason ?? ''
    const draft = this.#draft({ object: objectOf(clips), outcome: 'done' }, decision)
    const notice = { by: user.id, clip: clip.id, kind: 'break-glass', reason, seenAt: null } as const
    return glass.tell({ session, clip: clip.id, reason }, () =>
      store.change({ ...draft, action: 'session.break-glass' }, async (write) => {
        await write.putNotice({ id: newId(), at: now(), ...notice })
        return ok(undefined)
      }),
    )
  }

  #draft(about: AuditAbout, decision: Allowed | null): AuditDraft {
    const { user, session } = this.#caller
    const reason = this.#request.reason?.trim().slice(0, longestReason).toWellFormed()
    return {
      action: this.#spec.audit,
      user: { id: user.id, name: user.name },
      role: decision?.role ?? null,
      session,
      reason: reason ? reason : null,
      ...about,
    }
  }

  #note(about: AuditAbout, decision: Allowed | null): Promise<Result<number>> {
    return this.#ports.store.note(this.#draft(about, decision))
  }

  #contextFor(
    { clips, decision, opening }: Admitted,
    { changed, ref }: { readonly changed: { done: boolean }; readonly ref: number | null },
  ): CallContext<M> {
    const { store, now } = this.#ports
    const footage = (): FootageAccess => {
      if (!decision.footage) throw new Error(`${this.#name} has no permission for footage`)
      return decision.footage
    }
    const change = async <T>(
      run: ChangeRun<T>,
      object = objectOf(clips),
      detail?: AuditAbout['detail'],
    ): Promise<Result<T>> => {
      if (this.#spec.kind !== 'change' || changed.done) throw new Error(`${this.#name} has no change of its own left`)
      const about = { object, outcome: 'done', ...(detail ? { detail } : {}) } as const
      const result = await store.change(this.#draft(about, decision), run)
      changed.done = result.ok
      return result
    }
    const ending = (about: Pick<AuditAbout, 'object' | 'detail'>): AuditDraft => {
      if (ref === null || changed.done) throw new Error(`${this.#name} has no entry left to end`)
      changed.done = true
      return this.#draft({ ...about, outcome: 'done', ref }, decision)
    }
    return {
      store,
      now,
      change,
      ending,
      footage,
      clips,
      opening: () => {
        if (!opening) throw new Error(`${this.#name} is a part of nothing`)
        return opening
      },
      user: this.#caller.user,
      session: this.#caller.session,
      breakGlass: decision.breakGlass,
      role: decision.role,
      reason: this.#request.reason?.trim() ?? null,
      profile: this.#ports.profile(),
      work: this.#work,
      allowed: (clip) => this.#decideFor(accessObjectOf(clip, this.#ports.profile())),
      draft: (action, about) => ({ ...this.#draft(about, decision), action }),
    }
  }
}
