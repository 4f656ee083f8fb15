import { z } from 'zod'
import { preferencesShape } from './window-shapes.ts'

const keptSettings = z.object({
  preferences: preferencesShape,
  /** The vault that was shown last, absolute. */
  vault: z.string().min(1).max(4_096).nullable(),
})

/** What the window's host keeps between starts. */
export type KeptSettings = z.output<typeof keptSettings>

const fresh: KeptSettings = { preferences: { theme: 'system', zoom: 1 }, vault: null }

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Reads what was kept. Whatever does not fit is as good as nothing: it is looks and one folder. */
export function parseKeptSettings(text: string): KeptSettings {
  const read = keptSettings.safeParse(jsonOf(text))
  return read.success ? read.data : fresh
}
