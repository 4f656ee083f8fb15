import type { PersonExtent, Search } from '../detection/detection.ts'
import { joinedSearch } from '../detection/joined-search.ts'
import { frameIndex } from '../time.ts'
import type { LinkedTracks } from '../tracking/link-detections.ts'
import type { PlacedTrack, ProjectCommand } from './commands.ts'
import { splitTrack } from './edit-track.ts'
import type { EditedProject } from './history.ts'
import { ignoredByPeople, type Named, namedByPeople } from './named-tracks.ts'
import { askedExtents, ownerOf, widerExtent } from './person-extent.ts'
import type { Blank, RedactionProject, Track } from './project.ts'
import { type FatedTrack, fated, hasFateAt, personDecisions, type TrackFate } from './regions-at.ts'
import { alike, coversWholly, framesTogether, likenessAt, sharedFrames } from './same-thing.ts'
import { firstFrameOf } from './track-region.ts'
import { isUnsought } from './unsought-tracks.ts'

/** What a detection has come to so far. */
export type Findings = Pick<LinkedTracks, 'tracks' | 'proposals'> & {
  readonly search: Search
  /** Frames that were to be examined and could not be: nobody knows what they show. */
  readonly unexamined: readonly Blank[]
}

/**
 * A track that people have touched, or one of a person whom they have. `fate` null: the detection itself called it no thing, and
 * nobody has decided about it.
 */
type Touched = Omit<FatedTrack, 'fate'> & { readonly fate: TrackFate | null }

function touchedTracks({ project: { tracks }, history }: EditedProject, named: Named): readonly Touched[] {
  const decisions = personDecisions(tracks)
  const ignored = ignoredByPeople(history)
  const isNamed = (track: Track) => named.tracks.has(track.id) || track.evidence === undefined
  const persons = new Set(named.persons)
  for (const track of tracks) if (track.person !== undefined && isNamed(track)) persons.add(track.person)
  return tracks
    .filter((track) => isNamed(track) || (track.person !== undefined && persons.has(track.person)))
    .map((track) => {
      const one = fated(track, decisions)
      const isDecided = ignored.has(track.id) || (track.person !== undefined && decisions.kept.has(track.person))
      return one.fate === 'ignored' && !isDecided ? { track, fate: null } : one
    })
}

/** Frames in which a proposal lies on a touched track; none unless it does in half of those in which both are there. */
function framesOn(proposal: Track, touched: Track): ReadonlyMap<number, number> {
  const on = new Map<number, number>()
  const shared = framesTogether(proposal, touched) > 0 ? sharedFrames(proposal, touched) : null
  if (!shared) return on
  for (let at = shared[0]; at < shared[1]; at++) {
    const likeness = likenessAt(proposal, touched, frameIndex(at))
    if (likeness >= alike) on.set(at, likeness)
  }
  return on.size * 2 >= shared[1] - shared[0] ? on : new Map()
}

type Decided = ReadonlyMap<Track, Set<number>>

/** Frames in which a track that stays hidden covers a proposal wholly; where it is not hidden, only what hides nothing is left out for it. */
function addCovered(decided: Decided, proposals: readonly Track[], one: FatedTrack): void {
  for (const proposal of proposals)
    for (const frame of framesOn(proposal, one.track).keys()) {
      const stands = proposal.action === 'ignore' || hasFateAt(one, frame)
      if (stands && coversWholly(one.track, proposal, frameIndex(frame))) decided.get(proposal)?.add(frame)
    }
}

/** Frames in which a proposal is the thing that a person shows: of several that lie on it only the likeliest, the others stay hidden. */
function addShown(decided: Decided, proposals: readonly Track[], track: Track): void {
  const best = new Map<number, { readonly proposal: Track; readonly likeness: number }>()
  for (const proposal of proposals)
    for (const [frame, likeness] of framesOn(proposal, track))
      if (likeness > (best.get(frame)?.likeness ?? 0)) best.set(frame, { proposal, likeness })
  for (const [frame, { proposal }] of best) decided.get(proposal)?.add(frame)
}

/** By proposal: the frames in which people have decided already what becomes of the thing. */
function decidedFrames(proposals: readonly Track[], touched: readonly Touched[]): Decided {
  const decided: Decided = new Map(proposals.map((proposal) => [proposal, new Set<number>()]))
  // What hides nothing itself may be left out for another that hides nothing: no decision is needed.
  const hidingNothing = proposals.filter(({ action }) => action === 'ignore')
  for (const { track, fate, ...rest } of touched)
    if (fate === 'hidden') addCovered(decided, proposals, { track, fate, ...rest })
    else addShown(decided, fate === null ? hidingNothing : proposals, track)
  return decided
}

/**
 * By new person (or track of nobody's): how much of them people want hidden, because one of the tracks lies on one of somebody of whom
 * they do. Who goes on under another name is hidden no less.
 */
function carriedExtents(proposals: readonly Track[], touched: readonly Touched[]): ReadonlyMap<string, PersonExtent> {
  const asked = askedExtents(touched.map(({ track }) => track))
  const carried = new Map<string, PersonExtent>()
  for (const { track } of touched) {
    const extent = asked.get(ownerOf(track))?.extent
    if (extent === undefined) continue
    for (const proposal of proposals) {
      const owner = ownerOf(proposal)
      if (framesOn(proposal, track).size > 0)
        carried.set(owner, widerExtent(carried.get(owner) ?? null, extent) ?? extent)
    }
  }
  return carried
}

/** What is left of a track without some of its frames; each part shows what the whole showed. */
function withoutFrames(track: Track, frames: ReadonlySet<number>): readonly Track[] {
  if (frames.size === 0) return [track]
  const parts: Track[] = []
  const keep = (part: Track, from: number): void => {
    if (!frames.has(from)) parts.push(part)
  }
  let from = firstFrameOf(track) ?? 0
  let rest = track
  for (let at = from + 1; at < track.untilFrame; at++) {
    if (frames.has(at) === frames.has(from)) continue
    const split = splitTrack(rest, frameIndex(at), track.id)
    if (!split) throw new Error('a track cannot be split within')
    keep(split[0], from)
    rest = split[1]
    from = at
  }
  keep(rest, from)
  return parts
}

/** Gives out names that nobody has: a letter and the number after the highest. */
function freshNames(letter: string, taken: Iterable<string>): () => string {
  let highest = 0
  for (const name of taken)
    if (name.startsWith(letter) && /^\d{1,9}$/.test(name.slice(1))) highest = Math.max(highest, Number(name.slice(1)))
  return () => {
    highest += 1
    return `${letter}${highest}`
  }
}

type Pair = { readonly proposal: Track; readonly before: Track; readonly together: number }

/** Every new proposal with every earlier one that it lies on; with the one that begins as it does and no other, where there is one. */
function pairsOf(proposals: readonly Track[], earlier: readonly Track[]): readonly Pair[] {
  const startOf = (track: Track) => JSON.stringify([track.class, track.extent, track.keys[0]])
  const byStart = new Map(earlier.map((track) => [startOf(track), track]))
  return proposals.flatMap((proposal) => {
    const same = byStart.get(startOf(proposal))
    if (same) return [{ proposal, before: same, together: Number.POSITIVE_INFINITY }]
    return earlier
      .map((before) => ({ proposal, before, together: framesTogether(proposal, before) }))
      .filter(({ together }) => together > 0)
  })
}

/** Which of the earlier proposals each new one goes on with: the one that it lies on longest, each once. */
function earlierOnes(proposals: readonly Track[], earlier: readonly Track[]): ReadonlyMap<Track, Track> {
  const found = new Map<Track, Track>()
  const taken = new Set<Track>()
  for (const { proposal, before } of pairsOf(proposals, earlier).toSorted((a, b) => b.together - a.together)) {
    if (found.has(proposal) || taken.has(before)) continue
    found.set(proposal, before)
    taken.add(before)
  }
  return found
}

/** What a person of the new proposals is called: as before, where an earlier one of them was, and never as one whom people know. */
function personNames(
  proposals: readonly Track[],
  earlier: ReadonlyMap<Track, Track>,
  { known, fresh }: { readonly known: ReadonlySet<string>; readonly fresh: () => string },
): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const taken = new Set(known)
  for (const proposal of proposals) {
    const before = earlier.get(proposal)?.person
    if (proposal.person === undefined || before === undefined) continue
    if (names.has(proposal.person) || taken.has(before)) continue
    names.set(proposal.person, before)
    taken.add(before)
  }
  for (const { person } of proposals) if (person !== undefined && !names.has(person)) names.set(person, fresh())
  return names
}

type Naming = { readonly id: string; readonly person: string | undefined; readonly extent: PersonExtent | undefined }

function proposed({ action, person: _person, ...track }: Track, { id, person, extent }: Naming): Track {
  // Hidden by the detection is decided by nobody.
  const undecided = action === 'hide' ? 'undecided' : action
  return {
    ...track,
    id,
    ...(person === undefined ? {} : { person }),
    action: undecided,
    ...(extent === undefined ? {} : { personExtent: extent }),
  }
}

type Renamed = { readonly tracks: readonly Track[]; readonly names: ReadonlyMap<string, string> }

type Namer = {
  readonly extents: ReadonlyMap<string, PersonExtent>
  readonly earlier: ReadonlyMap<Track, Track>
  readonly persons: ReadonlyMap<string, string>
  readonly freshId: () => string
}

/** The new proposals under names of the project's, without the frames that people have decided about already. */
function renamed(proposals: readonly Track[], decided: Decided, namer: Namer): Renamed {
  const { earlier, persons, extents, freshId } = namer
  const names = new Map(persons)
  const tracks = proposals.flatMap((proposal) => {
    const person = proposal.person === undefined ? undefined : persons.get(proposal.person)
    return withoutFrames(proposal, decided.get(proposal) ?? new Set()).map((track, part) => {
      const id = (part === 0 ? earlier.get(proposal)?.id : undefined) ?? freshId()
      if (part === 0) names.set(proposal.id, id)
      return proposed(track, { id, person, extent: extents.get(ownerOf(proposal)) })
    })
  })
  return { tracks, names }
}

/** Everything that new proposals are called by, and what is not theirs to change. */
function namerOf(edited: EditedProject, { tracks: proposals, search }: Findings) {
  const { project, history } = edited
  const named = namedByPeople(history)
  const touched = touchedTracks(edited, named)
  const touchedIds = new Set(touched.map(({ track }) => track.id))
  const isLeft = isUnsought(project.search, { search, tracks: proposals })
  const left = project.tracks.filter((track) => !touchedIds.has(track.id) && isLeft(track))
  const own = new Set([...touchedIds, ...left.map(({ id }) => id)])
  const personsOf = (tracks: readonly Track[]) => tracks.flatMap(({ person }) => person ?? [])
  const known = new Set([...named.persons, ...personsOf(touched.map(({ track }) => track))])
  const earlier = earlierOnes(
    proposals,
    project.tracks.filter(({ id }) => !own.has(id)),
  )
  const fresh = freshNames('p', [...known, ...personsOf(project.tracks)])
  const persons = personNames(proposals, earlier, { known, fresh })
  const freshId = freshNames('t', [...named.tracks, ...project.tracks.map(({ id }) => id)])
  const namer = { earlier, persons, extents: carriedExtents(proposals, touched), freshId }
  // What stays hidden needs no second cover, whoever hides it.
  const hiding = left.filter(({ action }) => action !== 'ignore').map((track) => ({ track, fate: 'hidden' as const }))
  return { decided: decidedFrames(proposals, [...touched, ...hiding]), own, isLeft, namer }
}

/** The change of tracks from one list to another that leaves alone what is equal; null where all is. */
function replacement(before: readonly Track[], after: readonly Track[]): ProjectCommand | null {
  const texts = new Map(before.map((track) => [track.id, JSON.stringify(track)]))
  const same = new Set(after.filter((track) => texts.get(track.id) === JSON.stringify(track)).map(({ id }) => id))
  const remove = before.filter(({ id }) => !same.has(id)).map(({ id }) => id)
  const put: PlacedTrack[] = after.flatMap((track, at) => (same.has(track.id) ? [] : [{ at, track }]))
  return remove.length + put.length === 0 ? null : { kind: 'replace-tracks', remove, put }
}

function newBlanks({ blanks }: RedactionProject, unexamined: readonly Blank[]): readonly ProjectCommand[] {
  const there = new Set(blanks.map((blank) => JSON.stringify([blank.from, blank.until])))
  return unexamined
    .filter(({ from, until }) => !there.has(JSON.stringify([from, until])))
    .map((blank) => ({ kind: 'add-blank', blank }))
}

type Maybes = NonNullable<RedactionProject['proposals']>

/** Who may be one person: as found now, and as found before of those of whom the search tells nothing on either side. */
function maybesOf(
  { project, ...found }: Pick<EditedProject, 'project'> & Pick<Findings, 'proposals'>,
  { names, isLeft }: Pick<Renamed, 'names'> & { readonly isLeft: (track: Track) => boolean },
): Maybes {
  const news = found.proposals.flatMap((proposal) => {
    const [one, other] = [names.get(proposal.between[0]), names.get(proposal.between[1])]
    return one !== undefined && other !== undefined ? [{ ...proposal, between: [one, other] as const }] : []
  })
  const left = new Set(project.tracks.filter(isLeft).map(({ person, id }) => person ?? id))
  const keyOf = ({ between }: Maybes[number]) => JSON.stringify(between.toSorted())
  const told = new Set(news.map(keyOf))
  const stay = (project.proposals ?? []).filter(
    (each) => each.between.every((name) => left.has(name)) && !told.has(keyOf(each)),
  )
  return [...news, ...stay]
}

/**
 * What the detection's findings change in a project that people work on; null for nothing. Tracks that a person's step names, drew or
 * whose person it names stay as they are, and so do those that this search does not look for again; other proposals give way to the new
 * ones, which keep the ids and places of those that they go on with. Where a new proposal lies on a touched track in most of the frames
 * that they share, it is left out in exactly those frames in which the decision holds for it: the track is kept, called no thing by a
 * person, or covers it wholly. In doubt both stay: nothing is uncovered but what a person has decided to show. The project's search is
 * then what all searches together have looked for.
 */
export function reconcileProposals(edited: EditedProject, findings: Findings): ProjectCommand | null {
  const { project } = edited
  const { decided, own, isLeft, namer } = namerOf(edited, findings)
  const { tracks, names } = renamed(findings.tracks, decided, namer)
  const byId = new Map(tracks.map((track) => [track.id, track]))
  const inPlace = project.tracks.flatMap((track) => (own.has(track.id) ? [track] : (byId.get(track.id) ?? [])))
  const there = new Set(inPlace.map(({ id }) => id))
  const change = replacement(project.tracks, [...inPlace, ...tracks.filter(({ id }) => !there.has(id))])
  const proposals = maybesOf({ project, proposals: findings.proposals }, { names, isLeft })
  const search = project.search ? joinedSearch(project.search, findings.search) : findings.search
  const told = { proposals: project.proposals ?? [], search: project.search }
  const news = JSON.stringify(told) !== JSON.stringify({ proposals, search })
  const commands: ProjectCommand[] = [
    ...(change ? [change] : []),
    ...newBlanks(project, findings.unexamined),
    ...(news ? [{ kind: 'set-findings', proposals, search } as const] : []),
  ]
  return commands.length === 0 ? null : { kind: 'batch', commands }
}
