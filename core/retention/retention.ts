import {
  addDays,
  addYears,
  dayMilliseconds,
  dayOf,
  endOfDay,
  instantAt,
  isBefore,
  millisecondsOf,
  millisecondsOrNull,
} from '../calendar.ts'
import type { Instant } from '../ports/clock.ts'
import type { ClipRecord } from '../vault/clip-record.ts'
import { type Hold, hasEnded, isBlocking } from './hold.ts'
import type { RetentionCategory, RetentionPolicy } from './retention-policy.ts'

/** What decides how long a clip or copy is kept. */
export type RetentionSubject = Pick<
  ClipRecord,
  'metadata' | 'importedAt' | 'expiry' | 'dueBefore' | 'reviewedAt' | 'releasedAt'
> & { readonly holds: readonly Hold[] }

/**
 * Where a clip stands. `review`: a person has to decide. `due`: the profile lets it expire by itself, so it is to be marked.
 * `undo-window`: marked, and can be brought back. `deletable`: marked, and the time for bringing it back is over.
 */
export type RetentionState = 'kept' | 'held' | 'review' | 'due' | 'undo-window' | 'deletable'

/** Why a person has to decide. */
export type ReviewReason =
  /** Recorded in the future, long before it came in, or at no moment of any calendar. */
  | 'doubtful-date'
  /** A hold's end date is over and nobody has released it. */
  | 'hold-ended'
  /** The date for judging whether it is still necessary is over. */
  | 'review-over'
  /** A category that the profile does not have. */
  | 'unknown-category'
  /** Without a category nothing goes by itself (R9). */
  | 'uncategorised'
  | 'evidential'
  /** The profile lets nothing go by itself. */
  | 'profile'
  /** It would have been kept for longer under an earlier category, date or profile. */
  | 'shortened'
  /** Nobody has told an earlier date, so that nothing says whether it was shortened. */
  | 'never-told'
  /** It waits in the queue already; only a person takes it out. */
  | 'queued'
  /** Marked under a rule that is no longer its rule. */
  | 'rule-changed'

/** How long a clip is kept, and why. */
export type Retention = {
  readonly state: RetentionState
  /** First moment at which it may go, if nothing else speaks against it; null: not before a person has reviewed it. */
  readonly due: Instant | null
  /** Which category and period decided, from which day: `routine: 30 days from recording`. */
  readonly rule: string
  /** True where the day of recording is not known and the import counted instead. */
  readonly fromImport: boolean
  /** Earliest date at which a person has to judge again, of categories and of holds. */
  readonly reviewDue: Instant | null
  /** Holds that stop deletion. */
  readonly holds: readonly Hold[]
  readonly reasons: readonly ReviewReason[]
  /** A person may approve deletion now: it is in review, past its date, and nothing holds it. */
  readonly approvable: boolean
}

/** Before this no body-worn camera recorded; cameras whose clock was reset name such days. */
const firstPlausible = Date.UTC(2005, 0, 1)

/** Recordings come in at the end of a shift (IC); one of a day that lies further back is a camera with a wrong clock until shown otherwise. */
const oldestAtImport = 3 * 366 * dayMilliseconds

/** A camera's zone may be set wrong by up to half a day either way. */
const zoneTolerance = dayMilliseconds

type Counting = { readonly from: Instant; readonly basis: 'recording' | 'import'; readonly doubtful: boolean }

/** From when periods count (R8): recording, else import. A doubtful date counts from import, so that nothing goes early. */
function countingOf({ metadata, importedAt }: RetentionSubject, now: Instant): Counting {
  const came = millisecondsOf(importedAt)
  const fromImport = { from: importedAt, basis: 'import' } as const
  const doubtfulImport = came > millisecondsOf(now) + zoneTolerance
  if (metadata.recordedOn === null) return { ...fromImport, doubtful: doubtfulImport }
  const recorded = millisecondsOrNull(metadata.recordedOn)
  const plausible =
    recorded !== null &&
    recorded >= Math.max(firstPlausible, came - oldestAtImport) &&
    recorded <= Math.min(came, millisecondsOf(now)) + zoneTolerance
  if (!plausible) return { ...fromImport, doubtful: true }
  return { from: metadata.recordedOn, basis: 'recording', doubtful: doubtfulImport }
}

type Term = { readonly due: Instant | null; readonly rule: string }

/** The longer of two terms; one without an end is the longest. */
function longer(a: Term, b: Term): Term {
  if (a.due === null) return a
  return b.due === null || isBefore(a.due, b.due) ? b : a
}

function termOf(category: Pick<RetentionCategory, 'id' | 'periodDays'>, { from, basis }: Counting): Term {
  const { id, periodDays } = category
  if (periodDays === null) return { due: null, rule: `${id}: until reviewed` }
  return { due: endOfDay(addDays(dayOf(from), periodDays)), rule: `${id}: ${periodDays} days from ${basis}` }
}

type Categories = { readonly known: readonly RetentionCategory[]; readonly unknown: boolean }

/** Categories by id or title, in any case: sidecars name them either way. */
function categoriesOf(named: readonly string[], policy: RetentionPolicy): Categories {
  const found = named.map((name) => {
    const plain = name.trim().toLowerCase()
    return policy.categories.find(({ id, title }) => id === plain || title.toLowerCase() === plain)
  })
  return { known: found.filter((category) => category !== undefined), unknown: found.includes(undefined) }
}

/** The longest of all that apply (R8: longest category wins). */
function longestTerm(
  subject: RetentionSubject,
  categories: Categories,
  counting: Counting,
  policy: RetentionPolicy,
): Term {
  const released: readonly Term[] =
    subject.releasedAt === null
      ? []
      : [
          {
            due: endOfDay(addYears(dayOf(subject.releasedAt), policy.disclosureYears)),
            rule: `disclosure: ${policy.disclosureYears} years from release`,
          },
        ]
  const unknown: readonly Term[] = categories.unknown ? [{ due: null, rule: 'unknown category: until reviewed' }] : []
  const all = [...unknown, ...categories.known.map((category) => termOf(category, counting)), ...released]
  const uncategorised = termOf({ id: 'uncategorised', periodDays: policy.defaultPeriodDays }, counting)
  return all.length === 0 ? uncategorised : all.reduce(longer)
}

/**
 * A person has judged that it is still necessary (R8: "only as long as necessary"): that puts the date off until the next judgement
 * is due, after the shortest review time of its categories, else after the default period.
 */
function putOff(term: Term, { reviewedAt }: RetentionSubject, { known }: Categories, policy: RetentionPolicy): Term {
  if (reviewedAt === null || term.due === null) return term
  const days = known.map(({ reviewDays }) => reviewDays).filter((each) => each !== null)
  const wait = days.length === 0 ? policy.defaultPeriodDays : Math.min(...days)
  const next = {
    due: endOfDay(addDays(dayOf(reviewedAt), wait)),
    rule: `${term.rule}, kept for ${wait} days on review`,
  }
  return isBefore(term.due, next.due) ? next : term
}

function earliest(dates: readonly Instant[]): Instant | null {
  return dates.toSorted((a, b) => millisecondsOf(a) - millisecondsOf(b))[0] ?? null
}

function isOver(at: Instant | null, now: Instant): boolean {
  return at !== null && !isBefore(now, at)
}

type Judged = {
  readonly subject: RetentionSubject
  readonly policy: RetentionPolicy
  readonly now: Instant
  readonly term: Term
  readonly counting: Counting
  readonly categories: Categories
  /** Of its categories alone. */
  readonly reviewOn: Instant | null
}

/** Reasons that stand whether it is due or not. */
function standingReasons({ subject, now, counting, categories, reviewOn }: Judged): readonly ReviewReason[] {
  const reasons: readonly (readonly [ReviewReason, boolean])[] = [
    ['doubtful-date', counting.doubtful],
    ['unknown-category', categories.unknown],
    ['hold-ended', subject.holds.some((hold) => hasEnded(hold, now))],
    ['review-over', isOver(reviewOn, now)],
  ]
  return reasons.filter(([, stands]) => stands).map(([reason]) => reason)
}

/** Reasons why it does not go by itself although it is due. */
function reasonsAtExpiry({ subject, policy, now, categories }: Judged): readonly ReviewReason[] {
  const { dueBefore, releasedAt, expiry } = subject
  const none = categories.known.length === 0 && !categories.unknown && releasedAt === null
  const reasons: readonly (readonly [ReviewReason, boolean])[] = [
    ['uncategorised', none],
    ['evidential', categories.known.some(({ evidential }) => evidential)],
    ['profile', policy.expiry === 'queue'],
    ['never-told', dueBefore === null],
    ['shortened', dueBefore !== null && isBefore(now, dueBefore)],
    ['queued', expiry.state === 'queued'],
  ]
  return reasons.filter(([, stands]) => stands).map(([reason]) => reason)
}

type Standing = Pick<Retention, 'state' | 'reasons'>

/** Of a clip that is marked and not held. A rule that is no longer its rule sends it back to a person. */
function standingOfMarked(judged: Judged, reasons: readonly ReviewReason[]): Standing | null {
  const { expiry } = judged.subject
  if (expiry.state !== 'marked') return null
  const { rule, due } = judged.term
  // Without a date only a person marks.
  const isMarkable = due === null ? expiry.approvedBy !== null : isOver(due, judged.now)
  if (expiry.rule !== rule || !isMarkable) return { state: 'review', reasons: ['rule-changed', ...reasons] }
  if (expiry.approvedBy === null && reasons.length > 0) return { state: 'review', reasons }
  return { state: isOver(expiry.undoUntil, judged.now) ? 'deletable' : 'undo-window', reasons: [] }
}

function standingOf(judged: Judged, blocking: readonly Hold[]): Standing {
  const due = isOver(judged.term.due, judged.now)
  const reasons = [...standingReasons(judged), ...(due ? reasonsAtExpiry(judged) : [])]
  if (blocking.some((hold) => !hasEnded(hold, judged.now))) return { state: 'held', reasons }
  if (blocking.length > 0) return { state: 'review', reasons }
  const marked = standingOfMarked(judged, reasons)
  if (marked) return marked
  if (reasons.length > 0) return { state: 'review', reasons }
  return { state: due ? 'due' : 'kept', reasons }
}

/**
 * How long a clip or copy is kept under a policy, and what is to happen to it at `now` (DOMAIN.md R8, R9). Pure; whether the
 * clock can be believed is `judgeClock`'s question. Days are those of UTC and a period ends with its last day, so that
 * nothing ever goes early. Whatever is uncertain goes to a person, never to deletion.
 */
export function retentionOf(subject: RetentionSubject, policy: RetentionPolicy, now: Instant): Retention {
  const counting = countingOf(subject, now)
  const categories = categoriesOf(subject.metadata.categories, policy)
  const term = putOff(longestTerm(subject, categories, counting, policy), subject, categories, policy)
  const judgedOn = dayOf(subject.reviewedAt ?? counting.from)
  const reviewDays = categories.known.map((category) => category.reviewDays).filter((days) => days !== null)
  const reviewOn = earliest(reviewDays.map((days) => endOfDay(addDays(judgedOn, days))))
  const holds = subject.holds.filter(isBlocking)
  const standing = standingOf({ subject, policy, now, term, counting, categories, reviewOn }, holds)
  const heldUntil = holds.map((hold) => hold.reviewOn).filter((date) => date !== null)
  return {
    ...standing,
    ...term,
    fromImport: counting.basis === 'import',
    reviewDue: earliest(reviewOn === null ? heldUntil : [...heldUntil, reviewOn]),
    holds,
    approvable: standing.state === 'review' && holds.length === 0 && (term.due === null || isOver(term.due, now)),
  }
}

/** Stands for "until a person has reviewed it" where a date is needed. */
const farthest = instantAt(Number.MAX_SAFE_INTEGER)

/**
 * The latest deletion date ever told for a clip, for `dueBefore`. To be kept when it comes in, and *before* every change of its
 * categories, dates, or the profile: deletion by itself waits for this date, so that shortening a period deletes nothing.
 */
export function latestTold(dueBefore: Instant | null, { due }: Pick<Retention, 'due'>): Instant {
  const told = due ?? farthest
  return dueBefore === null || isBefore(dueBefore, told) ? told : dueBefore
}

/** Until when a clip that is marked at `since` can be brought back; the same moment where the profile gives no time for it. */
export function undoUntil(since: Instant, { undoDays }: Pick<RetentionPolicy, 'undoDays'>): Instant {
  return undoDays === 0 ? since : endOfDay(addDays(dayOf(since), undoDays))
}
