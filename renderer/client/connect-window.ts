import { config } from 'zod'
import { methods } from '../../contract/methods/all.ts'
import { windowMethods } from '../../contract/window/all.ts'
import { askForPort, portHandedOver } from '../../contract/window/port-hand-over.ts'
import { callOverWire } from '../../contract/wire/call-over-wire.ts'
import { endOverPort } from '../../contract/wire/wire-end.ts'
import type { WindowClient } from './window-client.ts'

// The page's content policy forbids code that is made while it runs.
config({ jitless: true })

/** The port to the host: the preload script hands it over when the page asks. */
function askPort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    const handed = (event: MessageEvent): void => {
      const [port] = event.ports
      if (event.source !== window || event.data !== portHandedOver || !port) return
      window.removeEventListener('message', handed)
      resolve(port)
    }
    window.addEventListener('message', handed)
    window.postMessage(askForPort, window.location.origin)
  })
}

const table = { ...methods, ...windowMethods }

/** Connects the page with its host. */
export async function connectWindow(): Promise<WindowClient> {
  const connected = async () => callOverWire(endOverPort(await askPort()), table)
  let wire = await connected()
  return {
    ask: (name, input, { reason = null, breakGlass = false, ...extras } = {}) =>
      wire.call(name, { input, reason, breakGlass }, extras),
    askWindow: (name, input, extras = {}) => wire.call(name, { input }, extras),
    reconnect: async () => {
      wire.close()
      wire = await connected()
    },
  } as WindowClient
}
