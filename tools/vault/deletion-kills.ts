import { expect } from 'vitest'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { clipId, objectId } from '../../core/vault/ids.ts'
import type { DeletionStep } from '../../native/vault/objects/synthetic/clip-deleter.ts'
import {
  bytesOfClip,
  filesOf,
  found,
  hexHash,
  makeFolder,
  makeVault,
  quietWork,
  reopen,
} from '../../native/vault/objects/synthetic/vault-desk.ts'
import { killedProcess, seededNumbers } from './killed-process.ts'

const script = new URL('../../native/vault/objects/synthetic/clip-deleter.ts', import.meta.url)

type Imported = Pick<DeletionStep, 'objects' | 'sha256'>

/** What was acknowledged: clips that are there, and those that are gone, with their files. */
type Known = { readonly there: Map<string, Imported>; readonly gone: Map<string, Imported> }

async function expectGone(store: VaultStore, folder: string, { gone }: Known): Promise<void> {
  const files = await filesOf(folder)
  const recorded = new Set((await store.read.deletions({})).map(({ clip }) => String(clip)))
  for (const [clip, { objects }] of gone) {
    expect(await store.read.clip(clipId(clip))).toBe(null)
    expect(recorded.has(clip)).toBe(true)
    for (const object of objects) {
      expect(files).not.toContain(object)
      // The key is in the same row.
      expect((await store.objects.readText(objectId(object))).ok).toBe(false)
    }
  }
  expect(recorded.size).toBe(gone.size)
}

async function expectThere(store: VaultStore, { there }: Known): Promise<void> {
  for (const [clip, { objects, sha256 }] of there) {
    expect(hexHash(await bytesOfClip(store, clipId(clip)))).toBe(sha256)
    expect((await store.read.objects(clipId(clip))).map(({ id }) => String(id)).sort()).toEqual([...objects].sort())
  }
}

function isDeleting({ step }: DeletionStep): boolean {
  return step === 'deleting'
}

/** What was under way has come to pass, or it has not; answers which, and takes it over. */
async function settle(store: VaultStore, known: Known, last: DeletionStep | undefined): Promise<boolean | null> {
  if (last?.step === 'deleting' && !(await store.read.clip(clipId(last.clip)))) {
    known.there.delete(last.clip)
    known.gone.set(last.clip, last)
    return true
  }
  const clips = await store.read.clips({ limit: 1000 })
  for (const { id, sha256 } of clips.filter((clip) => !known.there.has(clip.id))) {
    expect(last?.step).toBe('importing')
    known.there.set(id, { objects: (await store.read.objects(id)).map((object) => String(object.id)), sha256 })
  }
  return last?.step === 'deleting' ? false : null
}

function learn({ there, gone }: Known, { step, clip, objects, sha256 }: DeletionStep): void {
  if (step === 'imported') there.set(clip, { objects, sha256 })
  if (step !== 'deleted') return
  there.delete(clip)
  gone.set(clip, { objects, sha256 })
}

async function expectWhole(store: VaultStore, folder: string, known: Known): Promise<void> {
  await expectGone(store, folder, known)
  await expectThere(store, known)
  const files = [...known.there.values()].flatMap(({ objects }) => objects)
  expect(await filesOf(folder)).toEqual(files.sort())
  expect(found(await store.check(true, quietWork)).problems).toEqual([])
  const log = await store.audit.verify({ incremental: false, anchors: [] }, quietWork)
  expect(found(log)).toMatchObject({ ok: true })
}

/**
 * Kills a process that imports and deletes clips, `rounds` times in the same vault at moments of a seed, and looks at what it has
 * left. Answers how many deletions that were under way had come to pass, and how many had not.
 */
export async function deletionKills(rounds: number, seed: number): Promise<{ kept: number; not: number }> {
  const desk = await makeFolder()
  const folder = desk.path('vault')
  const random = seededNumbers(seed)
  const known: Known = { there: new Map(), gone: new Map() }
  const counts = { kept: 0, not: 0 }
  try {
    await (await makeVault(folder)).store.close()
    for (let round = 0; round < rounds; round++) {
      // Every third time anywhere, else while it deletes: that takes some milliseconds.
      const anywhere = { steps: 1 + random(24), milliseconds: random(12) }
      const deleting = { steps: 1 + random(3), milliseconds: random(9), counted: isDeleting }
      const when = round % 3 === 0 ? anywhere : deleting
      const told = await killedProcess<DeletionStep>({ script, given: [folder], ...when })
      for (const step of told) learn(known, step)
      const { store } = found(await reopen(folder))
      const happened = await settle(store, known, told.at(-1))
      if (happened !== null) counts[happened ? 'kept' : 'not'] += 1
      await expectWhole(store, folder, known)
      await store.close()
    }
    expect(known.gone.size).toBeGreaterThan(0)
    return counts
  } finally {
    await desk.remove()
  }
}
