import { createHash } from 'node:crypto'
import { Decrypter } from 'age-encryption'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../core/clips/clip-index.ts'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import type { ClipSource } from '../../../core/ports/clip-source.ts'
import { instant } from '../../../core/ports/clock.ts'
import { readZipMember } from '../../../tools/models/zip-archive.ts'
import { contentSource } from '../content-source.ts'
import { archiveAtCost, disclosureArchive } from './disclosure-archive.ts'

/** What leaves encrypted, read by the format's own package and by a zip reader that Occlude does not write with. */

const passphrase = 'gravel pianos whistle on Tuesday'
const request = { passphrase, madeAt: instant('2026-11-23T10:00:00.000Z') }
const hashOf = (bytes: Uint8Array) => sha256(createHash('sha256').update(bytes).digest('hex'))
/** Cheap to try: what is looked at is not how long guessing takes. */
const archive = archiveAtCost(10)

function content(size: number): Uint8Array {
  return new Uint8Array(size).map((_, at) => (at * 31) % 251)
}

async function madeOf(size: number) {
  const entries = [
    { name: 'copy.mp4', content: content(size) },
    { name: 'copy.certificate.json', content: '{"façade":1}' },
  ]
  const sealed = await archive.seal(entries, request)
  const blocks: Uint8Array[] = []
  for (let at = 0; at < sealed.bytes.size; at += 100_000)
    blocks.push(await sealed.bytes.read(at, Math.min(100_000, sealed.bytes.size - at)))
  return { sealed, written: new Uint8Array(Buffer.concat(blocks)) }
}

function clipOf(bytes: ByteSource): ClipSource {
  return { name: 'copy.zip.age', bytes, unchanged: async (hash) => hash === 'as written', fault: () => null }
}

const open = ({ sealed }: Awaited<ReturnType<typeof madeOf>>, bytes: Uint8Array) =>
  sealed.opened(clipOf(contentSource(bytes)), 'as written' as ReturnType<typeof sha256>)

describe('an archive', () => {
  it.each([0, 1, 65_536 * 3, 700_001])('is a zip file within an age file: %i bytes', async (size) => {
    const { written } = await madeOf(size)
    const text = Buffer.from(written.subarray(0, 60)).toString('latin1')
    expect(text).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S{22} 10\n/)
    const decrypter = new Decrypter()
    decrypter.addPassphrase(passphrase)
    const zip = Buffer.from(await decrypter.decrypt(written))
    expect(new Uint8Array(readZipMember(zip, 'copy.mp4'))).toEqual(content(size))
    expect(readZipMember(zip, 'copy.certificate.json').toString()).toBe('{"façade":1}')
    for (const secret of ['copy.mp4', 'certificate']) expect(Buffer.from(written).includes(secret)).toBe(false)
  })

  it('is opened where it lies: its first file from any place, and what went in of all', async () => {
    const made = await madeOf(700_001)
    const opened = await open(made, made.written)
    if (!opened.ok) throw new Error(opened.failure.kind)
    const { first, files } = opened.value
    expect(files).toEqual([
      { name: 'copy.mp4', sha256: hashOf(content(700_001)), bytes: 700_001 },
      { name: 'copy.certificate.json', sha256: hashOf(Buffer.from('{"façade":1}')), bytes: 13 },
    ])
    for (const [offset, length] of [
      [0, 10],
      [65_500, 200],
      [131_072, 65_536],
      [699_990, 500],
      [700_001, 5],
    ] as const)
      expect(await first.bytes.read(offset, length)).toEqual(content(700_001).subarray(offset, offset + length))
    expect([first.bytes.size, await first.unchanged(hashOf(content(1)))]).toEqual([700_001, true])
  })

  it('does not open with another passphrase, nor once a byte of it was changed or lost', async () => {
    const made = await madeOf(200_000)
    const other = new Decrypter()
    other.addPassphrase('gravel pianos whistle on Mondays')
    await expect(other.decrypt(made.written)).rejects.toThrow('no identity matched')
    for (const at of [30, 200, 100_000, made.written.length - 1]) {
      const changed = made.written.with(at, (made.written[at] ?? 0) ^ 1)
      await expect(open(made, changed), String(at)).rejects.toThrow()
    }
    await expect(open(made, made.written.subarray(0, -1))).rejects.toThrow()
    await expect(open(made, made.written.subarray(0, -65_552))).rejects.toThrow()
  })

  it('opens however its letters with accents were typed', async () => {
    const typed = 'Pralin\u00e9 whistles on Tuesday'
    const sealed = await archive.seal([{ name: 'a', content: 'b' }], { ...request, passphrase: typed.normalize('NFD') })
    const decrypter = new Decrypter()
    decrypter.addPassphrase(typed)
    const written = await sealed.bytes.read(0, sealed.bytes.size)
    expect(readZipMember(Buffer.from(await decrypter.decrypt(written)), 'a').toString()).toBe('b')
    expect(await sealed.opened(clipOf(contentSource(written)), hashOf(written))).toMatchObject({ ok: true })
  })

  it('is stretched beside the thread that asks: others are answered meanwhile', async () => {
    // Whatever runs on this thread is over once every step that waits for nothing from outside has been taken.
    const isOverByItself = async (work: Promise<unknown>): Promise<boolean> => {
      let over = false
      void work.then(() => {
        over = true
      })
      for (let step = 0; step < 1_000; step++) await Promise.resolve()
      return over
    }
    const sealing = archive.seal([{ name: 'a', content: 'b' }], request)
    expect(await isOverByItself(sealing)).toBe(false)
    const { bytes, opened } = await sealing
    const written = await bytes.read(0, bytes.size)
    const opening = opened(clipOf(contentSource(written)), hashOf(written))
    expect(await isOverByItself(opening)).toBe(false)
    expect(await opening).toMatchObject({ ok: true })
  })

  it('asks for no more work than the program age would do, whatever its header says', async () => {
    const made = await madeOf(10)
    const text = Buffer.from(made.written)
      .toString('latin1')
      .replace(/^(-> scrypt \S+) 10$/m, '$1 30')
    await expect(open(made, new Uint8Array(Buffer.from(text, 'latin1')))).rejects.toThrow('not a file')
  })

  it('another archive in its place is told, though the passphrase opens it', async () => {
    const made = await madeOf(200_000)
    const { written } = await madeOf(200_001)
    expect(await open(made, written)).toEqual({
      ok: false,
      failure: { kind: 'written-differs', name: 'copy.zip.age' },
    })
  })

  it('is made once, in order, and says what could not be read of what goes in', async () => {
    const { sealed } = await madeOf(10)
    await expect(sealed.bytes.read(0, 10)).rejects.toThrow('in order')
    const gone = { size: 10, read: async () => Promise.reject(new Error('damaged')) }
    const broken = await archive.seal([{ name: 'copy.mp4', content: gone }], request)
    await expect(broken.bytes.read(0, broken.bytes.size)).rejects.toThrow('damaged')
  })

  it('takes no weak passphrase, nor one of names that stand about the copy', async () => {
    const fault = async (text: string) => {
      const judged = await disclosureArchive.judge(text, ['Jonathan Publicsson', 'Mapleton Constabulary'])
      return judged.ok ? null : judged.failure.kind
    }
    expect(await fault(passphrase)).toBe(null)
    for (const weak of ['secret', 'fourteen chars', 'password1234567', 'mapletonpublicsson'])
      expect(await fault(weak), weak).toBe('weak-passphrase')
  })
})
