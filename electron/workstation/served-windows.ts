import { randomUUID } from 'node:crypto'
import process from 'node:process'
import type { MethodName } from '../../contract/methods/all.ts'
import type { WindowMethodName } from '../../contract/window/all.ts'
import { type DesktopMethods, desktopMethods, isWindowMethod } from '../../contract/window/desktop-methods.ts'
import { serveWire } from '../../contract/wire/serve-wire.ts'
import type { WireEnd } from '../../contract/wire/wire-end.ts'
import type { Result } from '../../core/result.ts'
import type { CallRequest, CallWork } from '../../service/vault/handler.ts'
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

/** The windows that are connected: each has one port, and a newer one closes the older. */
export class ServedWindows {
  readonly #desk: VaultDesk
  readonly #answers: WindowAnswers
  readonly #ends = new Map<number, WireEnd>()

  constructor(desk: VaultDesk, answers: WindowAnswers) {
    this.#desk = desk
    this.#answers = answers
  }

  serve(window: number, end: WireEnd): void {
    this.#ends.get(window)?.close()
    this.#ends.set(window, end)
    const viewed = new ViewedClips((opening) => this.#stopViewing(opening))
    end.onClose(() => {
      if (this.#ends.get(window) === end) this.#ends.delete(window)
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
      return this.#desk.call(name, request, work)
    }
    const { signal, onItem } = work
    const call = { input, window, signal, onItem } as unknown as WindowCall<WindowMethodName>
    return (this.#answers[name] as AnyWindowAnswer)(call)
  }
}
