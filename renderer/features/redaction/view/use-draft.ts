import { useEffect, useEffectEvent, useRef, useState } from 'react'

type Draft<Value> = {
  /** What the field shows: what was put there and not given yet, else what holds. */
  readonly written: Value
  /** Null puts it back to what holds. */
  readonly write: (value: Value | null) => void
  /** Gives what was written; nothing where nothing was. */
  readonly give: () => void
}

/**
 * What is put into a field before it is given. A press elsewhere may take the field away before it hears that it was left: what was
 * written is given then too, to the one it was written for, as long as whoever shows the field gives it a key of that one.
 */
export function useDraft<Value extends string | number>(holds: Value, onGive: (value: Value) => void): Draft<Value> {
  const [draft, setDraft] = useState<Value | null>(null)
  // Enter chooses, gives and leaves before anything is shown anew: each has to know what the one before it did.
  const now = useRef<Value | null>(null)
  const write = (value: Value | null): void => {
    now.current = value
    setDraft(value)
  }
  const give = (): void => {
    const given = now.current
    write(null)
    if (given !== null) onGive(given)
  }
  const giveLast = useEffectEvent(give)
  useEffect(() => () => giveLast(), [])
  return { written: draft ?? holds, write, give }
}
