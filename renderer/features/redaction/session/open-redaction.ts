import { z } from 'zod'
import { historyStep } from '../../../../contract/project-commands.ts'
import { readOwnProject } from '../../../../contract/project-file.ts'
import { readWrittenJson } from '../../../../contract/read-json.ts'
import type { RedactionEdit } from '../../../../core/redaction/redaction-record.ts'
import { ok, type Result } from '../../../../core/result.ts'
import type { AskVault } from '../../../client/window-client.ts'
import type { Confirmed, QueueParts } from '../model/edit-queue.ts'

/** A redaction as somebody opens it. */
export type OpenedRedaction = {
  readonly redaction: string
  readonly clip: string
  readonly purpose: string
  readonly confirmed: Confirmed
  /** False: somebody else has it open, or nobody may write any more; it is read only. */
  readonly writable: boolean
  readonly heldBy: string | null
  /** Frames in which people and things were looked for, and of which what was found is in the project. */
  readonly detected: { readonly done: number; readonly proposed: number; readonly frames: number }
}

/** What of an opening is given back when it ends. */
type Opening = OpenedRedaction & { readonly hold: string | null }

const stacks = z.object({ done: z.array(historyStep), undone: z.array(historyStep) })

/** Steps that are read in one call. */
const stepsAtOnce = 1_000

/** Opens a redaction for its own purpose: the log says so before anything of it is read. */
export async function openRedaction(
  ask: AskVault,
  which: { readonly clip: string; readonly redaction: string; readonly reason: string },
  signal: AbortSignal,
): Promise<Result<Opening>> {
  const { clip, redaction, reason } = which
  const opened = await ask('redaction.open', { clip, redaction }, { reason, signal })
  if (!opened.ok) return opened
  const { purpose, revision, writable, heldBy, hold, detected } = opened.value
  const project = readOwnProject(opened.value.project, 'project')
  if (!project.ok) return project
  const history = readWrittenJson(opened.value.history, 'history', stacks)
  if (!history.ok) return history
  const confirmed = { edited: { project: project.value, history: { log: [], ...history.value } }, revision }
  return ok({ redaction, clip, purpose, confirmed, writable, heldBy, hold, detected })
}

/** How the queue reaches the vault. */
export function queueRoads(
  ask: AskVault,
  { clip, redaction }: Pick<OpenedRedaction, 'clip' | 'redaction'>,
): Pick<QueueParts, 'send' | 'stepsAfter'> {
  return {
    send: (revision, edits) => ask('redaction.edit', { clip, redaction, revision, steps: [...edits] }),
    stepsAfter: async (revision) => {
      const steps: RedactionEdit[] = []
      for (;;) {
        const after = revision + steps.length
        const read = await ask('redaction.steps', { clip, redaction, after, limit: stepsAtOnce })
        if (!read.ok) return read
        steps.push(...read.value.steps.map(({ step }) => step))
        // An answer may hold fewer than were asked for.
        if (read.value.steps.length === 0 || revision + steps.length >= read.value.revision) return ok(steps)
      }
    },
  }
}
