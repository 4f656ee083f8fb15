import type { ProjectCommand, TrackChanges } from '../../../../core/redaction/commands.ts'
import type { RedactionProject, Track, TrackAction } from '../../../../core/redaction/project.ts'
import { fateOf, personDecisions } from '../../../../core/redaction/regions-at.ts'
import { coversFrame } from '../../../../core/redaction/track-region.ts'
import type { FrameIndex } from '../../../../core/time.ts'
import { isFoundBeside } from './extent-commands.ts'
import type { Subject } from './subjects.ts'

/** The person whose request it is: kept without a ground (DOMAIN.md, workflow A). */
export const requester = 'requester'

function batch(commands: readonly ProjectCommand[]): ProjectCommand {
  const [only, second] = commands
  return only && !second ? only : { kind: 'batch', commands }
}

function change(track: Track, changes: TrackChanges): ProjectCommand {
  return { kind: 'edit-track', track: track.id, changes }
}

/** The same changes for all of a subject's tracks, as one step. */
export function changeAll(subject: Pick<Subject, 'tracks'>, changes: TrackChanges): ProjectCommand {
  return batch(subject.tracks.map((track) => change(track, changes)))
}

/**
 * What a decision about somebody changes of one of their tracks. What was found beside the rest and is hidden by nobody (a body beside
 * its head) is not hidden with it: how far somebody is hidden is said apart, and holds whatever else is decided, but for no thing.
 */
function decided(track: Track, { action, reason }: Decided, project: RedactionProject): TrackChanges {
  const change = { action, reason: reason ?? null }
  if (action === 'ignore') return { ...change, personExtent: null }
  const isHidden = track.action === 'hide' || track.action === 'undecided'
  if (action === 'keep' || isHidden || !isFoundBeside(track, project)) return change
  return { action: 'ignore', reason: null }
}

type Decided = { readonly action: TrackAction; readonly reason?: string | null }

/** Decides about all of a subject's tracks. Another decision needs another reason: the old one goes. */
export function decide(
  subject: Pick<Subject, 'tracks'>,
  action: TrackAction,
  project: RedactionProject,
): ProjectCommand {
  const { tracks } = subject
  // Of whom nothing but a body was found, the body is meant.
  const isOnlyBeside = tracks.every((track) => isFoundBeside(track, project))
  if (isOnlyBeside && action !== 'ignore') return changeAll(subject, { action, reason: null })
  return batch(tracks.map((track) => change(track, decided(track, { action }, project))))
}

/** The tracks that a decision is about: what is not hidden beside them needs no ground. */
export function meantTracks({ tracks }: Pick<Subject, 'tracks'>): readonly Track[] {
  const persons = personDecisions(tracks)
  const meant = tracks.filter((track) => fateOf(track, persons) !== 'ignored')
  return meant.length === 0 ? tracks : meant
}

/** The same changes for all tracks that a decision is about, as one step. */
export function changeMeant(subject: Pick<Subject, 'tracks'>, changes: TrackChanges): ProjectCommand {
  return changeAll({ tracks: meantTracks(subject) }, changes)
}

/** Says why. */
export function giveReason(subject: Pick<Subject, 'tracks'>, reason: string): ProjectCommand {
  return changeMeant(subject, { reason: reason === '' ? null : reason })
}

function nextNumber(names: Iterable<string>, pattern: RegExp): number {
  let highest = 0
  for (const name of names) highest = Math.max(highest, Number(pattern.exec(name)?.[1] ?? 0))
  return highest + 1
}

/** A person's name that nobody has yet, nor gets from the detection, which counts `p1`, `p2`: who it finds later is never taken for them. */
export function freshPerson(tracks: readonly Track[]): string {
  return `a${nextNumber(
    tracks.map(({ person }) => person ?? ''),
    /^a(\d{1,9})$/,
  )}`
}

/** Id of the next track that somebody makes. The detection counts `t1`, `t2` meanwhile: the two never meet. */
export function freshTrack(tracks: readonly Track[], ahead = 0): string {
  return `d${
    ahead +
    nextNumber(
      tracks.map(({ id }) => id),
      /^d(\d{1,9})$/,
    )
  }`
}

/** Gives somebody a name; where somebody has it already, both are one from then on. */
export function rename(subject: Pick<Subject, 'tracks'>, person: string): ProjectCommand {
  return changeAll(subject, { person })
}

/** What somebody has decided about all of a subject, with its reason; null where nobody has. */
function decisionAbout({ decision, tracks }: Subject): Decided | null {
  const action = decision === 'kept' ? 'keep' : decision === 'hidden' ? 'hide' : null
  const track = action === null ? undefined : tracks.find((each) => each.action === action)
  return track ? { action: track.action, reason: track.reason ?? null } : null
}

/**
 * Says that two are one: the second takes over the first's name and, where somebody has decided to keep or hide the first, that
 * decision. What the detection left beside the first is no decision. A keep that only the second has would show the undecided first
 * as well: it falls.
 */
export function mergeSubjects(project: RedactionProject, into: Subject, from: Subject): ProjectCommand {
  const person = into.person ?? freshPerson(project.tracks)
  const named = into.person === null ? into.tracks.map((track) => change(track, { person })) : []
  const decision = decisionAbout(into)
  const merged = from.tracks.map((track) => {
    const falls = into.decision === 'undecided' && track.action === 'keep'
    const taken = decision ?? (falls ? { action: 'undecided' as const } : null)
    return change(track, { person, ...(taken ? decided(track, taken, project) : {}) })
  })
  return batch([...named, ...merged])
}

/**
 * From a frame on it is somebody else: tracks that are there are split, later ones go with the new one. Nobody has decided about
 * them yet, so they are hidden. Null where nothing lies on one of the sides.
 */
export function splitSubject(project: RedactionProject, subject: Subject, frame: FrameIndex): ProjectCommand | null {
  const begins = (track: Track): number => track.keys[0]?.frame ?? 0
  const cut = subject.tracks.filter((track) => coversFrame(track, frame) && begins(track) < frame)
  const later = subject.tracks.filter((track) => begins(track) >= frame)
  if (cut.length + later.length === 0 || later.length === subject.tracks.length) return null
  const person = subject.person === null ? {} : { person: freshPerson(project.tracks) }
  const changesOf = (track: Track): TrackChanges => ({
    ...decided(track, { action: 'undecided' }, project),
    ...person,
  })
  const splits = cut.flatMap((track, at): ProjectCommand[] => {
    const newTrack = freshTrack(project.tracks, at)
    return [
      { kind: 'split-track', track: track.id, frame, newTrack },
      { kind: 'edit-track', track: newTrack, changes: changesOf(track) },
    ]
  })
  return batch([...splits, ...later.map((track) => change(track, changesOf(track)))])
}

/**
 * Keeps one person as the requester and hides whoever was kept beside. Who is undecided needs nothing: that is hidden, too. Another
 * person who had the requester's name gets one of their own.
 */
export function showOnly(project: RedactionProject, subject: Subject): ProjectCommand {
  const own = new Set(subject.tracks.map(({ id }) => id))
  const other = freshPerson(project.tracks)
  const others = project.tracks.flatMap((track): ProjectCommand[] => {
    if (own.has(track.id) || (track.action !== 'keep' && track.person !== requester)) return []
    const name = track.person === requester ? { person: other } : {}
    const hidden = track.action === 'keep' ? decided(track, { action: 'hide' }, project) : {}
    return [change(track, { ...hidden, ...name })]
  })
  const kept = subject.tracks.map((track) => change(track, { action: 'keep', person: requester }))
  return batch([...others, ...kept])
}
