import { readProject } from '../../contract/project-file.ts'
import type { VaultReader } from '../../core/ports/vault/vault-records.ts'
import type { EditedProject } from '../../core/redaction/history.ts'
import type { RedactionEdit, RedactionId, RedactionRecord } from '../../core/redaction/redaction-record.ts'
import { replaySteps } from '../../core/redaction/replay-steps.ts'
import { ok, type Result } from '../../core/result.ts'

/** A redaction's project after its steps up to a revision, with its undo stacks. */
export type RedactionNow = { readonly revision: number; readonly edited: EditedProject }

/** Who writes a redaction: one session, whose person is called so. */
export type RedactionHolder = { readonly session: string; readonly name: string }

type Held = RedactionHolder & { readonly openings: Set<string>; now: RedactionNow | null }

/** Steps that are read at once. */
const batch = 1_000

/** All steps that the record counts, in order. */
async function editsOf(read: VaultReader, { id, revision }: RedactionRecord): Promise<readonly RedactionEdit[]> {
  const edits: RedactionEdit[] = []
  while (edits.length < revision) {
    const steps = await read.redactionSteps(id, edits.length, Math.min(batch, revision - edits.length))
    if (steps.length === 0) throw new Error('a redaction has fewer steps than it counts')
    for (const { step } of steps) edits.push(step)
  }
  return edits
}

/**
 * Which session writes which redaction: the first that opened it, until it closes all its openings of it, signs out, or the vault is locked. While it does,
 * its project is kept here, so that an edit costs no replay of all the steps before; with the hold the project is forgotten.
 */
export class Redactions {
  readonly #held = new Map<RedactionId, Held>()

  /** Takes the redaction for an opening of a session that may have it; answers who holds it then. */
  hold(id: RedactionId, by: RedactionHolder, opening: string): RedactionHolder {
    const held = this.#held.get(id) ?? { ...by, openings: new Set(), now: null }
    if (held.session === by.session) held.openings.add(opening)
    this.#held.set(id, held)
    return held
  }

  /** Who writes it now; null for nobody. */
  holder(id: RedactionId): RedactionHolder | null {
    return this.#held.get(id) ?? null
  }

  /** Ends one opening of a session; with the last of those that hold it the redaction is given back. */
  release(id: RedactionId, session: string, opening: string): void {
    const held = this.#held.get(id)
    if (held?.session !== session) return
    held.openings.delete(opening)
    if (held.openings.size === 0) this.#held.delete(id)
  }

  /** Gives back everything that a session has. */
  endSession(session: string): void {
    for (const [id, held] of [...this.#held]) if (held.session === session) this.#held.delete(id)
  }

  /** Gives back everything: the vault is about to be locked or closed. */
  endAll(): void {
    this.#held.clear()
  }

  /** The project as the record says it is now: the kept one, or replayed. Fails with `bad-json` where its base is none. */
  async nowOf(read: VaultReader, record: RedactionRecord): Promise<Result<RedactionNow>> {
    const kept = this.#held.get(record.id)?.now
    if (kept?.revision === record.revision) return ok(kept)
    const base = readProject(record.base, 'project')
    if (!base.ok) return base
    const now = { revision: record.revision, edited: replaySteps(base.value, await editsOf(read, record)) }
    this.keep(record.id, now)
    return ok(now)
  }

  /** Remembers the project of a redaction that is held, unless a later one is known. To be called once its steps are durable. */
  keep(id: RedactionId, now: RedactionNow): void {
    const held = this.#held.get(id)
    if (held && (held.now?.revision ?? -1) < now.revision) held.now = now
  }
}
