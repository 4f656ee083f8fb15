import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readMapping } from '../../../contract/mapping-file.ts'
import { displayName } from '../../../core/intake/display-name.ts'
import type { Mapping } from '../../../core/intake/mapping.ts'
import { ok, type Result } from '../../../core/result.ts'
import { readTextFile } from '../text-file.ts'

/** The mappings that come with Occlude (resources/mappings). The first is used where none is named. */
export const shippedMappingNames = ['generic', 'evidence-com'] as const

/** A mapping, and the text that it was read from. */
export type MappingSource = { readonly mapping: Mapping; readonly text: string }

/** Beside the sources, or beside the compiled `dist`. */
function folder(): string {
  const beside = join(import.meta.dirname, '../../../resources/mappings')
  return existsSync(beside) ? beside : join(import.meta.dirname, '../../../../resources/mappings')
}

/**
 * Reads the mapping that a person asks for: by the name of one that comes with Occlude, else by the path of a force's own file;
 * `generic` for null. Fails as reading a file does, and with `bad-json` on what is no mapping.
 */
export async function openMapping(asked: string | null): Promise<Result<MappingSource>> {
  const name = asked ?? shippedMappingNames[0]
  const shipped = shippedMappingNames.find((each) => each === name)
  const path = shipped === undefined ? name : join(folder(), `${shipped}.json`)
  const shown = displayName(shipped === undefined ? name : basename(path))
  const read = await readTextFile(path, shown)
  if (!read.ok) return read
  const { text } = read.value
  const mapping = readMapping(text, shown)
  return mapping.ok ? ok({ mapping: mapping.value, text }) : mapping
}
