import { closeSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { userData } from './user-data.ts'

const path = join(userData, 'stand-in.lock')

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // No such process, or one of somebody else's: in either case not the program that had this folder.
    return false
  }
}

function take(): boolean {
  try {
    const file = openSync(path, 'wx')
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** True for the first program with this folder; the first one is told of every other. */
export function takeInstance(onSecond: () => void): boolean {
  mkdirSync(userData, { recursive: true })
  if (!take()) {
    const holder = Number(readFileSync(path, 'utf8'))
    if (isAlive(holder)) {
      process.kill(holder, 'SIGUSR2')
      return false
    }
    unlinkSync(path)
    if (!take()) return false
  }
  process.on('SIGUSR2', onSecond)
  process.on('exit', () => unlinkSync(path))
  return true
}
