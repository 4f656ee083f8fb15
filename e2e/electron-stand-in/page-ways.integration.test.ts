import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { ChildPort } from './child/child-port.ts'
import { type PortHolder, StandInPort } from './message-ports.ts'

/** Both ends of one connection. */
async function connection(): Promise<{ readonly page: Socket; readonly socket: Socket; close(): void }> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  const page = connect(address.port, '127.0.0.1')
  const [socket] = (await once(server, 'connection')) as [Socket]
  const close = (): void => {
    page.destroy()
    server.close()
  }
  return { page, socket, close }
}

const asked = { key: 'dGhlIHNhbXBsZSBub25jZQ==', head: Buffer.alloc(0) }

it('a process that has got the way up is told next that the program has let go of it', async () => {
  const { socket, close } = await connection()
  const told: string[] = []
  const holder: PortHolder = { isAlive: true, tell: ({ standIn }) => void told.push(standIn) }
  const [ours, theirs] = StandInPort.pair()
  theirs.goTo(holder)
  ours.goToPage().up({ ...asked, socket })
  expect(told).toEqual(['port-up', 'port-let-go'])
  close()
})

it('answers a page only then, for what it said before would be lost in the program', async () => {
  const { page, socket, close } = await connection()
  const port = new ChildPort(1, () => undefined)
  port.takeUp(socket, asked.key, asked.head)
  // What is written in between comes first: the way has not been answered.
  socket.write('not yet ')
  port.answerUp()
  let said = ''
  page.on('data', (piece) => {
    said += String(piece)
  })
  await expect.poll(() => said).toContain('\r\n\r\n')
  expect(said.startsWith('not yet HTTP/1.1 101')).toBe(true)
  close()
})

it('a port that ends before it is answered lets its page go', async () => {
  const { page, socket, close } = await connection()
  const port = new ChildPort(1, () => undefined)
  port.takeUp(socket, asked.key, asked.head)
  port.close()
  port.answerUp()
  await once(page, 'close')
  close()
})
