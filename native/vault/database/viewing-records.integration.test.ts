import { afterAll, beforeAll, expect, test } from 'vitest'
import { calendarDay } from '../../../core/calendar.ts'
import { instant } from '../../../core/ports/clock.ts'
import { ok } from '../../../core/result.ts'
import type { SourceTask } from '../../../core/store-of-record.ts'
import { userId } from '../../../core/vault/ids.ts'
import type { Bookmark, ClockOffset } from '../../../core/vault/viewing-record.ts'
import { clipOf, deletionOf, draftOf, idOf, keep, started, trialFolder } from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

/** What people write down while they look, and what stays of a clip's records when it is deleted. */

let folder: Awaited<ReturnType<typeof trialFolder>>
let database: VaultDatabase
beforeAll(async () => {
  folder = await trialFolder()
  database = started(folder.at('vault.db'), {}, true)
})
afterAll(async () => {
  await database.close()
  await folder.remove()
})

const at = instant('2026-11-23T10:00:00.000Z')
const ann = userId(idOf(7))
const clip = clipOf(1)

const bookmark: Bookmark = {
  id: idOf(20),
  clip: clip.id,
  frame: 12,
  seconds: 0.48,
  text: "'); DROP TABLE bookmarks; --\n\u202e",
  madeBy: ann,
  madeAt: at,
  changedAt: null,
}
const late: Bookmark = { ...bookmark, id: idOf(19), frame: null, seconds: 3, changedAt: at }
const offset: ClockOffset = { clip: clip.id, seconds: -3_600.5, reason: 'summer', recordedBy: ann, recordedAt: at }
const filter = { id: idOf(30), owner: ann, name: 'mine', query: '{"held":true}', savedAt: at }

test('bookmarks in the order of the clip, filters of their owner, the last word on a clock', async () => {
  await keep(database, [clip])
  await database.change(draftOf('bookmark.put'), async (write) => {
    for (const each of [late, bookmark]) await write.putBookmark(each)
    await write.putSavedFilter(filter)
    await write.putClockOffset({ ...offset, seconds: 1 })
    await write.putClockOffset(offset)
    return ok(undefined)
  })
  const { read } = database
  expect(await read.bookmarks(clip.id)).toEqual([bookmark, late])
  expect(await read.savedFilters(ann)).toEqual([filter])
  expect(await read.savedFilters(userId(idOf(8)))).toEqual([])
  expect(await read.clockOffset(clip.id)).toEqual(offset)
  await database.change(draftOf('bookmark.remove'), async (write) => {
    await write.removeBookmark(late.id)
    return ok(await write.removeSavedFilter(filter.id))
  })
  expect([await read.bookmarks(clip.id), await read.savedFilters(ann)]).toEqual([[bookmark], []])
})

test('a confirmed profile is a setting', async () => {
  const profileReview = { until: calendarDay('2027-05-31'), by: ann, at }
  await database.change(draftOf('vault.confirm-profile'), async (write) =>
    ok(await write.putSettings({ profileText: '{}', profileReview })),
  )
  expect((await database.read.settings()).profileReview).toEqual(profileReview)
})

test('of a deleted clip no bookmark and no clock stays; that it is to be deleted at its source does', async () => {
  const task = (kind: SourceTask['kind'], id: number): SourceTask => ({
    id: idOf(id),
    clip: clip.id,
    kind,
    openedAt: at,
    openedBy: ann,
    confirmedBy: null,
    confirmedAt: null,
  })
  await database.change(draftOf('retention.delete'), async (write) => {
    await write.putSourceTask(task('hold', 40))
    await write.putSourceTask(task('deletion', 41))
    await write.deleteClip({ ...deletionOf(50), clip: clip.id })
    return ok(undefined)
  })
  const { read } = database
  expect(await read.clip(clip.id)).toBeNull()
  expect([await read.bookmarks(clip.id), await read.clockOffset(clip.id)]).toEqual([[], null])
  expect(await read.sourceTasksOf(clip.id)).toEqual([task('deletion', 41)])
  expect(await read.sourceTasks(true)).toEqual([task('deletion', 41)])
})
