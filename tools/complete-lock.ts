import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { completeLock, gapsIn, type Lock } from './lock/complete-lock.ts'

const path = join(import.meta.dirname, '../package-lock.json')
const lock: Lock = JSON.parse(readFileSync(path, 'utf8'))
const gaps = gapsIn(lock)
if (gaps.length > 0) writeFileSync(path, `${JSON.stringify(completeLock(lock), null, 2)}\n`)
console.log(`${gaps.length} packages for other systems added to package-lock.json`)
