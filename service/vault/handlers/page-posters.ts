import type { PolicyProfile } from '../../../core/policy/policy-profile.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import type { ClipId } from '../../../core/vault/ids.ts'
import type { CallContext, Handlers } from '../handler.ts'

type PageCall = CallContext<'clip.page-posters'>
type Poster = {
  readonly clip: string
  readonly distressing: boolean
  readonly frame: number | null
  readonly png: string | null
}

/** Ids that fit into one fact of the log (at most 200 characters). */
const idsInFact = 11

/** Whether a clip's posters stay blurred until asked for (R18): a category says so, or none tells otherwise. */
function isDistressing({ metadata, restriction }: ClipRecord, { retention }: PolicyProfile): boolean {
  if (restriction !== null) return true
  const named = metadata.categories.map((name) => name.trim().toLowerCase())
  const known = retention.categories.filter(
    ({ id, title }) => named.includes(id) || named.includes(title.toLowerCase()),
  )
  return known.some(({ distressing }) => distressing)
}

async function posterOf(context: PageCall, clip: ClipRecord): Promise<Result<Poster>> {
  const { store, profile } = context
  const decision = context.allowed(clip)
  const shown = { clip: clip.id, distressing: isDistressing(clip, profile) }
  const none = ok({ ...shown, frame: null, png: null })
  if (!decision.allowed || !decision.footage) return none
  const [poster] = (await store.read.objects(clip.id)).filter(({ kind }) => kind === 'poster')
  if (!poster) return none
  const png = await store.objects.readPoster(decision.footage, poster.id)
  if (png.ok) return ok({ ...shown, frame: Number(poster.label), png: png.value })
  // One spoilt poster leaves the others of the page to be seen; a locked vault does not.
  return png.failure.kind === 'object-damaged' || png.failure.kind === 'object-missing' ? none : png
}

/** The clips that were shown, as facts of one entry: `shown1`, `shown2` ... */
function namedShown(posters: readonly Poster[]): Readonly<Record<string, string>> {
  const shown = posters.filter(({ png }) => png !== null).map(({ clip }) => clip)
  const facts: Record<string, string> = {}
  for (let from = 0; from < shown.length; from += idsInFact)
    facts[`shown${from / idsInFact + 1}`] = shown.slice(from, from + idsInFact).join(' ')
  return facts
}

async function pagePosters(context: PageCall, ids: readonly ClipId[]) {
  const posters: Poster[] = []
  for (const id of new Set(ids)) {
    const clip = await context.store.read.clip(id)
    const poster = clip ? await posterOf(context, clip) : ok({ clip: id, distressing: true, frame: null, png: null })
    if (!poster.ok) return poster
    posters.push(poster.value)
  }
  const noted = await context.store.note(context.ending({ object: null, detail: namedShown(posters) }))
  return noted.ok ? ok({ posters }) : noted
}

/** Posters of a page of a search: the handler of `clip.page-posters`. */
export const pagePosterHandlers = {
  'clip.page-posters': (context, { clips }) => pagePosters(context, clips),
} satisfies Pick<Handlers, 'clip.page-posters'>
