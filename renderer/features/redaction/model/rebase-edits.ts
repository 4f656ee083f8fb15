import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import type { EditedProject } from '../../../../core/redaction/history.ts'
import type { RedactionEdit } from '../../../../core/redaction/redaction-record.ts'
import { takeStep } from '../../../../core/redaction/replay-steps.ts'

/** What a person does: everything but proposing. */
export type OwnEdit = Exclude<RedactionEdit, { kind: 'propose' }>

/** Edits put on top of a project that has gone on. */
type Rebased = {
  readonly edited: EditedProject
  /** The edits that still say something, in order. */
  readonly edits: readonly OwnEdit[]
  /** What was done, not taken back, and fits no longer. */
  readonly unfit: readonly ProjectCommand[]
}

/** An edit that is to be done, or has been taken back. Null: one from before. */
type Done = { readonly command: ProjectCommand; readonly fits: boolean } | null

/**
 * Puts edits on top of a project that they were not made for. What no longer changes anything is left out, and so is every undo and redo
 * that belongs to it: else it would take back what was decided before.
 */
export function rebaseEdits(onto: EditedProject, edits: readonly OwnEdit[]): Rebased {
  let edited = onto
  const left: OwnEdit[] = []
  const done: Done[] = []
  const undone: Done[] = []
  const fits = (edit: OwnEdit): boolean => {
    const next = takeStep(edited, edit)
    if (next.history === edited.history) return false
    edited = next
    left.push(edit)
    return true
  }
  for (const edit of edits) {
    if (edit.kind === 'do') {
      done.push({ command: edit.command, fits: fits(edit) })
      undone.length = 0
      continue
    }
    const [from, to] = edit.kind === 'undo' ? [done, undone] : [undone, done]
    const meant = from.pop() ?? null
    if (meant === null || meant.fits) fits(edit)
    to.push(meant)
  }
  return { edited, edits: left, unfit: done.flatMap((one) => (one && !one.fits ? [one.command] : [])) }
}
