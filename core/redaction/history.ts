import { apply } from './apply.ts'
import type { ProjectCommand } from './commands.ts'
import type { RedactionProject } from './project.ts'
import { takesOutFound } from './takes-out-found.ts'

/** A command that was carried out, with the one that takes it back. */
export type HistoryStep = { readonly command: ProjectCommand; readonly inverse: ProjectCommand }

/**
 * The edits of a project as data, saved beside it. Selection, zoom and playhead are no part of it.
 */
export type History = {
  /** Every command carried out since the beginning, undoing and redoing included: replaying it gives the project; the audit of edits. */
  readonly log: readonly ProjectCommand[]
  /** What can be undone, the latest last. */
  readonly done: readonly HistoryStep[]
  /** What can be done again, the next one last; the next new command forgets it. */
  readonly undone: readonly HistoryStep[]
}

/** A project with its history. */
export type EditedProject = { readonly project: RedactionProject; readonly history: History }

/** A history in which nothing has happened. */
export const emptyHistory: History = { log: [], done: [], undone: [] }

/** Whether both commands put down the same keyed frame of the same track. */
export function isSameKey(one: ProjectCommand, other: ProjectCommand): boolean {
  if (one.kind !== 'set-key' || other.kind !== 'set-key') return false
  return one.track === other.track && one.key.frame === other.key.frame
}

/**
 * The step that a command makes of the one before, where both put down the same keyed frame: done again it puts down the last of them, and
 * taken back it brings what was there before the first. Null for all others, which stand by themselves.
 */
export function joinedStep(before: HistoryStep | undefined, command: ProjectCommand): HistoryStep | null {
  return before && isSameKey(before.command, command) ? { command, inverse: before.inverse } : null
}

/**
 * Carries out a person's command and records it. One that changes nothing is not recorded; one that takes out what the detection found
 * changes nothing. `joins`: see `joinedStep`; while something can be done again nothing is joined.
 */
export function perform({ project, history }: EditedProject, command: ProjectCommand, joins = false): EditedProject {
  if (takesOutFound(project, command)) return { project, history }
  const applied = apply(project, command)
  if (applied.project === project) return { project, history }
  const joined = joins && history.undone.length === 0 ? joinedStep(history.done.at(-1), command) : null
  const done = joined
    ? [...history.done.slice(0, -1), joined]
    : [...history.done, { command, inverse: applied.inverse }]
  return { project: applied.project, history: { log: [...history.log, command], done, undone: [] } }
}

/** Takes the latest command back; nothing where none is left. */
export function undo(edited: EditedProject): EditedProject {
  const { project, history } = edited
  const step = history.done.at(-1)
  if (!step) return edited
  return {
    project: apply(project, step.inverse).project,
    history: {
      log: [...history.log, step.inverse],
      done: history.done.slice(0, -1),
      undone: [...history.undone, step],
    },
  }
}

/**
 * Does again what was undone last; nothing where none is left. The project may be another than when it was done first, as the detection
 * proposes in between: what takes it back then is made anew.
 */
export function redo(edited: EditedProject): EditedProject {
  const { project, history } = edited
  const step = history.undone.at(-1)
  if (!step) return edited
  const applied = apply(project, step.command)
  return {
    project: applied.project,
    history: {
      log: [...history.log, step.command],
      done: [...history.done, { command: step.command, inverse: applied.inverse }],
      undone: history.undone.slice(0, -1),
    },
  }
}

/** The project that commands make of its first state. */
export function replay(project: RedactionProject, commands: readonly ProjectCommand[]): RedactionProject {
  return commands.reduce((now, command) => apply(now, command).project, project)
}
