import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keyFits } from './key-fits.ts'
import { createDatabase } from './open-database.ts'

let folder: string
let path: string
const key = new Uint8Array(randomBytes(32))
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-key-fits-'))
  path = join(folder, 'vault-1.db')
  const made = createDatabase(path, key)
  if (!made.ok) throw new Error(made.failure.kind)
  made.value.close()
})
afterEach(() => rm(folder, { recursive: true }))

it('knows a database by its key alone', () => {
  expect(keyFits(path, key)).toBe(true)
  for (let bit = 0; bit < 256; bit += 31) {
    const other = Uint8Array.from(key)
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(keyFits(path, other)).toBe(false)
  }
})

it('knows it however it is damaged, as long as a page or its head is left', async () => {
  const whole = await readFile(path)
  const damages: readonly ((bytes: Buffer) => Buffer)[] = [
    (bytes) => bytes.fill(0, 0, 16),
    (bytes) => bytes.fill(0, 16, 4096),
    (bytes) => bytes.fill(0, 4096),
    (bytes) => bytes.fill(0, 0, 16).fill(1, 4096),
    (bytes) => bytes.subarray(0, 5000),
    (bytes) => bytes.subarray(0, 4095),
    () => Buffer.alloc(0),
  ]
  for (const [at, damage] of damages.entries()) {
    await writeFile(path, damage(Buffer.from(whole)))
    expect([at, keyFits(path, key)]).toEqual([at, true])
  }
  await writeFile(path, randomBytes(whole.length))
  expect(keyFits(path, key)).toBe(false)
})
