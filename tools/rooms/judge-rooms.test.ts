import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judgeRooms } from './judge-rooms.ts'
import { expectedRefusals, forbiddenImports } from './refusals.ts'
import { readRoomTable } from './room-table.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/ARCHITECTURE.md'), 'utf8')
const table = readRoomTable(page)

test('the room check finds each planted import, type-only ones too, and nothing else', () => {
  const { problems } = judgeRooms(forbiddenImports, table)
  const inFiles = problems.filter((problem) => /^[^ ]+:\d+: /.test(problem))
  expect(inFiles.map((problem) => problem.replace(/:\d+:/, ':')).sort()).toEqual(expectedRefusals('rooms'))
})

test('a folder or file outside the table, and a room without files, are problems', () => {
  const { problems } = judgeRooms(forbiddenImports, table)
  expect(problems.filter((problem) => !/^[^ ]+:\d+: /.test(problem))).toEqual([
    'stray/: not a room of the table',
    'top-level.ts: lives in no room',
    'kernels/: in the table, but holds no file',
    'resources/: in the table, but holds no file',
  ])
})

test('reading nothing is no pass', () => {
  const empty = mkdtempSync(join(tmpdir(), 'rooms-'))
  const { files, problems } = judgeRooms(empty, table)
  rmSync(empty, { recursive: true })
  expect(files).toBe(0)
  expect(problems).toContain('0 files and 0 imports read: nothing was checked')
})

test('a table that cannot be read whole is refused', () => {
  expect(() => readRoomTable('# Architecture\n')).toThrow('No table')
  expect(() => readRoomTable(page.replace('| `kernels/` |', '| kernels |'))).toThrow('Unreadable line')
  expect(() => readRoomTable(page.replace('| core, zod |', '| core | zod |').replace('`core/`', '`heart/`'))).toThrow(
    'no room of the table',
  )
})
