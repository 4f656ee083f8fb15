import { afterEach, beforeEach, expect, test } from 'vitest'
import { clipId } from '../../../core/vault/ids.ts'
import { editsOfClip } from './audit-log.ts'
import { closeConnection, openConnection } from './connection.ts'
import { draftOf, idOf, started, trialFolder, trialKey } from './trial-vault.ts'

let folder: Awaited<ReturnType<typeof trialFolder>>
beforeEach(async () => {
  folder = await trialFolder()
})
afterEach(() => folder.remove())

const one = clipId(idOf(1))
const about = (number: number) => ({ object: { kind: 'clip' as const, id: idOf(number) } })

test('the log tells who edited a clip, in order, and nothing else', async () => {
  const database = started(folder.at('vault.db'), {}, true)
  await database.note(draftOf('clip.edit', { ...about(1), reason: 'first', detail: { involvement: 'told' } }))
  await database.note(draftOf('clip.edit', { ...about(2), reason: 'another clip' }))
  await database.note(draftOf('clip.view', about(1)))
  await database.note(draftOf('clip.edit', { ...about(1), reason: 'second', outcome: 'denied' }))
  await database.note(draftOf('clip.edit', { reason: 'about none' }))
  const edits = await database.read.editsOf(one)
  expect(edits.map(({ seq, reason, outcome }) => [seq, reason, outcome])).toEqual([
    [0, 'first', 'done'],
    [3, 'second', 'denied'],
  ])
  expect(edits[0]?.detail).toEqual({ involvement: 'told' })
  expect(await database.read.editsOf(clipId(idOf(3)))).toEqual([])
  await database.close()
})

test('a long log is not read through for it', async () => {
  await started(folder.at('vault.db'), {}, true).close()
  const opened = openConnection(folder.at('vault.db'), trialKey)
  if (!opened.ok) throw new Error(opened.failure.kind)
  const plan = JSON.stringify(opened.value.prepare(`EXPLAIN QUERY PLAN ${editsOfClip}`).all(one))
  closeConnection(opened.value)
  expect(plan).toContain('SEARCH audit USING INDEX audit_of_edits')
})
