import type { MessagePortMain } from 'electron'
import type { WireEnd } from '../../contract/wire/wire-end.ts'

/** The end of the wire that a window's port is, in a process of Electron's. Bytes are cloned: these ports give no buffers away. */
export function endOverElectronPort(port: MessagePortMain): WireEnd {
  let isClosed = false
  port.on('close', () => {
    isClosed = true
  })
  return {
    send: (message) => {
      if (!isClosed) port.postMessage(message)
    },
    onMessage: (listener) => {
      port.on('message', ({ data }: { readonly data: unknown }) => {
        if (!isClosed) listener(data)
      })
      port.start()
    },
    onClose: (listener) => {
      if (isClosed) listener()
      else port.on('close', listener)
    },
    close: () => {
      if (!isClosed) port.close()
    },
  }
}
