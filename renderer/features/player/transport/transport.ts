/** How fast somebody plays: clip seconds for each second; negative goes back, 0 stands still. */
export type Rate = -8 | -4 | -2 | -1 | 0 | 1 | 2 | 4 | 8

/** Where somebody is in a clip and how they move through it. All frames are indices of the clip. */
export type Transport = {
  readonly frames: number
  readonly frame: number
  readonly rate: Rate
  /** Half-open range `[in, out)` that somebody marked; null where they did not. */
  readonly markIn: number | null
  readonly markOut: number | null
  /** Play the marked range, or the whole clip, again and again. */
  readonly loop: boolean
}

/** What somebody may ask of the transport. */
export type TransportCommand =
  | {
      readonly do:
        | 'forward'
        | 'back'
        | 'stop'
        | 'toggle'
        | 'loop'
        | 'mark-in'
        | 'mark-out'
        | 'clear-marks'
        | 'start'
        | 'end'
    }
  | { readonly do: 'step'; readonly by: number }
  | { readonly do: 'go-to'; readonly frame: number }
  /** The playhead has come to a frame by playing. */
  | { readonly do: 'play-on'; readonly frame: number }
  /** To the nearest of these frames (rising) before or after where one is; nothing where there is none. */
  | { readonly do: 'next-of' | 'previous-of'; readonly of: readonly number[] }

/** A clip as it is opened. */
export function transportOf(frames: number): Transport {
  return { frames, frame: 0, rate: 0, markIn: null, markOut: null, loop: false }
}

/** The range that plays in a loop, and that in and out bound; the whole clip where they are not set. */
export function playedRange({ frames, markIn, markOut }: Transport): readonly [from: number, until: number] {
  const from = markIn ?? 0
  const until = markOut ?? frames
  return from < until ? [from, until] : [0, frames]
}

/** The transport after a command. Pure and total: whatever is asked for, it stays within the clip. */
export function moved(transport: Transport, command: TransportCommand): Transport {
  switch (command.do) {
    case 'forward':
      return { ...transport, rate: faster(transport.rate, 1) }
    case 'back':
      return { ...transport, rate: faster(transport.rate, -1) }
    case 'stop':
      return { ...transport, rate: 0 }
    case 'toggle':
      return transport.rate === 0 ? begun(transport) : { ...transport, rate: 0 }
    case 'loop':
      return { ...transport, loop: !transport.loop }
    case 'mark-in':
    case 'mark-out':
    case 'clear-marks':
      return marked(transport, command.do)
    case 'start':
      return standing(transport, 0)
    case 'end':
      return standing(transport, transport.frames - 1)
    case 'step':
      return standing(transport, transport.frame + command.by)
    case 'go-to':
      return standing(transport, command.frame)
    case 'play-on':
      return { ...transport, frame: inClip(transport, command.frame) }
    case 'next-of': {
      const next = command.of.find((frame) => frame > transport.frame)
      return next === undefined ? transport : standing(transport, next)
    }
    case 'previous-of': {
      const previous = command.of.findLast((frame) => frame < transport.frame)
      return previous === undefined ? transport : standing(transport, previous)
    }
  }
}

/** Where playing goes on after a frame, the way the rate says: null at the end of what is played. */
export function frameAfter(transport: Transport, frame: number): number | null {
  const [from, until] = playedRange(transport)
  const next = frame + (transport.rate < 0 ? -1 : 1)
  if (transport.loop && next === until) return from
  if (transport.loop && next === from - 1) return until - 1
  return next >= 0 && next < transport.frames ? next : null
}

function faster(rate: Rate, way: 1 | -1): Rate {
  if (Math.sign(rate) !== way) return way
  return (Math.min(8, Math.abs(rate) * 2) * way) as Rate
}

/** Playing from the last frame begins again at the first: nothing else could be meant. */
function begun(transport: Transport): Transport {
  const [from] = playedRange(transport)
  return { ...transport, rate: 1, frame: transport.frame === transport.frames - 1 ? from : transport.frame }
}

function marked(transport: Transport, mark: 'mark-in' | 'mark-out' | 'clear-marks'): Transport {
  const { frame, markIn, markOut } = transport
  if (mark === 'clear-marks') return { ...transport, markIn: null, markOut: null }
  // A mark that would leave nothing between them takes the other away.
  if (mark === 'mark-in')
    return { ...transport, markIn: frame, markOut: markOut !== null && markOut > frame ? markOut : null }
  return { ...transport, markOut: frame + 1, markIn: markIn !== null && markIn <= frame ? markIn : null }
}

function standing(transport: Transport, frame: number): Transport {
  return { ...transport, rate: 0, frame: inClip(transport, frame) }
}

function inClip({ frames }: Transport, frame: number): number {
  return Math.min(frames - 1, Math.max(0, Number.isFinite(frame) ? Math.trunc(frame) : 0))
}
