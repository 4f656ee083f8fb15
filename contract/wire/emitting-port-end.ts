import type { WireEnd } from './wire-end.ts'

/** The part of Electron's `MessagePortMain` that the wire needs: it emits, where the browser's dispatches. */
export type EmittingPort = {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** The end that an emitting port is. Bytes are cloned: these ports give no buffers away. */
export function endOverEmittingPort(port: EmittingPort): WireEnd {
  const closing: (() => void)[] = []
  let closed = false
  const close = (): void => {
    if (closed) return
    closed = true
    port.close()
    for (const listener of closing) listener()
  }
  port.on('close', close)
  return {
    send: (message) => {
      if (!closed) port.postMessage(message)
    },
    onMessage: (listener) => {
      port.on('message', ({ data }) => {
        if (!closed) listener(data)
      })
      port.start()
    },
    onClose: (listener) => {
      if (closed) listener()
      else closing.push(listener)
    },
    close,
  }
}
