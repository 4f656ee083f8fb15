import { readProfile } from '../../../contract/profile-file.ts'
import { addDays, dayOf, endOfDay } from '../../../core/calendar.ts'
import { isReviewOverdue, type PolicyProfile } from '../../../core/policy/policy-profile.ts'
import type { VaultReader, VaultSettings, VaultWriter } from '../../../core/ports/vault/vault-records.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { latestTold } from '../../../core/retention/retention.ts'
import type { CallContext, Handlers } from '../handler.ts'
import { retentionFor } from './clip-rows.ts'

/** The farthest ahead that somebody may confirm a profile. */
const longestReviewDays = 3 * 366

/** When the profile in force is due for its review, and who has put that off. */
async function reviewOf(
  { profileReview }: VaultSettings,
  { reviewDate }: PolicyProfile,
  read: VaultReader,
): Promise<{ date: string | null; confirmedUntil: string | null; confirmedBy: string | null }> {
  if (!profileReview) return { date: reviewDate, confirmedUntil: null, confirmedBy: null }
  const confirmedBy = (await read.user(profileReview.by))?.name ?? profileReview.by
  return { date: reviewDate, confirmedUntil: profileReview.until, confirmedBy }
}

/** Clips whose dates are written down at once. */
const batch = 500

/** Writes down the dates that the old profile told, so that a shorter period of the new one deletes nothing (core/retention). */
async function tellDates(write: VaultWriter, context: CallContext<'vault.profile'>): Promise<Result<void>> {
  const { signal, onProgress } = context.work
  const total = await write.countClips({ limit: 1 })
  let done = 0
  let clips = await write.clipsToEvaluate(null, batch)
  for (let last = clips.at(-1); last; last = clips.at(-1)) {
    if (signal.aborted) return failed({ kind: 'cancelled' })
    // The date hangs on categories and days, not on holds; most clips were told theirs when they came in, and stay as they are.
    const told = clips.map((clip) => ({ clip, dueBefore: latestTold(clip.dueBefore, retentionFor(clip, [], context)) }))
    const later = told.filter(({ clip, dueBefore }) => dueBefore !== clip.dueBefore)
    await write.putDatesTold(later.map(({ clip: { id }, dueBefore }) => ({ id, dueBefore })))
    done += clips.length
    onProgress({ stage: 'retention', done, total, seconds: 0 })
    clips = await write.clipsToEvaluate(last.id, batch)
  }
  return ok(undefined)
}

/** The vault itself: the handlers of `vault.*`. */
export const vaultHandlers = {
  'vault.status': async ({ store, profile, now }) => {
    const { read } = store
    const facts = store.facts()
    const settings = await read.settings()
    const head = await store.anchor()
    return ok({
      vaultId: facts.vaultId,
      demo: facts.demo,
      profile: profile.name,
      reviewOverdue: isReviewOverdue(profile, now(), settings.profileReview?.until ?? null),
      review: await reviewOf(settings, profile, read),
      deviceSecret: facts.deviceSecret,
      signer: facts.signer,
      signerPublicKey: facts.signerPublicKey,
      generation: facts.generation,
      clips: await read.countClips({ limit: 1 }),
      users: (await read.users()).length,
      auditEntries: head.size,
      auditRoot: head.root,
      clockDoubtful: settings.clockDoubtful,
      rotationDue: settings.rotationDue,
      todos: (await read.todos(true)).length,
      sourceTasks: (await read.sourceTasks(true)).length,
    })
  },

  'vault.check': async ({ store, work }) => {
    const checked = await store.check(false, work)
    if (!checked.ok) return checked
    const { objects, bytes, problems } = checked.value
    return ok({ ok: problems.length === 0, objects, bytes, problems })
  },

  'vault.rotate': async (context) => {
    const { store, work } = context
    const object = { kind: 'vault', id: store.facts().vaultId } as const
    const rotated = await store.rotate(context.draft('vault.rotate', { object, outcome: 'done' }), work)
    return rotated.ok ? ok({ generation: store.facts().generation }) : rotated
  },

  'vault.backup': async (context, { out }) => {
    const { store, profile, now, work } = context
    const expiresAt = endOfDay(addDays(dayOf(now()), profile.vault.backupDays))
    const draft = context.draft('vault.backup', { object: null, outcome: 'done' })
    const made = await store.backup(out, draft, expiresAt, work)
    return made.ok ? ok({ ...made.value, expiresAt }) : made
  },

  'vault.confirm-clock': (context) =>
    context.change(async (write) => {
      await write.putSettings({ clockDoubtful: false })
      return ok({ now: context.now() })
    }),

  'vault.confirm-profile': async (context, { until }) => {
    const { profile, now, user } = context
    const today = dayOf(now())
    if (until <= today || until > addDays(today, longestReviewDays))
      return failed({ kind: 'usage', detail: 'a profile is confirmed for a day ahead, three years at most' })
    return context.change(
      async (write) => {
        await write.putSettings({ profileReview: { until, by: user.id, at: now() } })
        return ok({ profile: profile.name, confirmedUntil: until })
      },
      { kind: 'profile', id: profile.name },
    )
  },

  'vault.profile': async (context, { profileText }) => {
    const profile = readProfile(profileText, 'profile')
    if (!profile.ok) return profile
    const wanted = (await context.store.read.users()).flatMap(({ grants }) => grants.map(({ role }) => role))
    const lost = wanted.find((role) => !Object.hasOwn(profile.value.permissions, role))
    if (lost) return failed({ kind: 'usage', detail: `somebody is a ${lost}, and this profile has none` })
    // One transaction: whatever stops it, the old profile is in force, and with it every date that it told.
    return context.store.change(context.ending({ object: null }), async (write) => {
      const told = await tellDates(write, context)
      if (!told.ok) return told
      await write.putSettings({ profileText, profileReview: null })
      return ok({ profile: profile.value.name })
    })
  },
} satisfies Pick<
  Handlers,
  | 'vault.status'
  | 'vault.check'
  | 'vault.rotate'
  | 'vault.backup'
  | 'vault.confirm-clock'
  | 'vault.confirm-profile'
  | 'vault.profile'
>
