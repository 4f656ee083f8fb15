import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeConnection, createConnection } from './connection.ts'
import { migrate } from './migrations.ts'
import { idOf, trialFolder, trialKey } from './trial-vault.ts'

/** What earlier versions entered in the register, as the log tells how it ended. */

let folder: Awaited<ReturnType<typeof trialFolder>>
beforeAll(async () => {
  folder = await trialFolder()
})
afterAll(() => folder.remove())

test('lines of earlier versions are complete, but for those of which the log says that their call failed', () => {
  const made = createConnection(folder.at('vault.db'), trialKey)
  if (!made.ok) throw new Error(made.failure.kind)
  const connection = made.value
  migrate(connection, 12)
  connection.pragma('foreign_keys=OFF')
  const entries = [
    { action: 'clip.disclose', outcome: 'begun' },
    { action: 'clip.disclose', outcome: 'done', ref: 0, detail: { disclosure: idOf(1) } },
    { action: 'clip.disclose', outcome: 'begun' },
    { action: 'clip.disclose', outcome: 'done', ref: 2, detail: { disclosure: idOf(2) } },
    { action: 'clip.disclose', outcome: 'failed', ref: 2, detail: { failure: 'medium-gone' } },
    { action: 'clip.view', outcome: 'failed', ref: 0 },
  ]
  for (const [seq, entry] of entries.entries())
    connection
      .prepare('INSERT INTO audit (seq, text, leaf) VALUES (?, ?, zeroblob(32))')
      .run(seq, JSON.stringify({ seq, ...entry }))
  for (const id of [idOf(1), idOf(2), idOf(3)])
    connection
      .prepare("INSERT INTO disclosures VALUES (?, 'copy', 'then', 'by', 'to', 'post', 'why', 'hash', 1, '[]', '[]')")
      .run(id)
  migrate(connection)
  const ended = connection.prepare('SELECT id, at, outcome, failure FROM disclosure_endings ORDER BY id').all()
  const at = { at: 'then', failure: 'null' }
  expect(ended).toEqual([
    { id: idOf(1), ...at, outcome: 'completed' },
    { id: idOf(2), ...at, outcome: 'failed' },
    { id: idOf(3), ...at, outcome: 'completed' },
  ])
  const begun = connection.prepare('SELECT id, recipient, held_back FROM disclosure_attempts ORDER BY id').all()
  expect(begun).toEqual([1, 2, 3].map((number) => ({ id: idOf(number), recipient: 'to', held_back: '[]' })))
  closeConnection(connection)
})
