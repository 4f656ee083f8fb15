import { z } from 'zod'
import type { Failure } from '../../../core/failure.ts'
import { failed, ok, type Result } from '../../../core/result.ts'

/** What the building of the window writes (tools/licences/shipped-licences.ts). */
const listShape = z.object({
  parts: z.array(
    z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.int().min(0).nullable() }),
  ),
  texts: z.array(z.string()),
})

/** Something that Occlude is made of; `text` null: its package brings none. */
export type LicensedPart = {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly text: string | null
}

const missing: Failure = { kind: 'file-missing', name: 'licences.json' }

/** Takes the list of licences from what was read; null for what is none. */
export function licensedParts(value: unknown): readonly LicensedPart[] | null {
  const list = listShape.safeParse(value)
  if (!list.success) return null
  const { parts, texts } = list.data
  return parts.map((part) => ({ ...part, text: part.text === null ? null : (texts[part.text] ?? null) }))
}

/** Reads the list of licences that lies beside the page. */
export async function readLicences(signal: AbortSignal): Promise<Result<readonly LicensedPart[]>> {
  try {
    const response = await fetch('licences.json', { signal })
    const parts = response.ok ? licensedParts(await response.json()) : null
    return parts === null ? failed(missing) : ok(parts)
  } catch {
    // Whatever the reason, to whoever looks for the list it is not there.
    return failed(missing)
  }
}
