import { z } from 'zod'
import { auditOutcomes } from '../../../core/audit/audit-entry.ts'

/** What the window shows of an entry of the log. */
const shownEntry = z.object({
  seq: z.number(),
  at: z.string(),
  user: z.object({ name: z.string() }).nullable(),
  role: z.string().nullable(),
  action: z.string(),
  outcome: z.enum(auditOutcomes),
  reason: z.string().nullable(),
  object: z.object({ kind: z.string(), id: z.string() }).nullable(),
})

/** An entry of the log as the window shows it. */
export type ShownEntry = z.output<typeof shownEntry>

/** Entries that can be shown; whatever cannot be read is left out and counted. */
export function entriesToShow(entries: readonly unknown[]): {
  readonly shown: readonly ShownEntry[]
  readonly unread: number
} {
  const shown = entries.flatMap((entry) => {
    const parsed = shownEntry.safeParse(entry)
    return parsed.success ? [parsed.data] : []
  })
  return { shown, unread: entries.length - shown.length }
}

/** Purposes for which the law lets a log be read (DPA 2018 s.62(4)). */
export const purposes = {
  lawfulness: 'Checking that processing is lawful',
  'self-monitoring': 'Self-monitoring, including disciplinary proceedings',
  'integrity-and-security': 'Integrity and security of the data',
  'criminal-proceedings': 'Criminal proceedings',
} as const

/** A purpose of reading the log. */
export type Purpose = keyof typeof purposes

/** The purpose that a text names; null for other texts. */
export function purposeOf(text: string): Purpose | null {
  return text in purposes ? (text as Purpose) : null
}
