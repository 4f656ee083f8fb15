import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { failed, ok, type Result } from '../../../core/result.ts'
import { removeIfThere, syncFolder, writeWholeFile } from '../../evidence/place-file.ts'
import { writingFailure } from '../../evidence/storage-failure.ts'
import { readFileEnd } from './bounded-file.ts'

const [currentName, nextName] = ['slots.json', 'slots.next'] as const

/** Most bytes of a slot table: a thousand slots need a third. */
const mostBytes = 2 * 1024 * 1024

/** The texts of both slot files. */
export type SlotFiles = {
  readonly current: string
  /** The table of a change that was begun; null: there is none, or it was not written whole. */
  readonly next: string | null
}

async function readText(folder: string, name: string): Promise<Result<string | null>> {
  const end = await readFileEnd(join(folder, name), name, mostBytes)
  if (!end.ok) return end
  if (end.value === null) return ok(null)
  if (!end.value.whole) return failed({ kind: 'slots-damaged', at: `the whole file ${name}: over 2 MB` })
  // What is no UTF-8 becomes a replacement character, which no signed table has.
  return ok(end.value.bytes.toString('utf8'))
}

/**
 * Reads the slot files of a vault's folder; `readSlotTable` judges their texts. Fails with `file-missing` where there is no
 * `slots.json`, `not-a-file` for links, `slots-damaged` for more than 2 MB.
 */
export async function readSlotFiles(folder: string): Promise<Result<SlotFiles>> {
  const current = await readText(folder, currentName)
  if (!current.ok) return current
  if (current.value === null) return failed({ kind: 'file-missing', name: currentName })
  const next = await readText(folder, nextName)
  return next.ok ? ok({ current: current.value, next: next.value }) : next
}

function write(folder: string, name: string, text: string): Promise<Result<void>> {
  return writeWholeFile({ path: join(folder, name), name, overwrite: true, inputs: [] }, text)
}

/** Puts a table's text in the place of `slots.json`: all of it, durably, or nothing. For a new vault and for restoring. */
export function writeSlots(folder: string, text: string): Promise<Result<void>> {
  return write(folder, currentName, text)
}

/**
 * First step of a change: the new table, durably, beside the current one. Then the database keeps its facts (`slotTableFacts`)
 * in the transaction that makes the change; then `promoteNextSlots`. Whoever finds both files later asks `chooseSlots`.
 */
export function writeNextSlots(folder: string, text: string): Promise<Result<void>> {
  return write(folder, nextName, text)
}

/** Last step of a change: the next table becomes the current one, durably and at once. */
export async function promoteNextSlots(folder: string): Promise<Result<void>> {
  try {
    await rename(join(folder, nextName), join(folder, currentName))
    await syncFolder(join(folder, currentName))
    return ok(undefined)
  } catch (error) {
    return failed(writingFailure(error, nextName))
  }
}

/** Removes the table of a change that was not kept, durably. Nothing there is as good. */
export async function discardNextSlots(folder: string): Promise<Result<void>> {
  try {
    await removeIfThere(join(folder, nextName))
    await syncFolder(join(folder, nextName))
    return ok(undefined)
  } catch (error) {
    return failed(writingFailure(error, nextName))
  }
}
