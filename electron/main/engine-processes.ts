import { MessageChannelMain, type UtilityProcess, utilityProcess } from 'electron'
import type { WorkstationProcess } from './workstation-process.ts'

/** Views of frames live for one frame only: room for many of them before the collector runs saves it half its work. */
const roomForFrames = ['--max-semi-space-size=64']

/**
 * Engine processes, started for the workstation process, which cannot start any itself. Each gets one port to it and nothing else: no
 * window, no path, no key. They end with the workstation process.
 */
export class EngineProcesses {
  readonly #script: string
  readonly #workstation: Pick<WorkstationProcess, 'tell' | 'lendEngine'>
  readonly #running = new Map<number, UtilityProcess>()

  constructor(script: string, workstation: Pick<WorkstationProcess, 'tell' | 'lendEngine'>) {
    this.#script = script
    this.#workstation = workstation
  }

  start(engine: number): void {
    const options = { serviceName: 'Occlude engine', stdio: 'inherit', execArgv: roomForFrames } as const
    const child = utilityProcess.fork(this.#script, [], options)
    this.#running.set(engine, child)
    child.once('exit', () => {
      // Of an earlier workstation process: nobody waits for it.
      if (this.#running.get(engine) !== child) return
      this.#running.delete(engine)
      this.#workstation.tell({ kind: 'engine-ended', engine })
    })
    const { port1, port2 } = new MessageChannelMain()
    child.postMessage({ kind: 'engine' }, [port1])
    this.#workstation.lendEngine(engine, port2)
  }

  end(engine: number): void {
    this.#running.get(engine)?.kill()
  }

  endAll(): void {
    for (const child of this.#running.values()) child.kill()
    this.#running.clear()
  }
}
