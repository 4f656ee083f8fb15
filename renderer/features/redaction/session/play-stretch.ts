import type { PlayerSession } from '../../player/index.ts'

type Played = Pick<PlayerSession, 'store' | 'times' | 'command' | 'clockSeconds' | 'hearTrack' | 'isClosed'>

/** Part of a clip's sound in its seconds, half-open, and the track that is heard. */
export type PlayedStretch = { readonly audioTrack: number; readonly from: number; readonly until: number }

/** Ends the watch over the stretch that is played, by session. */
const watches = new WeakMap<Played, () => void>()

/**
 * Plays a stretch of sound from the frame that is shown where it begins until it ends; again and again while `again` says so. Whoever
 * stops or goes elsewhere meanwhile is followed no longer.
 */
export function playStretch(
  session: Played,
  { audioTrack, from, until }: PlayedStretch,
  again: () => boolean,
  everyDisplayFrame: (look: () => void) => () => void = eachDisplayFrame,
): void {
  watches.get(session)?.()
  session.hearTrack(audioTrack)
  const begin = (): void => {
    session.command({ do: 'go-to', frame: session.times.frameAt(from) })
    session.command({ do: 'forward' })
  }
  begin()
  const end = everyDisplayFrame(() => {
    if (session.isClosed || isLeft(session, until, again)) return stop()
    if (session.store.getState().transport.rate > 0 && (session.clockSeconds() ?? from) < until) return
    if (again()) begin()
    else session.command({ do: 'stop' })
  })
  const stop = (): void => {
    end()
    watches.delete(session)
  }
  watches.set(session, stop)
}

/** Whether whoever plays it has stopped, or it has come to its end and is not wanted again. */
function isLeft({ store, times }: Played, until: number, again: () => boolean): boolean {
  const { frame, frames, rate } = store.getState().transport
  // What ends with the clip ends by itself.
  const isOut = frame === frames - 1 && until >= times.secondsOf(frame)
  return rate <= 0 && !(isOut && again())
}

function eachDisplayFrame(look: () => void): () => void {
  let asked = requestAnimationFrame(function next() {
    asked = requestAnimationFrame(next)
    look()
  })
  return () => cancelAnimationFrame(asked)
}
