import type { Progress } from '../../core/ports/work.ts'
import type { WorkEvent } from '../client/window-client.ts'
import { leftWords } from '../ui/left-words.ts'

/** What stages are called; work that only reads is told apart by its method. */
const stages: Readonly<Record<Progress['stage'], string>> = {
  index: 'Reading clips',
  detect: 'Looking for people',
  listen: 'Listening for speech',
  track: 'Following people',
  render: 'Making the copy',
  verify: 'Checking the copy',
  import: 'Importing',
  check: 'Checking the vault',
  backup: 'Making a backup',
  retention: 'Going through the dates of clips',
  disclose: 'Writing the copy out',
}

/** What runs by itself. */
const byMethod: Readonly<Record<string, string>> = {
  'clip.decode': 'Checking clips that came in',
  'redaction.queue': 'Looking for people overnight',
}

/** What is going on, as a name of it. */
export function workName({ method, progress }: Pick<WorkEvent, 'method' | 'progress'>): string {
  // The clip is read first: that is a part of making the copy.
  if (method === 'redaction.render' && progress.stage === 'index') return stages.render
  if (method === 'redaction.trial') return progress.stage === 'verify' ? 'Checking a trial copy' : 'Making a trial copy'
  return byMethod[method] ?? stages[progress.stage]
}

/** How far it has come: `3 of 12 clips, 25 %, about 3 minutes left`; what nobody knows yet is left out. */
export function farWords({ progress, secondsLeft }: Pick<WorkEvent, 'progress' | 'secondsLeft'>): string {
  const { stage, done, total, files } = progress
  // What comes in need not be one.
  const unit = `${stage === 'import' ? 'file' : 'clip'}${(files?.all ?? files?.done) === 1 ? '' : 's'}`
  const isCounted = files === undefined || files.all !== null
  const parts = [
    files && (files.all === null ? `${files.done} ${unit}` : `${files.done} of ${files.all} ${unit}`),
    isCounted && total > 0 ? `${Math.min(100, Math.floor((done / total) * 100))} %` : undefined,
    secondsLeft === null ? undefined : leftWords(secondsLeft),
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}
