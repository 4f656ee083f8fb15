import type { Socket } from 'node:net'
import type { WireEnd } from '../../../contract/wire/wire-end.ts'
import { type FrameBounds, FrameReader, frameOf } from './frames.ts'

/** An end of the wire over a socket. */
export type SocketEnd = WireEnd & {
  /** How large messages may be from now on. */
  allow(bounds: FrameBounds): void
}

/** A message that has begun is to be whole after this long (milliseconds), or its sender is not listened to any more. */
const patience = 30_000

/** Most bytes that wait for an other side that does not read. */
const mostUnsent = 512 << 20

/** The end of the wire that a connected socket is. Whatever is wrong with what comes costs the connection and nothing else. */
export function endOverSocket(socket: Socket, bounds: FrameBounds): SocketEnd {
  const reader = new FrameReader(bounds)
  const closing: (() => void)[] = []
  const early: unknown[] = []
  let listener: ((message: unknown) => void) | null = null
  let slow: NodeJS.Timeout | null = null
  let closed = false

  const close = (): void => {
    if (closed) return
    closed = true
    if (slow) clearTimeout(slow)
    for (const told of closing) told()
    // What was sent goes out; a side that does not read is not waited for.
    socket.end()
    setTimeout(() => socket.destroy(), 1_000).unref()
  }
  const take = (message: unknown): void => {
    if (closed) return
    if (listener) listener(message)
    else early.push(message)
  }

  socket.on('data', (chunk) => {
    if (closed) return
    const isSound = reader.push(chunk, take)
    if (!isSound) {
      close()
      socket.destroy()
      return
    }
    if (slow && !reader.isWaiting) {
      clearTimeout(slow)
      slow = null
    } else if (!slow && reader.isWaiting) slow = setTimeout(close, patience).unref()
  })
  socket.on('error', close)
  socket.on('close', close)
  socket.on('end', close)

  return {
    send: (message) => {
      if (closed) return
      socket.write(frameOf(message))
      if (socket.writableLength > mostUnsent) {
        close()
        socket.destroy()
      }
    },
    onMessage: (told) => {
      listener = told
      for (const message of early.splice(0)) take(message)
    },
    onClose: (told) => {
      if (closed) told()
      else closing.push(told)
    },
    close,
    allow: (wider) => reader.allow(wider),
  }
}
