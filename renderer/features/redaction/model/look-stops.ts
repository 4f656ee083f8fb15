import { hiddenByDefault } from '../../../../core/detection/detection.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import { lookHereFrames } from '../../../../core/review/look-here-frames.ts'
import type { LookHere } from '../../../../core/tracking/evidence.ts'
import { personName, trackName } from './subjects.ts'

/** A frame at which to stop and look, and why, for people. */
export type LookStop = { readonly frame: number; readonly words: string }

/** Frames so near to each other that one look tells of them all. */
const nearFrames = 12

const whyWords: Partial<Record<LookHere['why'], string>> = {
  birth: 'is first seen here',
  death: 'is last seen here',
  'gap-filled': 'was not seen for a while here',
  'low-score': 'was hard to see here',
}

/** What is found beside what is hidden, and by itself not hidden, hides nobody: it is no reason to stop. */
function counts({ class: name, action, person }: Track): boolean {
  return person !== undefined || action !== 'ignore' || hiddenByDefault.has(name)
}

function wordsOf(looks: readonly LookHere[], tracks: ReadonlyMap<string, Track>): string {
  const words = looks.map(({ track: id, why }) => {
    const track = id === undefined ? undefined : tracks.get(id)
    if (!track) return 'the picture is damaged here'
    return `${track.person === undefined ? trackName(track) : personName(track.person)} ${whyWords[why] ?? 'needs a look'}`
  })
  const [first = '', ...more] = new Set(words)
  return more.length === 0 ? first : `${first}, and ${more.length} more`
}

/** The frames to look at first (`lookHereFrames`), those that lie close together as one stop. */
export function lookStops(project: RedactionProject): readonly LookStop[] {
  const tracks = new Map(project.tracks.filter(counts).map((track) => [track.id, track]))
  const groups: LookHere[][] = []
  for (const look of lookHereFrames(project, new Set())) {
    if (look.track !== undefined && !tracks.has(look.track)) continue
    const last = groups.at(-1)
    if (last?.[0] && look.frame - last[0].frame < nearFrames) last.push(look)
    else groups.push([look])
  }
  return groups.map((looks) => ({ frame: looks[0]?.frame ?? 0, words: wordsOf(looks, tracks) }))
}

/** Place of the nearest stop after a frame, or before it; -1 where there is none. */
export function stopFrom(stops: readonly LookStop[], frame: number, way: 1 | -1): number {
  return way === 1 ? stops.findIndex((stop) => stop.frame > frame) : stops.findLastIndex((stop) => stop.frame < frame)
}
