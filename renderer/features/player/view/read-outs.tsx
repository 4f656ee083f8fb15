import { Button, Input, Popover, PopoverSurface, PopoverTrigger } from '@fluentui/react-components'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { PlayerSession } from '../session/player-session.ts'
import type { PlayerState } from '../session/player-state.ts'
import { type RecordedStart, shownClipTime, shownOffset, shownRecorded } from '../transport/recorded-time.ts'
import { offsetOf } from '../transport/written-offset.ts'

type ReadOutsProps = {
  readonly session: PlayerSession
  readonly recorded: RecordedStart | null
  readonly onOffset?: (offsetSeconds: number) => void
}

/** Frame number, clip time and recorded time of what is on the screen. Written at display frames, past React. */
export function ReadOuts({ session, recorded, onOffset }: ReadOutsProps) {
  const frame = useRef<HTMLOutputElement>(null)
  const clipTime = useRef<HTMLOutputElement>(null)
  const wallTime = useRef<HTMLOutputElement>(null)
  const spoken = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const write = (state: PlayerState): void => {
      const at = state.shown ?? state.transport.frame
      const seconds = session.times.secondsOf(at)
      put(frame, `${at}`)
      put(clipTime, shownClipTime(seconds))
      put(wallTime, recorded ? shownRecorded(recorded, seconds) : 'not known')
      // Screen readers hear of frames that somebody steps to, not of those that play.
      if (state.transport.rate === 0 && !state.waiting) put(spoken, `${stepName(session)} ${at}`)
    }
    write(session.store.getState())
    return session.store.subscribe(write)
  }, [session, recorded])
  const last = session.times.frames - 1
  return (
    <div className="player-read-outs">
      <div className="player-read-out">
        <span className="player-read-out-name">{stepName(session)}</span>
        <output
          ref={frame}
          className="player-number"
          style={{ minWidth: `${String(last).length}ch` }}
          aria-live="off"
        />
        <span className="player-read-out-rest">of {last}</span>
      </div>
      <div className="player-read-out">
        <span className="player-read-out-name">Clip</span>
        <output ref={clipTime} className="player-number" aria-live="off" />
        <span className="player-read-out-rest">of {shownClipTime(session.times.endSeconds)}</span>
      </div>
      <div className="player-read-out player-read-out-wide">
        <span className="player-read-out-name">Recorded</span>
        <output ref={wallTime} className="player-number" aria-live="off" />
        {recorded && recorded.offsetSeconds !== 0 && (
          <span className="player-read-out-rest">{shownOffset(recorded.offsetSeconds)} recorded offset</span>
        )}
        {recorded && onOffset && <OffsetField offsetSeconds={recorded.offsetSeconds} onOffset={onOffset} />}
      </div>
      <span ref={spoken} className="player-spoken" aria-live="polite" aria-atomic="true" />
    </div>
  )
}

function stepName({ times }: PlayerSession): string {
  return times.hasPicture ? 'Frame' : 'Step'
}

function put(element: RefObject<HTMLElement | null>, text: string): void {
  if (element.current && element.current.textContent !== text) element.current.textContent = text
}

function OffsetField({
  offsetSeconds,
  onOffset,
}: {
  readonly offsetSeconds: number
  readonly onOffset: (offsetSeconds: number) => void
}) {
  const [open, setOpen] = useState(false)
  const [written, setWritten] = useState(String(offsetSeconds))
  const offset = offsetOf(written)
  const record = (): void => {
    if (offset === null) return
    onOffset(offset)
    setOpen(false)
  }
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button size="small" appearance="subtle">
          Offset
        </Button>
      </PopoverTrigger>
      <PopoverSurface aria-label="Offset of the camera's clock" className="player-popover">
        <label htmlFor="player-offset">Seconds that the camera's burnt-in time is ahead of the recorded time</label>
        <Input
          id="player-offset"
          value={written}
          aria-invalid={offset === null}
          onChange={(_, data) => setWritten(data.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') record()
          }}
        />
        <Button appearance="primary" disabled={offset === null} onClick={record}>
          Record offset
        </Button>
      </PopoverSurface>
    </Popover>
  )
}
