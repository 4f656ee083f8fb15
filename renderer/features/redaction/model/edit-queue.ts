import type { Failure } from '../../../../core/failure.ts'
import { type EditedProject, isSameKey } from '../../../../core/redaction/history.ts'
import type { RedactionEdit } from '../../../../core/redaction/redaction-record.ts'
import { takeStep } from '../../../../core/redaction/replay-steps.ts'
import type { Result } from '../../../../core/result.ts'
import { type OwnEdit, rebaseEdits } from './rebase-edits.ts'
import { stepWords } from './step-words.ts'

/** A project as the vault has it, and after how many steps. */
export type Confirmed = { readonly edited: EditedProject; readonly revision: number }

/** Where saving stands. */
export type QueueState = {
  /** The project with everything that was done, saved or not. */
  readonly edited: EditedProject
  readonly revision: number
  /** Edits that the vault has not confirmed. */
  readonly unsaved: number
  /** What was left out, in words, when unsaved edits were last put on top of what the detection proposed: it fits no longer. */
  readonly unfit: readonly string[]
  /** Why nothing is saved at the moment; it is tried again. */
  readonly waiting: Failure | null
  /** Why nothing will be saved any more: what is unsaved is lost when this is closed, and has to be said. */
  readonly refused: Failure | null
}

/** What the queue needs of the vault, and of the clock. */
export type QueueParts = {
  readonly send: (revision: number, edits: readonly OwnEdit[]) => Promise<Result<{ readonly revision: number }>>
  /** Steps after a revision, in order. */
  readonly stepsAfter: (revision: number) => Promise<Result<readonly RedactionEdit[]>>
  readonly onState: (state: QueueState) => void
  /** Settled once it is worth trying again. */
  readonly rest: () => Promise<void>
}

/** Most edits in one call. */
const mostAtOnce = 1000

/** Failures after which the same edits may still be saved. */
const passing: ReadonlySet<Failure['kind']> = new Set<Failure['kind']>([
  'connection-lost',
  'too-many-calls',
  'vault-busy',
  'disk-full',
  'cancelled',
])

function after({ edited }: Confirmed, edits: readonly RedactionEdit[]): EditedProject {
  return edits.reduce(takeStep, edited)
}

/** What is left to be saved: a connection that broke may have saved what it never confirmed. Nobody else's edits are among the steps. */
function withoutSaved(pending: readonly OwnEdit[], steps: readonly RedactionEdit[]): readonly OwnEdit[] {
  const saved = steps.filter(({ kind }) => kind !== 'propose')
  const isSaved = saved.length <= pending.length && saved.every((edit, at) => isSame(edit, pending[at]))
  return isSaved ? pending.slice(saved.length) : pending
}

function isSame(a: RedactionEdit, b: OwnEdit | undefined): boolean {
  return ordered(a) === ordered(b)
}

/** As text in which the order of fields says nothing: what went through the vault may have another. */
function ordered(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/**
 * Sends edits in the order in which they were made, at once, and one call at a time: what is done meanwhile goes with the next. Where
 * the project has moved on (a detection proposed something), it catches up and puts what is unsaved on top.
 */
export class EditQueue {
  readonly #parts: QueueParts
  #confirmed: Confirmed
  #pending: readonly OwnEdit[] = []
  #edited: EditedProject
  /** How many of them are on their way. */
  #sending = 0
  #unfit: readonly string[] = []
  #waiting: Failure | null = null
  #refused: Failure | null = null
  #working: Promise<void> | null = null
  #wants = false
  #closed = false

  constructor(first: Confirmed, parts: QueueParts) {
    this.#confirmed = first
    this.#edited = first.edited
    this.#parts = parts
  }

  get state(): QueueState {
    return {
      edited: this.#edited,
      revision: this.#confirmed.revision,
      unsaved: this.#pending.length,
      unfit: this.#unfit,
      waiting: this.#waiting,
      refused: this.#refused,
    }
  }

  /** Does it here at once, and has it saved. False where it changes nothing, or nothing is taken any more. */
  edit(edit: OwnEdit): boolean {
    if (this.#refused || this.#closed) return false
    const edited = takeStep(this.#edited, edit)
    if (edited.project === this.#edited.project && edited.history === this.#edited.history) return false
    this.#edited = edited
    this.#pending = this.#withEdit(edit)
    this.#tell()
    this.#wake()
    return true
  }

  /** What goes on with an edit that nobody has been sent yet takes its place: a held key is saved as often as there is an answer. */
  #withEdit(edit: OwnEdit): readonly OwnEdit[] {
    const last = this.#pending.length > this.#sending && !this.#waiting ? this.#pending.at(-1) : undefined
    const isJoined = edit.kind === 'do' && edit.joins === true && last?.kind === 'do'
    if (!isJoined || !isSameKey(last.command, edit.command)) return [...this.#pending, edit]
    return [...this.#pending.slice(0, -1), { ...last, command: edit.command }]
  }

  /** The vault has other steps by now. */
  moved(): void {
    this.#wants = true
    this.#wake()
  }

  /** Settled once everything is saved, or nothing will be. */
  async settled(): Promise<void> {
    while (this.#working !== null) await this.#working
  }

  /** Takes no more edits; what was made is still sent. */
  close(): void {
    this.#closed = true
  }

  #tell(): void {
    this.#parts.onState(this.state)
  }

  #wake(): void {
    if (this.#working || this.#refused) return
    this.#working = this.#work().finally(() => {
      this.#working = null
      // What came just as the last call had ended.
      if (!this.#closed && (this.#pending.length > 0 || this.#wants)) this.#wake()
    })
  }

  async #work(): Promise<void> {
    while (!this.#refused && (this.#pending.length > 0 || this.#wants)) {
      const failure = this.#wants ? await this.#catchUp() : await this.#send()
      if (failure) this.#face(failure)
      if (!this.#waiting) continue
      if (this.#closed) return
      await this.#parts.rest()
    }
  }

  #face(failure: Failure): void {
    if (failure.kind === 'redaction-moved') this.#wants = true
    else if (passing.has(failure.kind)) this.#waiting = failure
    else this.#refused = failure
    this.#tell()
  }

  async #send(): Promise<Failure | null> {
    const sent = this.#pending.slice(0, mostAtOnce)
    this.#sending = sent.length
    const answer = await this.#parts.send(this.#confirmed.revision, sent)
    this.#sending = 0
    if (!answer.ok) return answer.failure
    const saved = after(this.#confirmed, sent)
    this.#pending = this.#pending.slice(sent.length)
    // Where nothing but these edits lies between, the project is the one that is shown: the same object, and nothing is drawn anew.
    const isAll = this.#pending.length === 0
    const edited = isAll ? { project: this.#edited.project, history: saved.history } : saved
    this.#confirmed = { edited, revision: answer.value.revision }
    if (isAll) this.#edited = edited
    this.#waiting = null
    this.#tell()
    return null
  }

  async #catchUp(): Promise<Failure | null> {
    this.#wants = false
    const answer = await this.#parts.stepsAfter(this.#confirmed.revision)
    if (!answer.ok) {
      this.#wants = true
      return answer.failure
    }
    this.#waiting = null
    if (answer.value.length === 0) return null
    this.#pending = withoutSaved(this.#pending, answer.value)
    this.#confirmed = {
      edited: after(this.#confirmed, answer.value),
      revision: this.#confirmed.revision + answer.value.length,
    }
    const { project } = this.#edited
    const { edited, edits, unfit } = rebaseEdits(this.#confirmed.edited, this.#pending)
    this.#edited = edited
    this.#pending = edits
    if (unfit.length > 0) this.#unfit = unfit.map((command) => stepWords(command, project))
    this.#tell()
    return null
  }
}
