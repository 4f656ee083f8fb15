import { once } from 'node:events'
import { connect } from 'node:net'
import { beforeAll, expect, it } from 'vitest'
import { Loopback } from './loopback.ts'

const loopback = new Loopback()
const origin = 'http://occlude--app.localhost'
beforeAll(() => loopback.listen())

/** Sends a request as it stands, and answers the first line that comes back; empty: the connection was taken over. */
async function ask(lines: readonly string[]): Promise<string> {
  const socket = connect(loopback.port, '127.0.0.1')
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  const [first] = (await Promise.race([once(socket, 'data'), taken.promise.then(() => [''])])) as [Buffer | string]
  socket.destroy()
  return String(first).split('\r\n')[0] ?? ''
}

let taken = Promise.withResolvers<void>()

function socketAsk(token: string, from: string): Promise<string> {
  const key = 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=='
  const host = 'host: occlude--app.localhost:1'
  return ask([`GET /port/${token} HTTP/1.1`, host, 'connection: upgrade', 'upgrade: websocket', key, `origin: ${from}`])
}

it('lets a token for the way up be used once, from the page alone', async () => {
  const token = loopback.expectUp(origin, ({ socket }) => {
    taken.resolve()
    socket.destroy()
  })
  expect(await socketAsk('0'.repeat(32), origin)).toContain('403')
  expect(await socketAsk(token, origin)).toBe('')
  taken = Promise.withResolvers()
  expect(await socketAsk(token, origin)).toContain('403')
  const other = loopback.expectUp(origin, () => taken.resolve())
  expect(await socketAsk(other, 'https://example.org')).toContain('403')
  expect(await socketAsk(other, origin)).toContain('403')
})

it('lets a token for the way down be used once, by requests of the page alone', async () => {
  const down = (token: string, site: string) =>
    ask([`GET /port/${token} HTTP/1.1`, 'host: occlude--app.localhost:1', `sec-fetch-site: ${site}`])
  const take = () => taken.resolve()
  expect(await down(loopback.expectDown(take), 'cross-site')).toContain('404')
  const token = loopback.expectDown(take)
  expect(await down(token, 'same-origin')).toBe('')
  taken = Promise.withResolvers()
  expect(await down(token, 'same-origin')).toContain('404')
})

it('answers for registered schemes under their own names only', async () => {
  loopback.handlers.set('app', ({ url }) => new Response(url))
  expect(await ask(['GET /index.html HTTP/1.1', 'host: occlude--app.localhost:1'])).toContain('200')
  expect(await ask(['GET /index.html HTTP/1.1', 'host: 127.0.0.1:1'])).toContain('404')
  expect(await ask(['GET /index.html HTTP/1.1', 'host: occlude--other.localhost:1'])).toContain('404')
})
