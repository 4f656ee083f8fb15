/**
 * One end of a connection, as a transport offers it: a port between threads or processes, a socket. What is sent are plain values
 * that can be cloned, with real `Uint8Array`s in them; they arrive whole, in order and once, or the connection ends.
 */
export type WireEnd = {
  /** Buffers in `transfer` are given away where the transport can. After the end nothing is sent. Throws what cannot be cloned (a bug). */
  send(message: unknown, transfer?: readonly ArrayBuffer[]): void
  /** To be called once; what came before is handed over then. */
  onMessage(listener: (message: unknown) => void): void
  /** The other side has gone, or this end was closed. Called at once where that has happened already. */
  onClose(listener: () => void): void
  close(): void
}

/** The part of a `MessagePort` that the wire needs: the browser's and Node's have it. */
export type PortLike = {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  addEventListener(
    type: 'message' | 'messageerror' | 'close',
    listener: (event: { readonly data?: unknown }) => void,
  ): void
  start(): void
  close(): void
}

/** The end that a `MessagePort` is. */
export function endOverPort(port: PortLike): WireEnd {
  const closing: (() => void)[] = []
  let closed = false
  const close = (): void => {
    if (closed) return
    closed = true
    port.close()
    for (const listener of closing) listener()
  }
  port.addEventListener('close', close)
  port.addEventListener('messageerror', close)
  return {
    send: (message, transfer = []) => {
      if (!closed) port.postMessage(message, [...transfer])
    },
    onMessage: (listener) => {
      port.addEventListener('message', ({ data }) => {
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
