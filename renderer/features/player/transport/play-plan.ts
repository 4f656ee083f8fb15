import type { ClipTimes } from '../clip-times.ts'
import { frameAfter, playedRange, type Transport } from './transport.ts'

/**
 * How playing keeps up. `keep-time`: the clock leads and frames that come too late are passed over. `every-frame`: each frame
 * is shown, and the clock waits for it.
 */
export type Pacing = 'keep-time' | 'every-frame'

/** What to do at a display frame. */
export type PlayStep =
  /** Nothing: the frame that is shown is still the right one, or the next is not there yet. `wants`: what should be decoded. */
  | { readonly do: 'wait'; readonly wants: number }
  /** Show this frame. `passedOver`: how many were not shown. `rebase`: the clock goes on from this frame's time. */
  | { readonly do: 'show'; readonly frame: number; readonly passedOver: number; readonly rebase: boolean }
  | { readonly do: 'end' }

/** What decides about a display frame. */
export type PlayMoment = {
  readonly transport: Transport
  readonly times: ClipTimes
  readonly pacing: Pacing
  /** Where the clock stands, in clip seconds; it runs backwards where the rate is negative. */
  readonly clock: number
  /** Whether a frame can be shown at once. */
  readonly isReady: (frame: number) => boolean
}

/** How late a frame may be before a clock that every frame has to keep is set back to it, in seconds. */
const patience = 0.1

/** Decides what a display frame shows. Pure: times come from the frames' own, never from a rate. */
export function playStep(moment: PlayMoment): PlayStep {
  return moment.pacing === 'every-frame' ? everyFrame(moment) : keepTime(moment)
}

function everyFrame({ transport, times, clock, isReady }: PlayMoment): PlayStep {
  const next = frameAfter(transport, transport.frame)
  if (next === null) return isOver(transport, times, clock) ? { do: 'end' } : { do: 'wait', wants: transport.frame }
  const wraps = Math.abs(next - transport.frame) !== 1
  const late = lateness(transport, times, next, clock)
  const isDue = wraps ? isOver(transport, times, clock) : late >= 0
  if (!isDue || !isReady(next)) return { do: 'wait', wants: next }
  return { do: 'show', frame: next, passedOver: 0, rebase: wraps || late > patience }
}

function keepTime(moment: PlayMoment): PlayStep {
  const { transport, times, clock } = moment
  if (isOver(transport, times, clock)) return wrapOrEnd(moment)
  const [from, until] = playedRange(transport)
  const bounded = (frame: number) => (transport.loop ? Math.min(until - 1, Math.max(from, frame)) : frame)
  const due = bounded(times.frameAt(clock))
  const way = transport.rate < 0 ? -1 : 1
  const ahead = (due - transport.frame) * way
  if (ahead <= 0) return { do: 'wait', wants: frameAfter(transport, transport.frame) ?? transport.frame }
  // The latest that is there: late is better than nothing, and nothing ever goes back.
  for (let frame = due; frame !== transport.frame; frame -= way) {
    if (moment.isReady(frame))
      return { do: 'show', frame, passedOver: Math.abs(frame - transport.frame) - 1, rebase: false }
  }
  return { do: 'wait', wants: due }
}

/** The clock has passed the end of what is played. */
function wrapOrEnd({ transport, isReady }: PlayMoment): PlayStep {
  const [from, until] = playedRange(transport)
  const back = transport.rate < 0
  if (!transport.loop) {
    const last = back ? 0 : transport.frames - 1
    if (transport.frame === last) return { do: 'end' }
    return isReady(last)
      ? { do: 'show', frame: last, passedOver: Math.abs(last - transport.frame) - 1, rebase: false }
      : { do: 'wait', wants: last }
  }
  const first = back ? until - 1 : from
  return isReady(first) ? { do: 'show', frame: first, passedOver: 0, rebase: true } : { do: 'wait', wants: first }
}

function isOver(transport: Transport, times: ClipTimes, clock: number): boolean {
  const [from, until] = transport.loop ? playedRange(transport) : [0, transport.frames]
  if (transport.rate < 0) return clock < times.secondsOf(from)
  // The last picture stands until its own end, and until the sound's where that is later: all of it is to be heard.
  return clock >= (transport.loop ? times.secondsOf(until) : times.endSeconds)
}

/** Seconds of the clock by which a frame is late; negative: it is not due yet. Going back, a frame is due when its time has ended. */
function lateness({ rate }: Transport, times: ClipTimes, frame: number, clock: number): number {
  return rate < 0 ? times.secondsOf(frame + 1) - clock : clock - times.secondsOf(frame)
}
