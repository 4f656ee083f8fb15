import { type FileHandle, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import {
  anyKey,
  found,
  hexHash,
  makeSegmentDesk,
  plainBytes,
  type SegmentDesk,
} from '../../../tools/vault/small-segments.ts'
import { resumeSegmentWriter } from './resume-segments.ts'
import type { SegmentKey } from './segment-format.ts'
import { openSegments } from './segment-source.ts'
import { createSegmentWriter } from './segment-writer.ts'

let desk: SegmentDesk
beforeAll(async () => {
  desk = await makeSegmentDesk()
})
afterAll(() => desk.remove())

const name = 'clip.mp4'

function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.slice(offset, offset + length) }
}

/** Goes on with `file` to the end; answers where it went on, or that it has to start again. */
async function goOn(file: FileHandle, key: SegmentKey, plain: Uint8Array): Promise<number | 'start-again'> {
  const resumed = found(await resumeSegmentWriter(file, key, name, sourceOf(plain)))
  if (resumed.kind === 'start-again') return resumed.kind
  for (let at = resumed.at; at < plain.length; at += 7)
    await resumed.writer.append(plain.subarray(at, Math.min(plain.length, at + 7)))
  expect(found(await resumed.writer.finish()).sha256).toBe(hexHash(plain))
  const source = found(await openSegments(file, key, name))
  expect(await source.read(0, source.size)).toEqual(plain)
  return resumed.at
}

describe('an interrupted file', () => {
  it.each([0, 1, 16, 17, 37, 48])('of %i bytes is gone on with, wherever it stopped', async (length) => {
    const key = anyKey()
    const plain = plainBytes(length)
    const stored = await desk.stored(plain, key)
    const full = Math.max(0, Math.ceil(length / 16) - 1)
    for (let cut = 0; cut <= stored.length; cut++) {
      const file = await desk.file('cut', stored.subarray(0, cut))
      const whole = Math.min(full, Math.max(0, Math.floor((cut - 32) / 40)))
      expect([cut, await goOn(file, key, plain)]).toEqual([cut, whole * 16])
    }
  })

  it('can be interrupted again and again', async () => {
    const key = anyKey()
    const plain = plainBytes(100)
    let stored = await desk.stored(plain, key)
    for (const cut of [50, 90, 130, 100, 170, 33, 200]) {
      const file = await desk.file('again', stored.subarray(0, cut))
      expect(await goOn(file, key, plain)).not.toBe('start-again')
      stored = await readFile(desk.path('again'))
    }
  })

  it('never has a nonce for two different plaintexts, even if the source changes at every try', async () => {
    const key = anyKey()
    const plain = plainBytes(60)
    const seen = new Map<string, string>()
    const note = (stored: Uint8Array): void => {
      for (let at = 32; at + 8 < stored.length; at += 40) {
        const nonce = hexHash(Buffer.concat([stored.subarray(at, at + 8), Uint8Array.of(at)]))
        const ciphertext = Buffer.from(stored.subarray(at + 8, at + 24)).toString('hex')
        expect(seen.get(nonce) ?? ciphertext).toBe(ciphertext)
        seen.set(nonce, ciphertext)
      }
    }
    let stored = await desk.stored(plain, key)
    note(stored)
    for (let turn = 0; turn < 20; turn++) {
      // What was lost is now something else, so that the same nonce would meet another plaintext.
      plain.fill(turn, 40)
      const file = await desk.file('changing', stored.subarray(0, 72))
      expect(await goOn(file, key, plain)).toBe(16)
      stored = await readFile(desk.path('changing'))
      note(stored)
    }
    expect(seen.size).toBeGreaterThan(60)
  })
})

describe('a file that is not what the source gives', () => {
  it('starts again when the source changed in any byte that was written', async () => {
    const key = anyKey()
    const plain = plainBytes(37)
    const stored = await desk.stored(plain, key)
    for (const cut of [40, 41, 60, 71, 72, 90, 112, 125, 141, 173]) {
      const full = Math.min(2, Math.floor((cut - 32) / 40))
      const torn = Math.min(full < 2 ? 16 : 5, Math.max(0, cut - 32 - full * 40 - 8))
      const answers: (number | string)[] = []
      for (let place = 0; place < 37; place++) {
        const changed = plain.slice()
        changed.set([255 - (plain[place] ?? 0)], place)
        answers.push(await goOn(await desk.file('changed', stored.subarray(0, cut)), key, changed))
      }
      const written = full * 16 + torn
      expect(answers.slice(0, written).every((answer) => answer === 'start-again')).toBe(true)
      expect(answers.slice(written).every((answer) => answer === full * 16)).toBe(true)
    }
  })

  it('starts again when the source became shorter or longer than what was written allows', async () => {
    const key = anyKey()
    const plain = plainBytes(48)
    const stored = await desk.stored(plain, key)
    for (const length of [0, 16, 32, 40, 47, 49, 80]) {
      const other = plainBytes(length)
      expect(await goOn(await desk.file('other', stored), key, other)).toBe(
        length === 40 || length === 47 ? 32 : 'start-again',
      )
    }
  })

  it('starts again when the file itself was changed', async () => {
    const key = anyKey()
    const plain = plainBytes(37)
    const stored = await desk.stored(plain, key)
    for (let place = 0; place < 112; place++) {
      const changed = stored.slice()
      changed[place] = (changed[place] ?? 0) ^ 1
      expect([place, await goOn(await desk.file('hurt', changed), key, plain)]).toEqual([place, 'start-again'])
    }
    expect(await goOn(await desk.file('hurt', stored), anyKey(), plain)).toBe('start-again')
    expect(await goOn(await desk.file('hurt', plainBytes(300)), key, plain)).toBe('start-again')
    expect(await goOn(await desk.file('hurt', new Uint8Array(300)), key, plain)).toBe('start-again')
  })
})

it('goes on in segments of 64 KiB', async () => {
  const key = anyKey()
  const plain = Buffer.concat(Array.from({ length: 9 }, (_, at) => plainBytes(333_333).fill(at, 5)))
  const file = await desk.file('large')
  const writer = createSegmentWriter(file, key, name)
  await writer.append(plain)
  found(await writer.finish())
  await file.truncate(32 + 40 * 65_560 + 30_000)
  const resumed = found(await resumeSegmentWriter(file, key, name, sourceOf(plain)))
  if (resumed.kind !== 'continued') throw new Error(resumed.kind)
  expect(resumed.at).toBe(40 * 65_536)
  await resumed.writer.append(plain.subarray(resumed.at))
  const finished = found(await resumed.writer.finish())
  expect(finished).toMatchObject({ bytes: plain.length, sha256: hexHash(plain) })
  expect(finished.storedSha256).toBe(hexHash(await readFile(desk.path('large'))))
})

it('leaves it to the source to say why it cannot be read', async () => {
  const key = anyKey()
  const file = await desk.file('gone', await desk.stored(plainBytes(40), key))
  const gone: ByteSource = { size: 40, read: () => Promise.reject(new Error('unplugged')) }
  await expect(resumeSegmentWriter(file, key, name, gone)).rejects.toThrow('unplugged')
  expect((await file.stat()).size).toBeGreaterThan(40)
})

it('does not go on under a key that was forgotten', async () => {
  const key = anyKey()
  const file = await desk.file('locked', await desk.stored(plainBytes(40), key))
  key.key.fill(0)
  const resumed = await resumeSegmentWriter(file, key, name, sourceOf(plainBytes(40)))
  expect(resumed).toEqual({ ok: false, failure: { kind: 'vault-locked' } })
})
