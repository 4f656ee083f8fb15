import { Input } from '@fluentui/react-components'
import { type RefObject, useState } from 'react'
import type { PlayerSession } from '../session/player-session.ts'
import { placeOf } from '../transport/go-to.ts'
import { frameAtPlace, type RecordedStart } from '../transport/recorded-time.ts'

type GoToProps = {
  readonly session: PlayerSession
  readonly recorded: RecordedStart | null
  readonly field: RefObject<HTMLInputElement | null>
}

/** A field that takes a frame, a clip time or a recorded time. */
export function GoToField({ session, recorded, field }: GoToProps) {
  const [written, setWritten] = useState('')
  const [refused, setRefused] = useState(false)
  const go = (): void => {
    const place = placeOf(written)
    const frame = place && frameAtPlace(place, session.times, recorded)
    setRefused(frame === null)
    if (frame === null) return
    session.command({ do: 'go-to', frame })
    setWritten('')
    field.current?.closest<HTMLElement>('.player-desk')?.focus()
  }
  return (
    <div className="player-go-to">
      <Input
        size="small"
        input={{ ref: field }}
        value={written}
        placeholder={recorded ? '1200, 0:40.5, @14:03:07' : '1200, 0:40.5'}
        aria-label="Go to a frame, a clip time, or a recorded time after @"
        aria-invalid={refused}
        onChange={(_, data) => {
          setWritten(data.value)
          setRefused(false)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go()
          if (event.key === 'Escape') event.currentTarget.closest<HTMLElement>('.player-desk')?.focus()
        }}
      />
      <span className="player-spoken" role="status">
        {refused ? 'The clip has no such place' : ''}
      </span>
    </div>
  )
}
