import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import { type EditedProject, isSameKey } from '../../../../core/redaction/history.ts'
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

/** Edits under way onto another project. */
class Rebase {
  edited: EditedProject
  readonly left: OwnEdit[] = []
  readonly done: Done[] = []
  readonly #undone: Done[] = []

  constructor(onto: EditedProject) {
    this.edited = onto
  }

  take(edit: OwnEdit): void {
    if (edit.kind === 'do') this.#do(edit)
    else if (edit.kind === 'undo') this.#move(edit, this.done, this.#undone)
    else this.#move(edit, this.#undone, this.done)
  }

  #do(edit: Extract<OwnEdit, { readonly kind: 'do' }>): void {
    const before = edit.joins && this.#undone.length === 0 ? this.done.at(-1) : null
    const joined = before && isSameKey(before.command, edit.command) ? before : null
    // One undo takes back both.
    if (joined) this.done.pop()
    const fits = this.#fits(edit)
    this.done.push({ command: edit.command, fits: fits || joined?.fits === true })
    this.#undone.length = 0
  }

  #move(edit: OwnEdit, from: Done[], to: Done[]): void {
    const meant = from.pop() ?? null
    if (meant === null || meant.fits) this.#fits(edit)
    to.push(meant)
  }

  #fits(edit: OwnEdit): boolean {
    const next = takeStep(this.edited, edit)
    if (next.history === this.edited.history) return false
    this.edited = next
    this.left.push(edit)
    return true
  }
}

/**
 * Puts edits on top of a project that they were not made for. What no longer changes anything is left out, and so is every undo and redo
 * that belongs to it: else it would take back what was decided before.
 */
export function rebaseEdits(onto: EditedProject, edits: readonly OwnEdit[]): Rebased {
  const rebase = new Rebase(onto)
  for (const edit of edits) rebase.take(edit)
  const { edited, left, done } = rebase
  return { edited, edits: left, unfit: done.flatMap((one) => (one && !one.fits ? [one.command] : [])) }
}
