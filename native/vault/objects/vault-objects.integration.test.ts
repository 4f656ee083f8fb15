import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FootageAccess } from '../../../core/access/decide-access.ts'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import { instant } from '../../../core/ports/clock.ts'
import type { VaultStore } from '../../../core/ports/vault/vault-store.ts'
import { ok } from '../../../core/result.ts'
import { clipId, objectId, type UserId } from '../../../core/vault/ids.ts'
import {
  addClip,
  bytesOfClip,
  deleteClip,
  draftOf,
  filesOf,
  found,
  hexHash,
  makeFolder,
  makeVault,
  markedBytes,
  newId,
  quietWork,
  recordOf,
  reopen,
  tokenFor,
} from './synthetic/vault-desk.ts'

let desk: Awaited<ReturnType<typeof makeFolder>>
let folder: string
let store: VaultStore
let user: UserId
beforeAll(async () => {
  desk = await makeFolder()
  folder = desk.path('vault')
  const made = await makeVault(folder)
  store = made.store
  user = made.user
})
afterAll(async () => {
  await store.close()
  await desk.remove()
})

const plain = markedBytes('a clip of the street, seen from a helmet. ', 200_000)

function fileOf(object: string): string {
  return join(folder, 'objects', `${object}.seg`)
}

function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (at, length) => bytes.slice(at, at + length) }
}

describe('an object', () => {
  it('is given back as it was written, by a token for its clip', async () => {
    const clip = await addClip(store, user, plain)
    expect(hexHash(await bytesOfClip(store, clip.id))).toBe(hexHash(plain))
    expect((await stat(fileOf(clip.object))).mode & 0o777).toBe(0o600)
    const opened = found(await store.objects.openClip(tokenFor(clip.id), clip.id))
    expect([opened.name, opened.bytes.size, await opened.unchanged(clip.sha256)]).toEqual([clip.name, 200_000, true])
    await opened.close()
    const kinds = await store.read.objects(clip.id)
    const poster = kinds.find(({ kind }) => kind === 'poster')?.id ?? objectId(newId())
    const project = kinds.find(({ kind }) => kind === 'project')?.id ?? objectId(newId())
    expect(await store.objects.readPoster(tokenFor(clip.id), poster)).toEqual(
      ok(Buffer.from(plain.subarray(0, 1000)).toString('base64')),
    )
    expect(await store.objects.readText(project)).toEqual(ok(`project of ${clip.id}`))
  })

  it('does not open to a token for another clip, nor to what is no token', async () => {
    const [clip, other] = [
      await addClip(store, user, markedBytes('a', 100)),
      await addClip(store, user, markedBytes('b', 100)),
    ]
    const refused = { ok: false, failure: { kind: 'not-permitted', why: 'other-clip' } }
    expect(await store.objects.openClip(tokenFor(other.id), clip.id)).toMatchObject(refused)
    const poster = (await store.read.objects(clip.id)).find(({ kind }) => kind === 'poster')
    expect(await store.objects.readPoster(tokenFor(other.id), poster?.id ?? clip.object)).toMatchObject(refused)
    const made = { userId: user, clip: clip.id, permission: 'clip.view' } as const
    // Compiles only as long as nobody can make a token by hand.
    const isToken: typeof made extends FootageAccess ? true : false = false
    expect(isToken).toBe(false)
    await expect(Reflect.apply(store.objects.openClip, store.objects, [made, clip.id])).rejects.toThrow('not a token')
  })

  it('that shows footage is never read as text', async () => {
    const clip = await addClip(store, user, markedBytes('c', 100))
    for (const { id, kind } of await store.read.objects(clip.id)) {
      const text = await store.objects.readText(id)
      expect([kind, text.ok]).toEqual([kind, kind === 'project'])
      if (!text.ok) expect(text.failure.kind).toBe('not-permitted')
    }
  })

  it('that nobody kept is found by nobody, and goes when it is discarded', async () => {
    const before = await filesOf(folder)
    const begun = found(await store.objects.begin({ clip: clipId(newId()), kind: 'clip' }))
    await begun.sink.write(0, plain)
    found(await begun.finish())
    const opened = found(await begun.read())
    expect(hexHash(await opened.bytes.read(0, opened.bytes.size))).toBe(hexHash(plain))
    await opened.close()
    await begun.discard()
    await begun.discard()
    expect(await filesOf(folder)).toEqual(before)
  })

  it('that was kept survives being discarded', async () => {
    const clip = clipId(newId())
    const begun = found(await store.objects.begin({ clip, kind: 'clip' }))
    await begun.sink.write(0, markedBytes('d', 10))
    const object = found(await begun.finish())
    found(
      await store.change(draftOf('clip.import', user), async (write) => {
        await write.keepObject(object)
        await write.putClip(recordOf(clip, object, user))
        return ok(undefined)
      }),
    )
    await begun.discard()
    expect(await bytesOfClip(store, clip)).toEqual(markedBytes('d', 10))
  })

  it('is told when its file is missing or damaged, and where; the rest can still be read', async () => {
    const clip = await addClip(store, user, markedBytes('e', 200_000))
    const stored = await readFile(fileOf(clip.object))
    stored[70_000] = (stored[70_000] ?? 0) ^ 1
    await writeFile(fileOf(clip.object), stored)
    const opened = found(await store.objects.openClip(tokenFor(clip.id), clip.id))
    await expect(opened.bytes.read(65_536, 10)).rejects.toThrow()
    const damaged = { kind: 'object-damaged', name: clip.name, problem: 'changed', bytes: [65_536, 131_072] }
    expect(opened.fault()).toEqual(damaged)
    expect(await opened.bytes.read(0, 65_536)).toEqual(markedBytes('e', 65_536))
    await opened.close()
    await rm(fileOf(clip.object))
    const missing = { ok: false, failure: { kind: 'object-missing', name: clip.name } }
    expect(await store.objects.openClip(tokenFor(clip.id), clip.id)).toEqual(missing)
    await deleteClip(store, user, clip)
  })

  it('put in the place of another one does not open', async () => {
    const [one, two] = [
      await addClip(store, user, markedBytes('1', 100)),
      await addClip(store, user, markedBytes('2', 100)),
    ]
    const [a, b] = [await readFile(fileOf(one.object)), await readFile(fileOf(two.object))]
    await writeFile(fileOf(one.object), b)
    await writeFile(fileOf(two.object), a)
    for (const clip of [one, two])
      expect(await store.objects.openClip(tokenFor(clip.id), clip.id)).toMatchObject({
        failure: { kind: 'object-damaged', problem: 'other-file' },
      })
    for (const clip of [one, two]) await deleteClip(store, user, clip)
  })
})

describe('an interrupted import', () => {
  async function begunImport(bytes: Uint8Array, until: number) {
    const clip = clipId(newId())
    const object = found(await store.objects.begin({ clip, kind: 'clip' }))
    found(
      await store.change({ ...draftOf('clip.import', user), outcome: 'begun' }, async (write) => {
        await write.beginImport({
          object: object.id,
          clip,
          sourceName: 'source.mp4',
          sourceBytes: bytes.length,
          sourceModified: '1',
          begunAt: instant('2026-11-23T10:00:00.000Z'),
          begunBy: user,
        })
        return ok(undefined)
      }),
    )
    await object.sink.write(0, bytes.subarray(0, until))
    return { clip, object }
  }

  it('is gone on with by another process, under the key that was kept, and not twice at once', async () => {
    const bytes = markedBytes('going on ', 3_000_000)
    const { clip, object } = await begunImport(bytes, 2_500_000)
    expect(await store.objects.resume(object.id, sourceOf(bytes))).toMatchObject({ failure: { kind: 'output-taken' } })
    await store.close()
    store = found(await reopen(folder)).store
    const resumed = found(await store.objects.resume(object.id, sourceOf(bytes)))
    expect(resumed?.at).toBeGreaterThan(900_000)
    await resumed?.object.sink.write(resumed.at, bytes.subarray(resumed.at))
    const finished = found((await resumed?.object.finish()) ?? { ok: false, failure: { kind: 'cancelled' } })
    expect(finished).toMatchObject({ id: object.id, clip, kind: 'clip', sha256: hexHash(bytes), bytes: bytes.length })
    await resumed?.object.discard()
    found(
      await store.change(draftOf('clip.import', user), async (write) => {
        await write.endImport(object.id)
        return ok(undefined)
      }),
    )
  })

  it('begins anew when the source is another one', async () => {
    const bytes = markedBytes('once ', 3_000_000)
    const { object } = await begunImport(bytes, 2_500_000)
    await store.close()
    store = found(await reopen(folder)).store
    expect(await store.objects.resume(object.id, sourceOf(markedBytes('twice', 3_000_000)))).toEqual(ok(null))
    expect(await filesOf(folder)).not.toContain(object.id)
    expect(await store.objects.resume(object.id, sourceOf(bytes))).toEqual(ok(null))
  })
})

describe('locking', () => {
  it('cuts off whoever reads or writes', async () => {
    const clip = await addClip(store, user, markedBytes('lock', 300_000))
    const opened = found(await store.objects.openClip(tokenFor(clip.id), clip.id))
    const begun = found(await store.objects.begin({ clip: clipId(newId()), kind: 'clip' }))
    found(await store.lock(draftOf('session.lock', user)))
    await expect(opened.bytes.read(0, 10)).rejects.toThrow()
    expect(opened.fault()).toEqual({ kind: 'vault-locked' })
    await expect(begun.sink.write(0, plain)).rejects.toThrow()
    expect(await begun.finish()).toEqual({ ok: false, failure: { kind: 'vault-locked' } })
    await begun.discard()
    const locked = { ok: false, failure: { kind: 'vault-locked' } }
    expect(await store.objects.openClip(tokenFor(clip.id), clip.id)).toEqual(locked)
    expect(await store.objects.readText(clip.object)).toEqual(locked)
    expect(await store.check(false, quietWork)).toEqual(locked)
    await opened.close()
    found(await store.unlock('Ada Ministrator', 'violet kettle runs uphill'))
    expect(await bytesOfClip(store, clip.id)).toEqual(markedBytes('lock', 300_000))
  })
})

describe('files without a record', () => {
  it('are removed at the next opening; deleting takes a clip with all its files at once', async () => {
    const clip = await addClip(store, user, markedBytes('gone', 100))
    const own = (await store.read.objects(clip.id)).map(({ id }) => id)
    await deleteClip(store, user, clip)
    for (const id of own) expect(await filesOf(folder)).not.toContain(id)
    const orphan = newId()
    await writeFile(fileOf(orphan), 'left over')
    await writeFile(join(folder, 'objects', 'notes.txt'), 'not ours')
    await store.close()
    const again = found(await reopen(folder))
    store = again.store
    expect(again.report.orphans).toBe(1)
    expect(await filesOf(folder)).not.toContain(orphan)
    expect(await filesOf(folder)).toContain('notes.txt')
    await rm(join(folder, 'objects', 'notes.txt'))
  })
})

describe('a check', () => {
  it('finds nothing in a sound vault, and reports MiB', async () => {
    const seen: number[] = []
    for (const full of [false, true]) {
      const work = { ...quietWork, onProgress: ({ done }: { readonly done: number }) => void seen.push(done) }
      const checked = found(await store.check(full, work))
      expect(checked.problems).toEqual([])
      expect(checked.objects).toBeGreaterThan(5)
      expect(seen.at(-1)).toBe(checked.bytes / (1 << 20))
    }
  })

  it('finds damage, missing files and orphans, by ids alone', async () => {
    const [one, two] = [
      await addClip(store, user, markedBytes('f', 70_000)),
      await addClip(store, user, markedBytes('g', 10)),
    ]
    const stored = await readFile(fileOf(one.object))
    stored[50] = (stored[50] ?? 0) ^ 1
    await writeFile(fileOf(one.object), stored)
    await rm(fileOf(two.object))
    const orphan = newId()
    await writeFile(fileOf(orphan), 'planted')
    for (const full of [false, true]) {
      const { problems } = found(await store.check(full, quietWork))
      const named = problems.map(({ kind, name }) => `${kind} ${name}`).sort()
      expect(named).toEqual([`missing-file ${two.object}`, `orphan-file ${orphan}`, `segment ${one.object}`])
      expect(JSON.stringify(problems)).not.toContain(folder)
      const where = full ? 'bytes 0 to 65536 are damaged' : 'is not what was written'
      expect(problems.find(({ kind }) => kind === 'segment')?.detail).toContain(where)
    }
    await rm(fileOf(orphan))
    for (const clip of [one, two]) await deleteClip(store, user, clip)
  })

  it('can be stopped', async () => {
    const stop = new AbortController()
    const work = { signal: stop.signal, onProgress: () => stop.abort() }
    expect(await store.check(true, work)).toEqual({ ok: false, failure: { kind: 'cancelled' } })
  })
})
