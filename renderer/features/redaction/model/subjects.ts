import {
  type DetectionClass,
  detectionClasses,
  hiddenByDefault,
  type PersonExtent,
} from '../../../../core/detection/detection.ts'
import { boundsOf } from '../../../../core/geometry/bounds.ts'
import type { Box } from '../../../../core/geometry/shape.ts'
import { type ExtentFound, extentAsked, extentFound } from '../../../../core/redaction/person-extent.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { fateOf, type PersonDecisions, personDecisions } from '../../../../core/redaction/regions-at.ts'
import { outlineAt } from '../../../../core/redaction/track-region.ts'
import { type FrameIndex, frameIndex } from '../../../../core/time.ts'

/**
 * What has been decided about somebody or something. Undecided is hidden, like hidden. `beside`: found beside what is hidden (a body
 * beside its head) and by itself not hidden; nobody has called it a false find.
 */
export type Decision = 'undecided' | 'hidden' | 'kept' | 'ignored' | 'beside'

/** Somebody or something that is decided about at once: a person with all tracks, or a track of nobody's. */
export type Subject = {
  /** Stays the same while the project changes: `person p1`, `track t7`. */
  readonly key: string
  readonly person: string | null
  readonly name: string
  readonly class: DetectionClass
  readonly decision: Decision
  /** Why; null: the default of its class, or nothing yet. */
  readonly reason: string | null
  /** How much of them is asked to be hidden, and what that comes to; null: as much as their classes ask for. */
  readonly asked: ({ readonly extent: PersonExtent } & ExtentFound) | null
  readonly tracks: readonly Track[]
  /** First frame, and the one after the last. */
  readonly span: readonly [from: number, until: number]
  /** How many frames show it. */
  readonly frames: number
  /** Where it is best to be seen. */
  readonly best: { readonly frame: FrameIndex; readonly box: Box } | null
  /** Where the detector was least sure. */
  readonly weakest: { readonly frame: FrameIndex; readonly score: number } | null
}

const classNames: Readonly<Record<DetectionClass, string>> = {
  face: 'Face',
  head: 'Head',
  person: 'Body',
  screen: 'Screen',
  document: 'Document',
  card: 'Card',
  text: 'Text',
  plate: 'Number plate',
  vehicle: 'Vehicle',
  overlay: 'Region',
}

const extentNames: Readonly<Record<PersonExtent, string>> = {
  face: 'face',
  head: 'head',
  'head-and-hands': 'head and hands',
  body: 'whole body',
}

/** What so much of a person is called for people. */
export function extentName(extent: PersonExtent): string {
  return extentNames[extent]
}

/** What a class is called for people. */
export function className(name: DetectionClass): string {
  return classNames[name]
}

/** What a person is called for people: `p3` is Person 3, `a1` Person A1, `requester` the Requester; other names are somebody's own. */
export function personName(person: string): string {
  const [, mark, number] = /^([ap])(\d+)$/.exec(person) ?? []
  if (number !== undefined) return `Person ${mark === 'a' ? 'A' : ''}${number}`
  return person === 'requester' ? 'Requester' : person
}

/** What a track of nobody's is called for people: `Screen 7`, `Hand 12`. */
export function trackName({ class: name, extent, id }: Pick<Track, 'class' | 'extent' | 'id'>): string {
  const what = name === 'person' && extent === 'head-and-hands' ? 'Hand' : classNames[name]
  return `${what} ${id.replace(/^\D+/, '')}`
}

/** Of a person the head tells most, then the face. */
const telling: readonly DetectionClass[] = ['head', 'face', 'person']

function rankOf({ class: name }: Track): number {
  const at = telling.indexOf(name)
  return at < 0 ? telling.length + detectionClasses.indexOf(name) : at
}

function firstFrame(track: Track): number {
  return track.keys[0]?.frame ?? 0
}

/** The frame in the middle of a track, for those that no detector saw. */
function middleOf(track: Track): FrameIndex {
  return frameIndex(Math.floor((firstFrame(track) + track.untilFrame - 1) / 2))
}

function bestOf(tracks: readonly Track[]): Subject['best'] {
  const [track] = tracks.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || (b.evidence?.topScore ?? 0) - (a.evidence?.topScore ?? 0),
  )
  if (!track) return null
  const frame = track.evidence?.strongest?.frame ?? middleOf(track)
  const outline = outlineAt(track, frame) ?? outlineAt(track, middleOf(track))
  return outline ? { frame, box: boundsOf(outline) } : null
}

function weakestOf(tracks: readonly Track[]): Subject['weakest'] {
  const all = tracks.flatMap(({ evidence }) => evidence?.weakest ?? [])
  return all.reduce<Subject['weakest']>((least, one) => (least && least.score <= one.score ? least : one), null)
}

/** Frames that at least one track covers. */
function framesOf(tracks: readonly Track[]): number {
  const ranges = tracks.map((track) => [firstFrame(track), track.untilFrame] as const).sort((a, b) => a[0] - b[0])
  let [frames, reached] = [0, 0]
  for (const [from, until] of ranges) {
    frames += Math.max(0, until - Math.max(from, reached))
    reached = Math.max(reached, until)
  }
  return frames
}

function decisionOf(tracks: readonly Track[], persons: PersonDecisions): Decision {
  const [first] = tracks
  if (first?.person !== undefined && persons.kept.has(first.person)) return 'kept'
  const fates = new Set(tracks.map((track) => fateOf(track, persons)))
  if (fates.has('kept')) return 'kept'
  if (tracks.some(({ action }) => action === 'undecided')) return 'undecided'
  if (fates.has('hidden')) return 'hidden'
  return tracks.every(isBeside) ? 'beside' : 'ignored'
}

function askedOf(tracks: readonly Track[]): Subject['asked'] {
  const extent = extentAsked(tracks)
  return extent === null ? null : { extent, ...extentFound(tracks, extent) }
}

function isBeside({ class: name, evidence, reason }: Track): boolean {
  return evidence !== undefined && reason === undefined && !hiddenByDefault.has(name)
}

/**
 * A hand of which nobody knows whose it is, and that nothing hides. There are many, and nothing is to be decided about one: where a
 * person's hands are to be hidden and are not known, their body is hidden.
 */
function isLooseHand(track: Track, persons: PersonDecisions): boolean {
  const isHand = track.class === 'person' && track.extent === 'head-and-hands'
  return isHand && track.person === undefined && track.evidence !== undefined && fateOf(track, persons) === 'ignored'
}

/** Subjects by the first of their tracks, for as long as that lasts. */
const known = new WeakMap<Track, Subject>()

function hasTracks(subject: Subject, tracks: readonly Track[]): boolean {
  return subject.tracks.length === tracks.length && tracks.every((track, at) => track === subject.tracks[at])
}

/**
 * The same subject as before where its tracks are the same, from which all of it follows: an edit costs what it changes, however many
 * others there are.
 */
function subjectOf(key: string, tracks: readonly Track[], persons: PersonDecisions): Subject | null {
  const [first] = tracks
  const before = first && known.get(first)
  if (before && hasTracks(before, tracks)) return before
  const subject = madeSubject(key, tracks, persons)
  if (first && subject) known.set(first, subject)
  return subject
}

function madeSubject(key: string, tracks: readonly Track[], persons: PersonDecisions): Subject | null {
  const [first] = tracks.toSorted((a, b) => rankOf(a) - rankOf(b))
  if (!first) return null
  const person = first.person ?? null
  return {
    key,
    person,
    name: person === null ? trackName(first) : personName(person),
    class: first.class,
    decision: decisionOf(tracks, persons),
    reason: tracks.find(({ reason }) => reason !== undefined)?.reason ?? null,
    asked: askedOf(tracks),
    tracks,
    span: [
      tracks.reduce((from, track) => Math.min(from, firstFrame(track)), Number.POSITIVE_INFINITY),
      tracks.reduce((until, track) => Math.max(until, track.untilFrame), 0),
    ],
    frames: framesOf(tracks),
    best: bestOf(tracks),
    weakest: weakestOf(tracks),
  }
}

/** Key of the subject to which a track belongs. */
export function subjectKeyOf({ person, id }: Pick<Track, 'person' | 'id'>): string {
  return person === undefined ? `track ${id}` : `person ${person}`
}

/** Whether a subject is a person or a part of one. */
export function isSomebody({ person, class: name }: Pick<Subject, 'person' | 'class'>): boolean {
  return person !== null || telling.includes(name)
}

/**
 * Everybody and everything in a project, people first, each by when it is first there. The order does not depend on what was
 * decided, so nothing moves under the pointer.
 */
export function subjectsOf(tracks: readonly Track[]): readonly Subject[] {
  const persons = personDecisions(tracks)
  const groups = Map.groupBy(
    tracks.filter((track) => !isLooseHand(track, persons)),
    subjectKeyOf,
  )
  const subjects = [...groups].flatMap(([key, own]) => subjectOf(key, own, persons) ?? [])
  return subjects.sort(
    (a, b) => Number(isSomebody(b)) - Number(isSomebody(a)) || a.span[0] - b.span[0] || (a.key < b.key ? -1 : 1),
  )
}
