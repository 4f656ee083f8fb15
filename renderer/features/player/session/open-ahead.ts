import type { Failure } from '../../../../core/failure.ts'
import type { ClipFootage } from '../footage.ts'
import { PlayerSession } from './player-session.ts'

/** Whom a session tells of what it shows. */
export type ToldOfSession = {
  readonly onShown: (frame: number, passedOver: number) => void
  readonly onFault: (failure: Failure | null) => void
}

type Ahead = { readonly startFrame: number; readonly session: Promise<PlayerSession>; told: ToldOfSession | null }

const ahead = new WeakMap<ClipFootage, Ahead>()

/**
 * Begins to decode before there is a place to show it: whatever else has to be read first is waited for at the same time. Nothing is on
 * any screen before a player has taken it. `closeAhead` ends it where none does. Settled once decoding is under way, or
 * cannot be.
 */
export async function openAhead(footage: ClipFootage, startFrame: number): Promise<void> {
  let one: Ahead | null = null
  const session = PlayerSession.open(footage, {
    startFrame,
    onShown: (frame, passedOver) => one?.told?.onShown(frame, passedOver),
    onFault: (failure) => one?.told?.onFault(failure),
  })
  one = { startFrame, session, told: null }
  ahead.set(footage, one)
  // Whoever takes it is told; where nobody does, nobody has to be.
  await session.catch(() => undefined)
}

/** A session of the footage: the one that was begun ahead, else a new one. Rejects as `PlayerSession.open`. */
export function takeSession(footage: ClipFootage, startFrame: number, told: ToldOfSession): Promise<PlayerSession> {
  const one = ahead.get(footage)
  if (one?.startFrame !== startFrame) {
    closeAhead(footage)
    return PlayerSession.open(footage, { startFrame, ...told })
  }
  ahead.delete(footage)
  one.told = told
  // What went wrong before there was anybody to tell.
  void one.session.then(
    ({ store }) => {
      const { fault } = store.getState()
      if (fault) told.onFault(fault.failure)
    },
    () => undefined,
  )
  return one.session
}

/** Ends what was begun ahead and no player has taken. */
export function closeAhead(footage: ClipFootage): void {
  const one = ahead.get(footage)
  ahead.delete(footage)
  one?.session.then(
    (session) => session.close(),
    () => undefined,
  )
}
