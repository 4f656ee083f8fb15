import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import { lookHereFrames, type ReviewLook } from '../../../../core/review/look-here-frames.ts'
import { personName, trackName } from './subjects.ts'

/** A frame at which to stop and look, and why, for people. */
export type LookStop = { readonly frame: number; readonly words: string }

/** A place to look at, in words: whom or what it is about, and why. */
export type LookWords = { readonly who: string | null; readonly why: string }

const whyWords: { readonly [Why in ReviewLook['why']]: string } = {
  'before-cover': 'is covered from the next frame on',
  'after-cover': 'is not covered any more',
  'gap-filled': 'was not seen for a while here',
  'low-score': 'was hard to see here',
  kept: 'is kept visible from here on',
  'left-open': 'was called no thing',
  'head-open': 'has no head that is covered',
  damaged: 'the picture is damaged here, and all of it is covered',
}

/** The same in very few words, for under a small picture. */
export const shortWhy: { readonly [Why in ReviewLook['why']]: string } = {
  'before-cover': 'before cover',
  'after-cover': 'after cover',
  'gap-filled': 'not seen here',
  'low-score': 'hard to see',
  kept: 'kept: who?',
  'left-open': 'no thing?',
  'head-open': 'head bare?',
  damaged: 'damaged',
}

/** What is asked of whoever looks at such a place. */
export const lookQuestions: { readonly [Why in ReviewLook['why']]: string } = {
  'before-cover': 'Are they to be seen here already? Then the region has to begin earlier.',
  'after-cover': 'Are they still to be seen here? Then the region has to go on for longer.',
  'gap-filled': 'Where it was between two sightings is a guess. Does the region lie over it?',
  'low-score': 'The search was unsure here. Does the region lie over all of it?',
  kept: 'Is this the one who may be shown?',
  'left-open': 'Is there really nothing here that has to be hidden?',
  'head-open': 'Somebody was seen here without a face or head that is covered. Can they be recognised?',
  damaged: 'Nobody knows what these frames show.',
}

function nameOf(track: Track): string {
  return track.person === undefined ? trackName(track) : personName(track.person)
}

/** A look in words. */
export function lookWords({ about, why }: ReviewLook, { tracks }: Pick<RedactionProject, 'tracks'>): LookWords {
  const track = tracks.find(({ id }) => id === about?.track)
  return { who: track ? nameOf(track) : null, why: whyWords[why] }
}

/** The places to look at first, in order of frame; those in one frame are one stop. */
export function lookStops(project: RedactionProject, damaged: ReadonlySet<number>): readonly LookStop[] {
  const stops = Map.groupBy(lookHereFrames(project, damaged), ({ frame }) => Number(frame))
  return [...stops].map(([frame, looks]) => {
    const words = looks.map((look) => {
      const { who, why } = lookWords(look, project)
      return who === null ? why : `${who} ${why}`
    })
    const [first = '', ...more] = new Set(words)
    return { frame, words: more.length === 0 ? first : `${first}, and ${more.length} more` }
  })
}

/** Place of the nearest stop after a frame, or before it; -1 where there is none. */
export function stopFrom(stops: readonly LookStop[], frame: number, way: 1 | -1): number {
  return way === 1 ? stops.findIndex((stop) => stop.frame > frame) : stops.findLastIndex((stop) => stop.frame < frame)
}
