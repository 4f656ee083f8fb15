import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { snapshotSheet } from './snapshot-sheet.ts'

/** CRC-32 as PNG wants it after each chunk is not read by the sheet: zeros stand there. */
function chunk(kind: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(kind, 'latin1'), data, Buffer.alloc(4)])
}

function grey(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const rows = Buffer.alloc((1 + 3 * width) * height, 128)
  for (let row = 0; row < height; row++) rows[row * (1 + 3 * width)] = 0
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts])
}

const stamp = [
  { name: 'Clip', value: 'c1c1c1c1c1c1c1c1, bodycam (1).mp4' },
  { name: 'Reason', value: 'x'.repeat(160) },
]

test.each([
  [640, 360],
  [90, 1600],
])('a picture of %d x %d has one page, with its pixels as they are', async (width, height) => {
  const sheet = Buffer.from(await snapshotSheet(grey(width, height), stamp)).toString('latin1')
  expect(sheet.startsWith('%PDF-')).toBe(true)
  expect(sheet.match(/\/Type \/Page\b/g)).toHaveLength(1)
  expect(sheet).toContain(`/Width ${width}`)
  expect(sheet).toContain(`/Height ${height}`)
})

test('equal pictures and stamps give equal bytes, others others', async () => {
  const [one, again, other] = [
    await snapshotSheet(grey(32, 18), stamp),
    await snapshotSheet(grey(32, 18), stamp),
    await snapshotSheet(grey(32, 18), stamp.slice(1)),
  ]
  expect(Buffer.compare(one, again)).toBe(0)
  expect(Buffer.compare(one, other)).not.toBe(0)
})
