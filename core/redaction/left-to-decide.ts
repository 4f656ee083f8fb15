import { lookHereFrames } from '../review/look-here-frames.ts'
import type { RedactionProject } from './project.ts'
import { undecidedTracks } from './replay-steps.ts'

/** How much a redaction leaves to a person: kept beside it with every step, so that a list of redactions replays none. */
export type LeftToDecide = {
  /** Tracks that nobody has decided about. */
  readonly undecided: number
  /** Frames to look at first. What is damaged in the clip is the clip's matter and does not count. */
  readonly lookHere: number
}

/** What a project leaves to a person. */
export function leftToDecide(project: RedactionProject): LeftToDecide {
  const frames = new Set<number>(lookHereFrames(project, new Set()).map(({ frame }) => frame))
  return { undecided: undecidedTracks(project), lookHere: frames.size }
}
