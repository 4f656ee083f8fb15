import type { Failure } from '../../core/failure.ts'
import type { Result } from '../../core/result.ts'
import { AnsweredCall } from './answered-call.ts'
import { packed } from './own-bytes.ts'
import type { WireEnd } from './wire-end.ts'
import {
  type AnswererMessage,
  type CallerMessage,
  callerMessage,
  idIn,
  mostCalls,
  ownHello,
  wireVersion,
} from './wire-messages.ts'
import {
  type AnswerOf,
  type ArrivedCall,
  type ArrivedWork,
  fitting,
  type NameIn,
  specOf,
  type WireSpec,
  type WireTable,
} from './wire-table.ts'

/** Answers what arrives; a throw is a bug, and `noteBug` keeps it under an id of its making. */
export type Answerer<T extends WireTable> = {
  readonly answer: <M extends NameIn<T>>(
    call: ArrivedCall<T, M>,
    work: ArrivedWork<T, M>,
  ) => Promise<Result<AnswerOf<T, M>>>
  readonly noteBug: (error: unknown) => string
}

/** The calls that are being answered over one connection. */
export type ServedWire = {
  /** Settled when the other side has gone and the last of its calls has ended. */
  readonly ended: Promise<void>
}

type AsCall = Extract<CallerMessage, { type: 'call' }>
type AnyAnswer = (
  call: {
    readonly name: string
    readonly input: unknown
    readonly reason: string | null
    readonly breakGlass: boolean
  },
  work: object,
) => Promise<Result<unknown>>

class Served<T extends WireTable> {
  readonly #end: WireEnd
  readonly #table: T
  readonly #answer: AnyAnswer
  readonly #noteBug: Answerer<T>['noteBug']
  readonly #running = new Map<number, AnsweredCall>()
  #greeted = false
  #lastId = 0
  #gone = false
  #settle: () => void = () => undefined
  readonly ended = new Promise<void>((settle) => {
    this.#settle = settle
  })

  constructor(end: WireEnd, table: T, answerer: Answerer<T>) {
    this.#end = end
    this.#table = table
    this.#answer = answerer.answer as unknown as AnyAnswer
    this.#noteBug = answerer.noteBug
  }

  begin(): void {
    this.#end.send(ownHello)
    this.#end.onClose(() => {
      this.#gone = true
      for (const call of this.#running.values()) call.stop()
      this.#settleWhenDone()
    })
    this.#end.onMessage((message) => this.#arrived(message))
  }

  #settleWhenDone(): void {
    if (this.#gone && this.#running.size === 0) this.#settle()
  }

  #send(message: AnswererMessage, transfer: readonly ArrayBuffer[] = []): void {
    if (!this.#gone) this.#end.send(message, transfer)
  }

  #fail(id: number, failure: Failure): void {
    this.#send({ type: 'failure', id, failure })
  }

  #arrived(message: unknown): void {
    if (this.#gone) return
    const parsed = callerMessage.safeParse(message)
    if (!parsed.success) this.#misfit(message)
    else if (parsed.data.type === 'hello') this.#greet(parsed.data.version)
    else if (!this.#greeted) this.#end.close()
    else this.#obey(parsed.data)
  }

  #greet(version: number): void {
    if (this.#greeted || version !== wireVersion) this.#end.close()
    this.#greeted = true
  }

  /** What does not fit ends the call that it is about; where there is none, the connection. */
  #misfit(message: unknown): void {
    const id = idIn(message)
    const call = id === null ? undefined : this.#running.get(id)
    if (id === null || !this.#greeted || (!call && id <= this.#lastId)) {
      this.#end.close()
      return
    }
    this.#lastId = Math.max(this.#lastId, id)
    this.#fail(id, { kind: 'off-contract', method: 'wire', at: 'the message' })
    call?.stop()
  }

  #obey(message: Exclude<CallerMessage, { type: 'hello' }>): void {
    if (message.type === 'call') {
      this.#begin(message)
      return
    }
    // What is about a call that has ended came too late, and is nothing.
    const call = this.#running.get(message.id)
    if (!call) return
    if (message.type === 'cancel') call.stop()
    else if (message.type === 'seen') call.seen()
    else if (!call.credit(message.items)) this.#end.close()
  }

  #begin(message: AsCall): void {
    const { id, name } = message
    if (id <= this.#lastId) {
      this.#end.close()
      return
    }
    this.#lastId = id
    const spec = specOf(this.#table, name)
    if (!spec) this.#fail(id, { kind: 'off-contract', method: 'wire', at: 'no such method' })
    else if (this.#running.size >= mostCalls) this.#fail(id, { kind: 'too-many-calls', most: mostCalls })
    else {
      const call = new AnsweredCall(id, this.#end)
      this.#running.set(id, call)
      void this.#run(call, spec, message)
    }
  }

  async #run(call: AnsweredCall, spec: WireSpec, message: AsCall): Promise<void> {
    try {
      const answered = await this.#answered(call, spec, message)
      if (answered.ok) {
        const { value, transfer } = packed(answered.value)
        this.#send({ type: 'answer', id: message.id, output: value }, transfer)
      } else this.#fail(message.id, answered.failure)
    } catch (error) {
      this.#fail(message.id, { kind: 'internal', id: this.#noteBug(error) })
    } finally {
      call.stop()
      this.#running.delete(message.id)
      this.#settleWhenDone()
    }
  }

  async #answered(call: AnsweredCall, spec: WireSpec, message: AsCall): Promise<Result<unknown>> {
    const { name, reason, breakGlass } = message
    const input = fitting(spec.input, message.input, name)
    if (!input.ok) return input
    const answer = await this.#answer(
      { name, input: input.value, reason, breakGlass },
      {
        signal: call.signal,
        onProgress: (progress: Parameters<AnsweredCall['progress']>[0]) => call.progress(progress),
        onItem: async (item: unknown) => {
          const fits = spec.item ? fitting(spec.item, item, name) : null
          if (!fits?.ok) throw new Error(`${name} made an item that does not fit the contract`)
          await call.item(fits.value)
        },
      },
    )
    return answer.ok ? fitting(spec.output, answer.value, name) : answer
  }
}

/**
 * Answers the calls of whoever is at the other end, by the methods of a table. Inputs, items and answers are parsed; a message
 * that does not fit ends its call or the connection, never the process. When the other side goes, its calls are stopped.
 */
export function serveWire<T extends WireTable>(end: WireEnd, table: T, answerer: Answerer<T>): ServedWire {
  const served = new Served(end, table, answerer)
  served.begin()
  return { ended: served.ended }
}
