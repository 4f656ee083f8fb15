import type { Failure } from '../../core/failure.ts'
import { failed, type Result } from '../../core/result.ts'
import { type AnyExtras, AskedCall } from './asked-call.ts'
import { packed } from './own-bytes.ts'
import type { WireEnd } from './wire-end.ts'
import { type AnswererMessage, answererMessage, idIn, ownHello, wireVersion } from './wire-messages.ts'
import {
  type AnswerOf,
  fitting,
  type NameIn,
  specOf,
  type WireExtras,
  type WireRequest,
  type WireTable,
} from './wire-table.ts'

/** The methods of a table that another side serves. */
export type CalledWire<T extends WireTable> = {
  /**
   * Calls a method. Beside its own failures and the service's: `cancelled`, `connection-lost`, `other-version`, `off-contract`,
   * `internal`, `too-many-calls`. A listener's throw ends the call and is thrown here.
   */
  call<M extends NameIn<T>>(
    name: M,
    request: WireRequest<T, M>,
    extras?: WireExtras<T, M>,
  ): Promise<Result<AnswerOf<T, M>>>
  /** Hangs up: calls that run are stopped on the other side and answer `connection-lost` here. */
  close(): void
}

type AnyRequest = { readonly input: unknown; readonly reason?: string | null; readonly breakGlass?: boolean }

class Caller {
  readonly #end: WireEnd
  readonly #table: WireTable
  readonly #asked = new Map<number, AskedCall>()
  #greeted = false
  #lastId = 0
  /** Why nothing can be asked any more; null while it can. */
  #over: Failure | null = null

  constructor(end: WireEnd, table: WireTable) {
    this.#end = end
    this.#table = table
  }

  begin(): void {
    this.#end.send(ownHello)
    this.#end.onClose(() => this.#gone({ kind: 'connection-lost' }))
    this.#end.onMessage((message) => this.#arrived(message))
  }

  close(): void {
    this.#gone({ kind: 'connection-lost' })
  }

  #gone(why: Failure): void {
    if (this.#over) return
    this.#over = why
    for (const call of this.#asked.values()) call.giveUp(why)
    this.#asked.clear()
    this.#end.close()
  }

  #arrived(message: unknown): void {
    if (this.#over) return
    const parsed = answererMessage.safeParse(message)
    if (!parsed.success) this.#misfit(message)
    else if (parsed.data.type === 'hello') this.#greet(parsed.data.version)
    else if (this.#greeted) this.#take(parsed.data)
    else this.#offContract()
  }

  #greet(version: number): void {
    if (version !== wireVersion) this.#gone({ kind: 'other-version', ours: wireVersion, theirs: version })
    else if (this.#greeted) this.#offContract()
    this.#greeted = true
  }

  #offContract(): void {
    this.#gone({ kind: 'off-contract', method: 'wire', at: 'the message' })
  }

  #misfit(message: unknown): void {
    const id = idIn(message)
    const call = id === null ? undefined : this.#asked.get(id)
    if (id === null || !call) this.#offContract()
    else call.giveUp({ kind: 'off-contract', method: 'wire', at: 'the message' })
  }

  #take(message: Exclude<AnswererMessage, { type: 'hello' }>): void {
    const call = this.#asked.get(message.id)
    if (!call) {
      // Of a call that was given up already; one that was never made is an answer to nobody.
      if (message.id > this.#lastId) this.#offContract()
    } else if (message.type === 'item') {
      if (!call.item(message.item)) this.#offContract()
    } else if (message.type === 'progress') call.progress(message.progress)
    else if (message.type === 'answer') call.answer(message.output)
    else call.fail(message.failure)
  }

  call(name: string, request: AnyRequest, extras: AnyExtras): Promise<Result<unknown>> {
    if (this.#over) return Promise.resolve(failed(this.#over))
    if (extras.signal?.aborted) return Promise.resolve(failed({ kind: 'cancelled' }))
    const spec = specOf(this.#table, name)
    if (!spec) return Promise.resolve(failed({ kind: 'off-contract', method: name, at: 'no such method' }))
    const input = fitting(spec.input, request.input, name)
    if (!input.ok)
      return Promise.resolve(
        input.failure.kind === 'off-contract' ? failed({ kind: 'usage', detail: input.failure.at }) : input,
      )
    const id = this.#lastId + 1
    this.#lastId = id
    return new Promise((done, broken) => {
      const call = new AskedCall({ id, name, spec }, this.#end, extras, {
        done: this.#forget(id, done),
        broken: this.#forget(id, broken),
      })
      this.#asked.set(id, call)
      const { value, transfer } = packed(request.input)
      const { reason = null, breakGlass = false } = request
      this.#end.send({ type: 'call', id, name, input: value, reason, breakGlass }, transfer)
    })
  }

  #forget<A>(id: number, settle: (answer: A) => void): (answer: A) => void {
    return (answer) => {
      this.#asked.delete(id)
      settle(answer)
    }
  }
}

/** Calls the methods of a table that whoever is at the other end serves. What arrives is parsed; nothing that does not fit is used. */
export function callOverWire<T extends WireTable>(end: WireEnd, table: T): CalledWire<T> {
  const caller = new Caller(end, table)
  caller.begin()
  return {
    call: async <M extends NameIn<T>>(name: M, request: WireRequest<T, M>, extras: WireExtras<T, M> = {}) =>
      (await caller.call(name, request, extras as AnyExtras)) as Result<AnswerOf<T, M>>,
    close: () => caller.close(),
  }
}
