import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { ForkOptions, UtilityProcess } from 'electron'
import type { FromChild, ToChild } from './child/port-messages.ts'
import { loud } from './loud.ts'
import { type PortHolder, StandInPort } from './message-ports.ts'
import { done } from './program.ts'
import { processScript } from './words.ts'

const parentPort = new URL('./child/parent-port.ts', import.meta.url).href

/** Processes that run, to be ended with the program. */
const running = new Set<ChildProcess>()

/** A process of Node in the place of one of Electron's. */
class StandInProcess extends EventEmitter implements Pick<UtilityProcess, 'kill' | 'pid'>, PortHolder {
  readonly #child: ChildProcess

  constructor(script: string, words: readonly string[], options: ForkOptions) {
    super()
    const execArgv = ['--import', parentPort, ...(options.execArgv ?? [])]
    this.#child = fork(script, [...words], { execArgv, serialization: 'advanced', stdio: ['ignore', 1, 2, 'ipc'] })
    running.add(this.#child)
    done.push({ what: 'process', value: this.#child.pid })
    this.#child.on('spawn', () => this.emit('spawn'))
    this.#child.on('message', (message: FromChild) => {
      if (message.standIn === 'message') this.emit('message', message.data)
      else StandInPort.told(message)
    })
    this.#child.on('exit', (code) => {
      running.delete(this.#child)
      this.emit('exit', code ?? 1)
    })
    this.#child.on('error', () => undefined)
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  get isAlive(): boolean {
    return this.#child.connected
  }

  kill(): boolean {
    return this.#child.kill()
  }

  postMessage(data: unknown, transfer: readonly StandInPort[] = []): void {
    this.tell({ standIn: 'message', data, ports: transfer.map((port) => port.goTo(this)) })
  }

  tell(message: ToChild, socket?: Socket): void {
    // What cannot be told goes to a process that has just ended; its exit says so, and a page's connection ends with it.
    if (this.#child.connected)
      this.#child.send(message, socket, { keepOpen: false }, (error) => error && socket?.destroy())
    else socket?.destroy()
  }
}

/** Electron's `utilityProcess`. */
export const standInProcesses = {
  fork: (script: string, words: readonly string[] = [], options: ForkOptions = {}): UtilityProcess =>
    loud<UtilityProcess>('UtilityProcess', new StandInProcess(processScript ?? script, words, options)),
}

/** Ends every process that was started and still runs. */
export function endProcesses(): void {
  for (const child of running) child.kill('SIGKILL')
}
