import type { Failure } from '../failure.ts'
import type { ProjectCommand } from './commands.ts'
import { badRange, badTrack } from './project-misfit.ts'

/** The first of several failures; null where there is none. */
function first<T>(values: readonly T[], misfit: (value: T) => Failure | null): Failure | null {
  for (const value of values) {
    const found = misfit(value)
    if (found) return found
  }
  return null
}

/**
 * Why an edit can belong to no project of a clip of so many frames: it names frames that the clip does not have (`out-of-range`), or a label where
 * there is no picture (`no-picture`). Null
 * for all others; whether it fits the project that it is for, `apply` decides.
 */
export function commandMisfit(command: ProjectCommand, frames: number): Failure | null {
  switch (command.kind) {
    case 'set-key':
      return badRange([command.key.frame, command.key.frame + 1], frames)
    case 'add-track':
      return badTrack(command.track, frames)
    case 'replace-tracks':
      return first(command.put, ({ track }) => badTrack(track, frames))
    case 'add-blank':
      return badRange([command.blank.from, command.blank.until], frames)
    case 'set-spans':
      return first(command.spans ?? [], (span) => badRange(span, frames))
    case 'set-label':
      return command.label && frames === 0 ? { kind: 'no-picture', what: 'label' } : null
    case 'set-requester': {
      const picture = command.requester?.picture
      return picture ? badRange([picture.frame, picture.frame + 1], frames) : null
    }
    case 'batch':
      return first(command.commands, (each) => commandMisfit(each, frames))
    default:
      return null
  }
}
