import { journalLine, readJournal } from '../../contract/detection-journal.ts'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { Search } from '../../core/detection/detection.ts'
import type { DetectionBlock } from '../../core/detection/detection-blocks.ts'
import { searchOf } from '../../core/detection/extent.ts'
import { ok, type Result } from '../../core/result.ts'
import type { FileIdentity } from '../../native/evidence/file-identity.ts'
import { JournalFile } from '../../native/evidence/journal-file.ts'
import type { Session } from '../session.ts'

/** Finished blocks of a run before, and a place for those to come. */
export type DetectionProgress = {
  readonly finished: readonly DetectionBlock[]
  readonly onBlock: (block: DetectionBlock) => void
  /** Waits until everything is on the disk. Fails where it could not be written. */
  close(): Promise<Result<void>>
}

/** Where nobody asked for progress to be kept. */
export const noProgress: DetectionProgress = {
  finished: [],
  onBlock: () => undefined,
  close: async () => ok(undefined),
}

/** What the progress has to be of. */
export type ProgressSubject = {
  readonly index: ClipIndex
  readonly search: Search
  /** Stands for models and versions (ProcessEngine.detectionBasis). */
  readonly basis: string
  readonly inputs: readonly FileIdentity[]
}

/** Opens or begins the file that `--progress` names. Fails where it is of another clip, search or models. */
export async function openProgress(
  given: string,
  { index, search, basis, inputs }: ProgressSubject,
  session: Session,
): Promise<Result<DetectionProgress>> {
  const clip = { sha256: index.sha256, frames: index.video?.pts.length ?? 0 }
  const header = { journal: 'occlude-detection', version: 1, clip, search: searchOf(search), basis } as const
  let finished: readonly DetectionBlock[] = []
  const journal = await JournalFile.open(session.locate(given), given, inputs, (text) => {
    const content = readJournal(text, given, header)
    if (!content.ok) return content
    finished = content.value.blocks
    return ok(content.value.wholeText)
  })
  if (!journal.ok) return journal
  const file = journal.value
  if (file.length === 0) file.append(journalLine(header))
  return ok({ finished, onBlock: (block) => file.append(journalLine(block)), close: () => file.close() })
}
