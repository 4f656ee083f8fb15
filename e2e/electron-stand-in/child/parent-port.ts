import { EventEmitter } from 'node:events'
import { Socket } from 'node:net'
import process from 'node:process'
import type { ParentPort } from 'electron'
import { loud } from '../loud.ts'
import { ChildPort } from './child-port.ts'
import type { FromChild, ToChild } from './port-messages.ts'

/** Given to Node with `--import` in processes that the stand-in starts: they have `process.parentPort`, as Electron's have. */

function tell(message: FromChild): void {
  // What cannot be told goes to a program that has just ended; this process ends with it.
  if (process.connected) process.send?.(message, () => undefined)
}

const ports = new Map<number, ChildPort>()

/** Messages wait for the first listener: the script is still being loaded when they arrive. */
class StandInParentPort extends EventEmitter {
  readonly #early: { readonly data: unknown; readonly ports: readonly ChildPort[] }[] = []

  constructor() {
    super()
    this.on('newListener', (name) => {
      if (name !== 'message') return
      queueMicrotask(() => {
        for (const event of this.#early.splice(0)) this.emit('message', event)
      })
    })
  }

  postMessage(data: unknown): void {
    tell({ standIn: 'message', data })
  }

  arrive(data: unknown, ids: readonly number[]): void {
    const given = ids.map((id) => {
      const port = new ChildPort(id, tell)
      ports.set(id, port)
      port.once('close', () => ports.delete(id))
      return port
    })
    const event = { data, ports: given }
    if (this.listenerCount('message') > 0) this.emit('message', event)
    else this.#early.push(event)
  }
}

const parentPort = new StandInParentPort()
Object.assign(process, { parentPort: loud<ParentPort>('process.parentPort', parentPort) })

process.on('message', (message: ToChild, handle: unknown) => {
  if (message.standIn === 'message') {
    parentPort.arrive(message.data, message.ports)
    return
  }
  const port = ports.get(message.port)
  if (message.standIn === 'port-data') port?.arrive(message.data)
  else if (message.standIn === 'port-closed') port?.ended()
  else if (message.standIn === 'port-relay') port?.relay()
  else if (message.standIn === 'port-let-go') port?.answerUp()
  else if (!port || !(handle instanceof Socket)) {
    // A page that is gone again takes its connection along before it gets here.
    if (handle instanceof Socket) handle.destroy()
    port?.close()
  } else if (message.standIn === 'port-up') port.takeUp(handle, message.key, message.head)
  else port.takeDown(handle)
})
process.on('disconnect', () => process.exit(0))
// A terminal sends its interrupt to the whole group; the program decides what it means.
process.on('SIGINT', () => undefined)
