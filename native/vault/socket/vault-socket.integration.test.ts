import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, lstat, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callOverWire } from '../../../contract/wire/call-over-wire.ts'
import { serveWire } from '../../../contract/wire/serve-wire.ts'
import { answererOf, Seen, table } from '../../../contract/wire/synthetic/wire-desk.ts'
import { failed, ok } from '../../../core/result.ts'
import { frameOf } from './frames.ts'
import type { SocketEnd } from './socket-end.ts'
import { connectToVault, openVaultSocket, type VaultSocket } from './vault-socket.ts'

let folder = ''
let vault: VaultSocket
let seen: Seen
let welcomed: SocketEnd[]

async function openSocket(): Promise<VaultSocket> {
  const opened = await openVaultSocket(folder, (end) => {
    welcomed.push(end)
    serveWire(end, table, answererOf(seen))
  })
  if (!opened.ok) throw new Error(opened.failure.kind)
  return opened.value
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-socket-'))
  seen = new Seen()
  welcomed = []
  vault = await openSocket()
})

afterEach(async () => {
  await vault.close()
  for (const end of welcomed) end.close()
  await rm(folder, { recursive: true })
})

async function raw(): Promise<Socket> {
  const socket = createConnection(vault.address)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.resume()
  return socket
}

async function works(): Promise<void> {
  const end = await connectToVault(vault.address)
  if (!end.ok) throw new Error(end.failure.kind)
  const wire = callOverWire(end.value, table)
  expect(await wire.call('double', { input: { number: 4 } })).toEqual(ok({ number: 8 }))
  wire.close()
}

describe('the socket of a vault', () => {
  it('is this user alone, and goes with its vault', async () => {
    const [socket, around] = [await lstat(vault.address), await lstat(dirname(vault.address))]
    expect(socket.isSocket()).toBe(true)
    expect([socket.mode & 0o777, around.mode & 0o777]).toEqual([0o600, 0o700])
    expect(Buffer.byteLength(vault.address)).toBeLessThanOrEqual(100)
    await works()
    await vault.close()
    await expect(lstat(vault.address)).rejects.toThrow('ENOENT')
    expect(await connectToVault(vault.address)).toEqual(failed({ kind: 'connection-lost' }))
  })

  it('takes the place of one that was left over', async () => {
    await vault.close()
    await writeFile(vault.address, 'left over')
    vault = await openSocket()
    await works()
  })

  it.each([
    ['noise', () => randomBytes(5_000)],
    ['a length of four gigabytes', () => Buffer.from([0xff, 0xff, 0xff, 0xff, 1])],
    ['a message over what strangers may send', () => Buffer.from([0, 1, 0, 1])],
    ['no message', () => frameOf('hello')],
    ['a call before a greeting', () => frameOf({ type: 'call', id: 1, name: 'double', input: { number: 1 } })],
    ['a web page', () => Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ])('costs whoever sends %s the connection, and nobody else', async (_what, bytes) => {
    const socket = await raw()
    const closed = once(socket, 'close')
    socket.write(bytes())
    await closed
    await works()
    expect(seen.bugs).toEqual([])
  })

  it('is not kept by half messages and by connections that say nothing', async () => {
    const half = await raw()
    half.write(Buffer.from([0, 0, 0, 200, 1, 2, 3]))
    const silent = await Promise.all(Array.from({ length: 20 }, raw))
    await works()
    for (const socket of [half, ...silent]) socket.destroy()
    await works()
  })

  it('takes no more connections than it has room for, and goes on when they have gone', async () => {
    const sockets = await Promise.all(Array.from({ length: 40 }, raw))
    expect(welcomed.length).toBeLessThanOrEqual(32)
    const ends = sockets.map((socket) => (socket.closed ? null : once(socket, 'close')))
    for (const socket of sockets) socket.end()
    await Promise.all(ends)
    await works()
  })

  it('stops the calls of a client that is gone', async () => {
    const socket = await raw()
    socket.write(frameOf({ type: 'hello', wire: 'occlude', version: 1 }))
    socket.write(frameOf({ type: 'call', id: 1, name: 'wait', input: {}, reason: null, breakGlass: false }))
    while (seen.running === 0) await new Promise(setImmediate)
    socket.destroy()
    while (seen.stopped === 0) await new Promise(setImmediate)
    expect(seen.running).toBe(0)
  })
})

describe('whoever connects', () => {
  it('says no passphrase to a socket in a folder that others may enter', async () => {
    const open = join(folder, 'open')
    await mkdir(open)
    await chmod(open, 0o755)
    const { createServer } = await import('node:net')
    const server = createServer(() => {
      throw new Error('somebody connected')
    })
    const path = join(open, 's')
    await new Promise<void>((listening) => server.listen(path, listening))
    expect(await connectToVault(path)).toEqual(failed({ kind: 'connection-lost' }))
    server.close()
  })

  it('follows no link to another socket, and takes no file for one', async () => {
    const link = join(dirname(vault.address), `link-${randomBytes(4).toString('hex')}`)
    await symlink(vault.address, link)
    expect(await connectToVault(link)).toEqual(failed({ kind: 'connection-lost' }))
    await rm(link)
    await writeFile(join(folder, 'file'), '')
    expect(await connectToVault(join(folder, 'file'))).toEqual(failed({ kind: 'connection-lost' }))
  })
})
