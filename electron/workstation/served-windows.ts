import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { type MethodName, methods } from '../../contract/methods/all.ts'
import type { WindowMethodName } from '../../contract/window/all.ts'
import { type DesktopMethods, desktopMethods, isWindowMethod } from '../../contract/window/desktop-methods.ts'
import { serveWire } from '../../contract/wire/serve-wire.ts'
import type { WireEnd } from '../../contract/wire/wire-end.ts'
import type { Result } from '../../core/result.ts'
import type { CallRequest, CallWork } from '../../service/vault/handler.ts'
import type { RunningWork } from './running-work.ts'
import type { SecondDisplay } from './second-display.ts'
import type { VaultDesk } from './vault-desk.ts'
import { ViewedClips } from './viewed-clips.ts'
import type { WindowAnswers, WindowCall } from './window-answers.ts'

/** Keeps what went wrong under an id: in the log of this process, never in the window. */
export function noteBug(error: unknown): string {
  const id = randomUUID().slice(0, 8)
  process.stderr.write(`bug ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return id
}

/** What arrived, without the types that the wire has checked already. */
type Arrived = {
  readonly name: keyof DesktopMethods
  readonly input: unknown
  readonly reason: string | null
  readonly breakGlass: boolean
}

/** Why a clip that a page had open is closed already. */
const endedAlready: ReadonlySet<string> = new Set(['not-signed-in', 'vault-locked', 'not-open'])

type AnyWindowAnswer = (call: WindowCall<WindowMethodName>) => Promise<Result<unknown>>

/** What is told of a call that takes long, and whoever stops it beside its own window. */
function reported(name: MethodName, work: CallWork, running: RunningWork) {
  const stopped = new AbortController()
  const report = running.begin(name, () => stopped.abort())
  if (work.signal.aborted) stopped.abort()
  work.signal.addEventListener('abort', () => stopped.abort())
  const onProgress: CallWork['onProgress'] = (progress) => {
    report.progress(progress)
    work.onProgress(progress)
  }
  return { report, work: { ...work, signal: stopped.signal, onProgress } }
}

/** What windows are served from. */
export type ServedFrom = {
  readonly desk: Pick<VaultDesk, 'call'>
  readonly answers: WindowAnswers
  readonly work: RunningWork
  readonly second: Pick<SecondDisplay, 'gone'>
}

/** The windows that are connected: each has one port, and a newer one closes the older. */
export class ServedWindows {
  readonly #desk: ServedFrom['desk']
  readonly #answers: WindowAnswers
  readonly #work: RunningWork
  readonly #second: ServedFrom['second']
  readonly #ends = new Map<number, WireEnd>()

  constructor({ desk, answers, work, second }: ServedFrom) {
    this.#desk = desk
    this.#answers = answers
    this.#work = work
    this.#second = second
  }

  serve(window: number, end: WireEnd): void {
    this.#ends.get(window)?.close()
    this.#ends.set(window, end)
    const viewed = new ViewedClips((opening) => this.#stopViewing(opening))
    end.onClose(() => {
      if (this.#ends.get(window) === end) this.#ends.delete(window)
      this.#second.gone(window)
      viewed.end().catch(noteBug)
    })
    const answer = (call: Arrived, work: CallWork) => viewed.after(call, this.#answer(window, call, work))
    // The wire parses by the same table on both sides, so each answer fits its name.
    serveWire(end, desktopMethods, { answer: answer as never, noteBug })
  }

  /** Locked or signed out meanwhile is as good: that has ended all viewing already. */
  async #stopViewing(opening: string): Promise<void> {
    const request = { input: { opening }, reason: null, breakGlass: false }
    const work = { signal: new AbortController().signal, onProgress: () => undefined }
    const closed = await this.#desk.call('clip.close', request, work)
    if (!closed.ok && !endedAlready.has(closed.failure.kind)) process.emitWarning(`viewing: ${closed.failure.kind}`)
  }

  #answer(window: number, { name, input, reason, breakGlass }: Arrived, work: CallWork): Promise<Result<unknown>> {
    if (!isWindowMethod(name)) {
      const request = { input, reason, breakGlass } as CallRequest<MethodName>
      return methods[name].kind === 'work' ? this.#longCall(name, request, work) : this.#desk.call(name, request, work)
    }
    const { signal, onItem } = work
    const call = { input, window, signal, onItem } as unknown as WindowCall<WindowMethodName>
    return (this.#answers[name] as AnyWindowAnswer)(call)
  }

  /** Other windows see how far it is; what became of it is told to its caller. */
  async #longCall(name: MethodName, request: CallRequest<MethodName>, given: CallWork): Promise<Result<unknown>> {
    const { report, work } = reported(name, given, this.#work)
    try {
      return await this.#desk.call(name, request, work)
    } finally {
      report.ended('done')
    }
  }
}
