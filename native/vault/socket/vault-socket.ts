import { chmod } from 'node:fs/promises'
import { createConnection, createServer, type Server } from 'node:net'
import { failed, ok, type Result } from '../../../core/result.ts'
import { removeIfThere } from '../../evidence/place-file.ts'
import { codeOf, writingFailure } from '../../evidence/storage-failure.ts'
import type { FrameBounds } from './frames.ts'
import { endOverSocket, type SocketEnd } from './socket-end.ts'
import { isOwnSocket, socketPlace } from './socket-place.ts'

/** What somebody may send who has not signed in: a name, a passphrase and little more. */
export const strangerBounds: FrameBounds = { bytes: 64 << 10, entries: 100 }

/** What somebody may send who has: whole projects. */
export const knownBounds: FrameBounds = { bytes: 256 << 20, entries: 50_000_000 }

/** Most connections at once; more are hung up on. */
const mostConnections = 32

/** A socket that takes connections. */
export type VaultSocket = {
  /** Path of the socket, or name of the pipe. */
  readonly address: string
  /** Takes no more connections and removes the socket; those that are open stay. */
  close(): Promise<void>
}

function listen(server: Server, address: string): Promise<Result<void>> {
  return new Promise((settled) => {
    server.once('error', (error) => settled(failed(writingFailure(error, 'socket'))))
    server.listen(address, () => settled(ok(undefined)))
  })
}

/**
 * Listens where the vault in `folder` takes calls. To be called by the process that has the vault's lock: a socket that stands there
 * is then left over and is removed. Fails with `not-writable`, `disk-full`, `file-exists`.
 */
export async function openVaultSocket(folder: string, welcome: (end: SocketEnd) => void): Promise<Result<VaultSocket>> {
  const address = await socketPlace(folder)
  if (!address.ok) return address
  const isFile = !address.value.startsWith('\\\\')
  if (isFile) await removeIfThere(address.value)
  const server = createServer((socket) => welcome(endOverSocket(socket, strangerBounds)))
  server.maxConnections = mostConnections
  const listening = await listen(server, address.value)
  if (!listening.ok) return listening
  server.on('error', () => undefined)
  if (isFile) await chmod(address.value, 0o600)
  return ok({
    address: address.value,
    close: async () => {
      server.close()
      if (isFile) await removeIfThere(address.value)
    },
  })
}

const noHolder: ReadonlySet<string | null> = new Set([
  'ENOENT',
  'ECONNREFUSED',
  'ENOTSOCK',
  'EACCES',
  'EPERM',
  'ECONNRESET',
  'EPIPE',
])

/**
 * Connects to whoever has a vault open. Fails with `connection-lost` where nobody listens, or not in a place that is this system
 * user's alone: the passphrase would go to whoever does.
 */
export async function connectToVault(address: string): Promise<Result<SocketEnd>> {
  if (!(await isOwnSocket(address))) return failed({ kind: 'connection-lost' })
  return new Promise((settled, broken) => {
    const socket = createConnection(address)
    const refused = (error: Error): void => {
      if (noHolder.has(codeOf(error))) settled(failed({ kind: 'connection-lost' }))
      else broken(error)
    }
    socket.once('error', refused)
    socket.once('connect', () => {
      socket.off('error', refused)
      settled(ok(endOverSocket(socket, knownBounds)))
    })
  })
}
