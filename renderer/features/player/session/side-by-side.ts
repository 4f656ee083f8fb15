import type { Direction } from '../frames/picture.ts'
import { frameRecordedAt, type RecordedStart, recordedAt } from '../transport/recorded-time.ts'
import type { PlayerSession } from './player-session.ts'

/** A clip among others. */
export type Companion = { readonly session: PlayerSession; readonly recorded: RecordedStart }

/** Keeps clips at the same recorded time: all others go where the leader is. Answers how to end that. */
export function keepTogether(leader: Companion, others: readonly Companion[]): () => void {
  let last: number | null = null
  const goAlong = (): void => {
    const { shown } = leader.session.store.getState()
    if (shown === null || shown === last) return
    const direction = last === null ? 0 : (Math.sign(shown - last) as Direction)
    last = shown
    const at = recordedAt(leader.recorded, leader.session.times.secondsOf(shown))
    for (const other of others) bringAlong(other, at, direction)
  }
  goAlong()
  return leader.session.store.subscribe(goAlong)
}

function bringAlong({ session, recorded }: Companion, milliseconds: number, direction: Direction): void {
  const frame = frameRecordedAt(recorded, session.times, milliseconds)
  const { shown, absent } = session.store.getState()
  const isThere = frame === null ? absent : !absent && frame === shown
  if (!isThere) session.accompany(frame, direction)
}
