import { readProfile } from '../../../contract/profile-file.ts'
import { noMetadata } from '../../../core/intake/clip-metadata.ts'
import type { PolicyProfile } from '../../../core/policy/policy-profile.ts'
import { type Instant, instant } from '../../../core/ports/clock.ts'
import { retentionOf } from '../../../core/retention/retention.ts'
import type { Connection } from './sqlite.ts'
import { isMoment } from './value-checks.ts'

/** Stands in the order behind every date: a clip that goes only once a person has reviewed it. */
const noDate = 'none'

/** Name of the function in SQL: recorded on, imported at, categories, released at, reviewed at, JSON text of the profile. */
export const dueOrderFunction = 'due_order_of'

let lastRead: { readonly text: string; readonly profile: PolicyProfile | null } | null = null

/** The profile in the words of `settings`: JSON of its text. Read once as long as it stays the same. */
export function storedProfile(setting: string): PolicyProfile | null {
  if (lastRead?.text === setting) return lastRead.profile
  const text: unknown = JSON.parse(setting)
  const read = typeof text === 'string' ? readProfile(text, 'policy profile') : null
  const profile = read?.ok ? read.value : null
  lastRead = { text: setting, profile }
  return profile
}

function momentOrNull(value: unknown): Instant | null {
  return isMoment(value) ? instant(String(value)) : null
}

/**
 * The first moment at which a clip may go under the profile, as text that sorts; null where there is no profile. By `retentionOf`
 * alone, so that nothing here gives a second answer: holds and the state of its expiry do not move the date, and the moment of import
 * stands for now, which matters only to dates that lie ahead of it.
 */
function dueOrder(...[recordedOn, importedAt, categories, releasedAt, reviewedAt, profileText]: unknown[]) {
  const profile = typeof profileText === 'string' ? storedProfile(profileText) : null
  const came = momentOrNull(importedAt)
  if (profile === null || came === null) return null
  const subject = {
    metadata: {
      ...noMetadata,
      recordedOn: momentOrNull(recordedOn),
      categories: JSON.parse(String(categories)) as readonly string[],
    },
    importedAt: came,
    releasedAt: momentOrNull(releasedAt),
    reviewedAt: momentOrNull(reviewedAt),
    expiry: { state: 'kept' },
    dueBefore: null,
    holds: [],
  } as const
  return retentionOf(subject, profile.retention, came).due ?? noDate
}

/** Teaches a connection the function that fills the column `due_order` of clips; to be called before anything is migrated or written. */
export function teachDueDates(connection: Connection): void {
  connection.function(dueOrderFunction, { deterministic: true, directOnly: true, varargs: true }, dueOrder)
}
