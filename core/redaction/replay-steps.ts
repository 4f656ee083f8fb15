import { apply } from './apply.ts'
import type { ProjectCommand } from './commands.ts'
import { type EditedProject, type HistoryStep, joinedStep, perform, redo, undo } from './history.ts'
import type { RedactionProject } from './project.ts'
import type { RedactionEdit } from './redaction-record.ts'
import { takesOutFound } from './takes-out-found.ts'

/** A project with what can be undone and done again, after one more step. A step that finds nothing to do changes nothing. */
export function takeStep(edited: EditedProject, edit: RedactionEdit): EditedProject {
  switch (edit.kind) {
    case 'do':
      return perform(edited, edit.command, edit.joins)
    case 'undo':
      return undo(edited)
    case 'redo':
      return redo(edited)
    case 'propose': {
      const { project } = apply(edited.project, edit.command)
      if (project === edited.project) return edited
      return { project, history: { ...edited.history, log: [...edited.history.log, edit.command] } }
    }
  }
}

/** What `takeStep` does, with lists that grow in place. */
class Replay {
  project: RedactionProject
  readonly log: ProjectCommand[] = []
  readonly done: HistoryStep[] = []
  readonly undone: HistoryStep[] = []

  constructor(base: RedactionProject) {
    this.project = base
  }

  take(edit: RedactionEdit): void {
    if (edit.kind === 'undo') this.#undo()
    else if (edit.kind === 'redo') this.#redo()
    else this.#carryOut(edit)
  }

  #undo(): void {
    const step = this.done.pop()
    if (!step) return
    this.project = apply(this.project, step.inverse).project
    this.log.push(step.inverse)
    this.undone.push(step)
  }

  #redo(): void {
    const step = this.undone.pop()
    if (!step) return
    const { project, inverse } = apply(this.project, step.command)
    this.project = project
    this.log.push(step.command)
    this.done.push({ command: step.command, inverse })
  }

  #carryOut(edit: Extract<RedactionEdit, { readonly command: ProjectCommand }>): void {
    const { kind, command } = edit
    if (kind === 'do' && takesOutFound(this.project, command)) return
    const { project, inverse } = apply(this.project, command)
    if (project === this.project) return
    this.project = project
    this.log.push(command)
    if (kind === 'propose') return
    const joins = kind === 'do' && edit.joins === true && this.undone.length === 0
    const joined = joins ? joinedStep(this.done.at(-1), command) : null
    if (joined) this.done.pop()
    this.done.push(joined ?? { command, inverse })
    this.undone.length = 0
  }
}

/**
 * The project that steps make of its first state, with its undo stacks: what `takeStep` comes to one by one, in time that grows with
 * the number of steps alone.
 */
export function replaySteps(base: RedactionProject, edits: Iterable<RedactionEdit>): EditedProject {
  const replay = new Replay(base)
  for (const edit of edits) replay.take(edit)
  const { project, log, done, undone } = replay
  return { project, history: { log, done, undone } }
}

/** How many tracks nobody has decided about; they are hidden. */
export function undecidedTracks({ tracks }: RedactionProject): number {
  return tracks.filter(({ action }) => action === 'undecided').length
}
