import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { Work } from '../../core/ports/work.ts'
import { disclosureTarget } from './disclosure-target.ts'

let base = ''
let stick = ''
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'occlude-out-'))
  stick = join(base, 'stick')
  await mkdir(stick)
})
afterEach(() => rm(base, { recursive: true }))

const names = ['copy.mp4', 'copy.certificate.json', 'copy.schedule.pdf']
const request = { names, otherNames: ['copy.zip.age', 'copy.how-to-open.txt'], bytes: 1000 }
const quiet: Work = { signal: new AbortController().signal, onProgress: () => undefined }

const content = new Uint8Array(2_500_000).map((_, at) => at % 251)
const hash = createHash('sha256').update(content).digest('hex')

function source(bytes: Uint8Array, before: (offset: number) => Promise<unknown> = async () => undefined): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => {
      await before(offset)
      return bytes.subarray(offset, offset + length)
    },
  }
}

async function begun(folder = stick) {
  const target = await disclosureTarget(folder, request)
  if (!target.ok) throw new Error(target.failure.kind)
  return target.value
}

/** Everything written, nothing named. */
async function written() {
  const unfinished = await begun()
  const files = [await unfinished.write('copy.mp4', source(content), quiet)]
  for (const name of names.slice(1)) files.push(await unfinished.write(name, source(new Uint8Array([1, 2])), quiet))
  return { unfinished, files }
}

describe('writing out', () => {
  it('shows nothing but unfinished files until they get their names, and reads back what lies there', async () => {
    const { unfinished, files } = await written()
    expect(files[0]).toEqual({ ok: true, value: { name: 'copy.mp4', sha256: hash, bytes: content.length } })
    expect((await readdir(stick)).toSorted()).toEqual(names.map((name) => `${name}.partial`).toSorted())
    expect((await stat(join(stick, 'copy.mp4.partial'))).mode & 0o777).toBe(0o600)
    const copy = unfinished.written('copy.mp4')
    expect(copy.bytes.size).toBe(content.length)
    expect(await copy.bytes.read(2_499_998, 9)).toEqual(content.subarray(2_499_998))
    expect([await unfinished.unchanged(), await unfinished.name()]).toEqual([
      { ok: true, value: undefined },
      { ok: true, value: undefined },
    ])
    expect((await readdir(stick)).toSorted()).toEqual(names.toSorted())
    await unfinished.discard()
    expect(new Uint8Array(await readFile(join(stick, 'copy.mp4')))).toEqual(content)
  })

  it('leaves nothing when it is discarded, stopped, or cannot be read where it comes from', async () => {
    const { unfinished } = await written()
    await unfinished.discard()
    await unfinished.discard()
    expect(await readdir(stick)).toEqual([])
    const stop = new AbortController()
    const reading = source(content, async (offset) => (offset > 0 ? stop.abort() : undefined))
    const stopped = await (await begun()).write('copy.mp4', reading, { ...quiet, signal: stop.signal })
    expect([stopped, await readdir(stick)]).toEqual([{ ok: false, failure: { kind: 'cancelled' } }, []])
    const broken = source(content, async () => Promise.reject(new Error('damaged')))
    await expect((await begun()).write('copy.mp4', broken, quiet)).rejects.toThrow('damaged')
    expect(await readdir(stick)).toEqual([])
  })

  it('tells when what lies there is not what was written', async () => {
    const path = join(stick, 'copy.mp4.partial')
    const losing = source(content, async (offset) => (offset >= 2 << 20 ? truncate(path, 5) : undefined))
    const short = await (await begun()).write('copy.mp4', losing, quiet)
    expect(short).toEqual({ ok: false, failure: { kind: 'written-differs', name: 'copy.mp4' } })
    expect(await readdir(stick)).toEqual([])
  })

  it('notices what is changed or exchanged after it was read back, and leaves what is not its own', async () => {
    const { unfinished } = await written()
    await rm(join(stick, 'copy.schedule.pdf.partial'))
    await writeFile(join(stick, 'copy.schedule.pdf.partial'), 'theirs')
    const taken = { ok: false, failure: { kind: 'output-taken', name: 'copy.schedule.pdf' } }
    expect(await unfinished.unchanged()).toEqual(taken)
    await unfinished.discard()
    expect(await readdir(stick)).toEqual(['copy.schedule.pdf.partial'])
    const again = (await written()).unfinished
    await truncate(join(stick, 'copy.mp4.partial'), 7)
    expect(await again.unchanged()).toMatchObject({ failure: { kind: 'output-taken', name: 'copy.mp4' } })
    await again.discard()
  })

  it('names nothing where one of the names was taken meanwhile', async () => {
    const { unfinished } = await written()
    await writeFile(join(stick, 'copy.mp4'), 'theirs')
    expect(await unfinished.name()).toMatchObject({ ok: false, failure: { kind: 'file-exists' } })
    expect(await readdir(stick)).toEqual(['copy.mp4'])
    expect(await readFile(join(stick, 'copy.mp4'), 'utf8')).toBe('theirs')
  })
})

describe('a stick that is pulled out', () => {
  const gone = { kind: 'medium-gone', name: 'stick', registered: false }

  it('while it is written to: it says so, and nothing there looks finished', async () => {
    const away = source(content, async (offset) => (offset === 1 << 20 ? rename(stick, join(base, 'away')) : undefined))
    expect(await (await begun()).write('copy.mp4', away, quiet)).toEqual({ ok: false, failure: gone })
    expect(await readdir(join(base, 'away'))).toEqual(['copy.mp4.partial'])
  })

  it('afterwards, or exchanged for another one', async () => {
    const { unfinished } = await written()
    await rename(stick, join(base, 'away'))
    expect(await unfinished.unchanged()).toEqual({ ok: false, failure: gone })
    await mkdir(stick)
    expect(await unfinished.unchanged()).toEqual({ ok: false, failure: gone })
    expect(await unfinished.name()).toEqual({ ok: false, failure: gone })
    expect([
      await readdir(stick),
      (await readdir(join(base, 'away'))).every((name) => name.endsWith('.partial')),
    ]).toEqual([[], true])
    await rm(stick, { recursive: true })
    await rename(join(base, 'away'), stick)
    await (await begun()).discard()
    expect(await readdir(stick)).toEqual([])
  })
})

describe('before anything is written', () => {
  const refusal = async (folder: string) => {
    const target = await disclosureTarget(folder, request)
    return target.ok ? null : target.failure
  }

  it('a folder that is missing, a file, a link, or named in part is refused', async () => {
    await writeFile(join(base, 'file'), '')
    await symlink(stick, join(base, 'link'))
    expect(await refusal(join(base, 'none'))).toEqual({ kind: 'folder-missing', name: 'none' })
    expect(await refusal(join(base, 'file'))).toEqual({ kind: 'folder-missing', name: 'file' })
    expect(await refusal('stick')).toEqual({ kind: 'folder-missing', name: 'stick' })
    expect(await refusal(join(base, 'link'))).toEqual({ kind: 'unfit-folder', name: 'link', why: 'link' })
  })

  it('a vault is no place for it, on whatever way one comes there', async () => {
    await writeFile(join(base, 'slots.json'), '{}')
    await mkdir(join(stick, 'deep'))
    const inside = { kind: 'unfit-folder', why: 'inside-vault' }
    expect(await refusal(base)).toMatchObject(inside)
    expect(await refusal(join(stick, 'deep'))).toMatchObject(inside)
    const beside = await mkdtemp(join(tmpdir(), 'occlude-beside-'))
    await symlink(stick, join(beside, 'link'))
    expect(await refusal(join(beside, 'link', 'deep'))).toMatchObject(inside)
    await rm(beside, { recursive: true })
  })

  it('nothing is replaced, be it a file, a folder or a link', async () => {
    const exists = { kind: 'file-exists', name: 'copy.certificate.json', final: true }
    await writeFile(join(stick, 'copy.certificate.json'), 'theirs')
    expect(await refusal(stick)).toEqual(exists)
    await rm(join(stick, 'copy.certificate.json'))
    await symlink(join(base, 'nowhere'), join(stick, 'copy.certificate.json'))
    expect(await refusal(stick)).toEqual(exists)
    await rm(join(stick, 'copy.certificate.json'))
    await mkdir(join(stick, 'copy.mp4'))
    expect(await refusal(stick)).toEqual({ kind: 'file-exists', name: 'copy.mp4', final: true })
  })

  it('a disk without room is told before the first byte', async () => {
    const target = await disclosureTarget(stick, { ...request, bytes: Number.MAX_SAFE_INTEGER })
    expect(target).toEqual({ ok: false, failure: { kind: 'disk-full', name: 'stick' } })
    expect(await readdir(stick)).toEqual([])
  })

  it('what an attempt in the other form left is gone; what it finished stays', async () => {
    for (const name of ['copy.zip.age.partial', 'copy.how-to-open.txt']) await writeFile(join(stick, name), 'left')
    await (await begun()).discard()
    expect(await readdir(stick)).toEqual([])
    for (const name of request.otherNames) await writeFile(join(stick, name), 'finished')
    await (await begun()).discard()
    expect((await readdir(stick)).toSorted()).toEqual(request.otherNames.toSorted())
  })

  it('what an attempt that was killed left is gone: unfinished files, and papers whose copy has no name yet', async () => {
    for (const name of [
      'copy.mp4.partial',
      'copy.schedule.pdf.partial',
      'copy.certificate.json',
      'holiday.mp4.partial',
    ])
      await writeFile(join(stick, name), 'a rest')
    await begun()
    expect(await readdir(stick)).toEqual(['holiday.mp4.partial'])
  })
})
