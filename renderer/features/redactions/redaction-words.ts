import type { OutputOf } from '../../../contract/methods/all.ts'
import { leftWords } from '../../ui/left-words.ts'

/** A redaction as the list shows it. */
export type RedactionRow = OutputOf<'redaction.list'>['redactions'][number]

/** A share in whole per cent; only all of it is 100 %. */
function percent(done: number, all: number): string {
  return `${all === 0 ? 100 : Math.min(100, Math.floor((done / all) * 100))} %`
}

/** How a redaction stands: `Being examined, 40 %, about 3 minutes left`. */
export function stateWords({ state, detected, secondsLeft }: Pick<RedactionRow, 'state' | 'detected' | 'secondsLeft'>) {
  const { done, frames } = detected
  switch (state) {
    case 'waiting':
      return done === 0 ? 'Waiting' : `Waiting, examined to ${percent(done, frames)}`
    case 'examining': {
      const left = secondsLeft === null ? '' : `, ${leftWords(secondsLeft)}`
      return `Being examined, ${percent(done, frames)}${left}`
    }
    case 'failed':
      return 'Could not be examined'
    case 'unfinished':
      return done === 0 ? 'Not examined yet' : `Examined to ${percent(done, frames)}`
    case 'ready':
      return 'Ready'
    case 'approved':
      return 'Approved'
  }
}

/** How much of it somebody has looked through: `80 %`, `80 % before the last change`. */
export function lookedWords({
  looked,
  revision,
  detected,
}: Pick<RedactionRow, 'looked' | 'revision' | 'detected'>): string {
  if (looked === null) return '–'
  const share = percent(detected.frames - looked.unseen, detected.frames)
  return looked.revision === revision ? share : `${share} before the last change`
}

/** Whether it waits for the machine or is being gone through. */
export function isInQueue({ state }: Pick<RedactionRow, 'state'>): boolean {
  return state === 'waiting' || state === 'examining' || state === 'failed'
}

/** `1 redaction`, `1,204 redactions`. */
export function redactionsWords(count: number): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? 'redaction' : 'redactions'}`
}
