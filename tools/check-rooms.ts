import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { judgeRooms } from './rooms/judge-rooms.ts'
import { readRoomTable } from './rooms/room-table.ts'

const root = join(import.meta.dirname, '..')
const table = readRoomTable(readFileSync(join(root, 'docs/ARCHITECTURE.md'), 'utf8'))
const { files, imports, problems } = judgeRooms(root, table)
for (const problem of problems) console.log(problem)
console.log(`${files} files, ${imports} imports, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
