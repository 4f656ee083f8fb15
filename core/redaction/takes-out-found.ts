import { apply } from './apply.ts'
import type { ProjectCommand } from './commands.ts'
import type { RedactionProject, Track } from './project.ts'

function found({ tracks }: RedactionProject, id: string): Track | null {
  return tracks.find((track) => track.id === id && track.evidence !== undefined) ?? null
}

function mergesAway(project: RedactionProject, { into, from }: Extract<ProjectCommand, { kind: 'merge-tracks' }>) {
  const track = found(project, from)
  return track !== null && found(project, into)?.class !== track.class
}

/** Fewer of the frames in which a detector saw it, after the end or before the first key. */
function shortens(project: RedactionProject, id: string, after: RedactionProject): boolean {
  const [before, now] = [found(project, id), found(after, id)]
  const [first, last] = before?.evidence?.seen ?? [0, 0]
  const [from, since] = [before?.keys[0]?.frame ?? 0, now?.keys[0]?.frame ?? 0]
  if (!before || !now) return false
  return (now.untilFrame < before.untilFrame && now.untilFrame <= last) || (since > from && since > first)
}

/** It is gone, is said to be of another class or seen otherwise, or covers less of where it was seen. */
function makesAnother(project: RedactionProject, id: string, after: RedactionProject): boolean {
  const [before, now] = [found(project, id), found(after, id)]
  if (!before) return false
  const isSame = now?.class === before.class && JSON.stringify(now.evidence) === JSON.stringify(before.evidence)
  return !isSame || shortens(project, id, after)
}

/**
 * Whether a person's command takes out of the project what the detection found, or makes it something that nobody found. Nobody may:
 * what was found stays, as long as it was seen, and is called no thing with a ground that the release asks for; what has gone asks for
 * none. Splitting takes nothing out: each part is decided about. Joining it
 * to another that was found, of its class, is no taking out: what is decided about that one needs its ground.
 */
export function takesOutFound(project: RedactionProject, command: ProjectCommand): boolean {
  switch (command.kind) {
    case 'remove-track':
      return found(project, command.track) !== null
    case 'edit-track':
    case 'remove-key':
      return shortens(project, command.track, apply(project, command).project)
    case 'merge-tracks':
      return mergesAway(project, command)
    case 'replace-tracks': {
      const after = apply(project, command).project
      return command.remove.some((id) => makesAnother(project, id, after))
    }
    case 'batch': {
      let now = project
      return command.commands.some((each) => {
        const before = now
        now = apply(now, each).project
        return takesOutFound(before, each)
      })
    }
    default:
      return false
  }
}
