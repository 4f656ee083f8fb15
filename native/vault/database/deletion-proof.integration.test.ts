import { statSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noMetadata } from '../../../core/intake/clip-metadata.ts'
import { instant } from '../../../core/ports/clock.ts'
import { ok } from '../../../core/result.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import { objectId } from '../../../core/vault/ids.ts'
import { decryptedPages } from './decrypted-pages.ts'
import {
  clipOf,
  deletionOf,
  draftOf,
  hashOf,
  idOf,
  keep,
  objectOf,
  someone,
  started,
  trialFolder,
  trialKey,
  wrappedOf,
} from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

let folder: Awaited<ReturnType<typeof trialFolder>>
let database: VaultDatabase
beforeEach(async () => {
  folder = await trialFolder()
  database = started(folder.at('vault.db'), {}, true)
})
afterEach(async () => {
  await database.close()
  await folder.remove()
})

const at = instant('2026-11-23T10:00:00.000Z')

/** A clip among others, which share no word with the one that goes. */
function neighbour(number: number): ClipRecord {
  const metadata = { ...noMetadata, officer: `officer ${number}`, incident: `case ${number}`, place: 'High Street' }
  return clipOf(number, { metadata })
}

const doomed = clipOf(500, {
  name: 'Qxfilename.mp4',
  metadata: {
    ...noMetadata,
    officer: 'Wyvernsby',
    incident: 'Jqincident',
    place: '12 Kvplaceton',
    device: 'Zzdevice9',
    categories: ['Xucategory'],
    sourceId: 'Vgsourceid',
    team: 'Qyteamname',
  },
})
const poster = {
  ...objectOf(501),
  id: objectId(idOf(1_000_501)),
  clip: doomed.id,
  kind: 'poster' as const,
  label: 'Pqlabel',
}

/** What says nothing but that there was something: the fields that a deletion record keeps of this clip are left empty. */
const record = deletionOf(500)

const texts = [
  'Qxfilename',
  'Wyvernsby',
  'Jqincident',
  'Kvplaceton',
  'Zzdevice9',
  'Xucategory',
  'Vgsourceid',
  'Qyteamname',
  'Hqreason',
  'Lwtodofield',
  'Pqlabel',
]
/** Words of the clip before somebody corrected them. */
const earlier = ['Ffirstword', 'Gsecondword']
const needles: readonly (readonly [string, Buffer])[] = [
  ...[...texts, ...earlier].flatMap((text) => [
    [text, Buffer.from(text)] as const,
    [text.toLowerCase(), Buffer.from(text.toLowerCase())] as const,
  ]),
  ['key of the clip', Buffer.from(wrappedOf(doomed.object))],
  ['key of the poster', Buffer.from(wrappedOf(poster.id))],
  ['hash of the stored file', Buffer.from(hashOf('stored of the clip'))],
]

function found(): readonly string[] {
  const pages = decryptedPages(folder.at('vault.db'), trialKey)
  expect(pages.filter(({ from }) => from === 'file').every(({ intact }) => intact)).toBe(true)
  return needles.filter(([, bytes]) => pages.some((page) => page.bytes.includes(bytes))).map(([name]) => name)
}

async function fill(): Promise<void> {
  await keep(
    database,
    Array.from({ length: 300 }, (_, index) => neighbour(index + 1)),
  )
  const before = { ...doomed, metadata: { ...doomed.metadata, officer: 'Ffirstword', incident: 'Gsecondword' } }
  await keep(database, [before])
  await keep(
    database,
    Array.from({ length: 300 }, (_, index) => neighbour(index + 1001)),
  )
  const edited = await database.change(draftOf('clip.edit'), async (write) => {
    await write.putClip(doomed)
    await write.keepObject({ ...objectOf(500), id: doomed.object, storedSha256: hashOf('stored of the clip') })
    await write.keepObject(poster)
    const hold = { clip: doomed.id, kind: 'sar' as const, reason: 'Hqreason', owner: someone, placedAt: at }
    await write.putHold({
      ...hold,
      id: idOf(1),
      until: null,
      reviewOn: null,
      released: { by: someone, at, reason: 'Hqreason' },
    })
    const todo = { id: idOf(2), clip: doomed.id, officer: 'Wyvernsby', missing: ['Lwtodofield'] }
    await write.putTodo({ ...todo, openedAt: at, dueAt: at, doneAt: null })
    for (const kind of ['hold', 'deletion'] as const)
      await write.putSourceTask({
        id: kind,
        clip: doomed.id,
        kind,
        openedAt: at,
        openedBy: someone,
        confirmedBy: null,
        confirmedAt: null,
      })
    return ok(undefined)
  })
  expect(edited.ok).toBe(true)
}

test('no page, free page or log of the database holds a key or word of a deleted clip', async () => {
  await fill()
  const before = found()
  // The words from before the edit are only in what the log still holds of it.
  for (const name of [
    ...texts,
    'wyvernsby',
    'jqincident',
    'key of the clip',
    'key of the poster',
    'hash of the stored file',
  ])
    expect(before).toContain(name)
  await database.checkpointLog()
  expect(found()).toContain('key of the clip')
  const deleted = await database.change(draftOf('retention.delete'), async (write) =>
    ok(await write.deleteClip(record)),
  )
  expect(deleted.ok).toBe(true)
  expect(await database.checkpointLog()).toEqual(ok(undefined))
  expect(statSync(`${folder.at('vault.db')}-wal`).size).toBe(0)
  expect(found()).toEqual([])
  expect(await database.check(true)).toEqual([])
})

test('what goes with a clip is gone, what has to stay stays', async () => {
  await fill()
  await database.change(draftOf('retention.delete'), async (write) => ok(await write.deleteClip(record)))
  const { read } = database
  expect(await read.clip(doomed.id)).toBeNull()
  expect(await read.objects(doomed.id)).toEqual([])
  expect(await read.wrappedKey(doomed.object)).toBeNull()
  expect(await read.holds(doomed.id)).toEqual([])
  expect(await read.todosOf(doomed.id)).toEqual([])
  expect((await read.sourceTasksOf(doomed.id)).map(({ kind }) => kind)).toEqual(['deletion'])
  expect(await read.deletions({})).toEqual([record])
  expect((await read.objectsToUnlink()).toSorted()).toEqual([doomed.object, poster.id].toSorted())
  expect(await read.clips({ text: 'wyvernsby', limit: 10 })).toEqual([])
  expect(await read.countClips({ limit: 1 })).toBe(600)
  await database.change(draftOf('vault.sweep'), async (write) => ok(await write.unlinked([doomed.object, poster.id])))
  expect(await read.objectsToUnlink()).toEqual([])
})

test('a clip that is not there cannot be deleted', async () => {
  const none = database.change(draftOf('retention.delete'), async (write) => ok(await write.deleteClip(record)))
  await expect(none).rejects.toThrow('there is no clip to delete')
  expect(await database.read.deletions({})).toEqual([])
})

/** A word that begins like no other, so that no index needs to keep only its end. */
function ownWord(number: number): string {
  return hashOf(`word ${number}`)
    .slice(0, 20)
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')
}

test('of many words the deleted ones are gone from every level of the index, the others are found', async () => {
  const numbers = Array.from({ length: 1500 }, (_, index) => index + 1)
  const named = numbers.map((number) => clipOf(number, { metadata: { ...noMetadata, officer: ownWord(number) } }))
  for (let from = 0; from < named.length; from += 100) await keep(database, named.slice(from, from + 100))
  const gone = numbers.filter((number) => number % 7 === 3)
  const deleted = await database.change(draftOf('retention.delete'), async (write) => {
    for (const number of gone) await write.deleteClip(deletionOf(number))
    return ok(undefined)
  })
  expect(deleted.ok).toBe(true)
  await database.checkpointLog()
  const bytes = Buffer.concat(decryptedPages(folder.at('vault.db'), trialKey).map((page) => page.bytes)).toString(
    'latin1',
  )
  // Beginnings as well: indices keep only as much of a word as tells it from the one before.
  const left = gone.filter(
    (number) => bytes.includes(ownWord(number).slice(0, 8)) || bytes.includes(ownWord(number).slice(8)),
  )
  expect(left).toEqual([])
  const searched = numbers.filter((number) => number % 50 === 0)
  for (const number of searched) {
    const found = await database.read.clips({ officer: ownWord(number), limit: 5 })
    expect(found.map(({ id }) => id)).toEqual(gone.includes(number) ? [] : [clipOf(number).id])
  }
  expect(await database.check(true)).toEqual([])
})
