import { useState } from 'react'

/** The value of an earlier rendering for as long as `isSame` says that it is still the same one. */
export function useSame<T>(now: T, isSame: (one: T, other: T) => boolean): T {
  const [kept, setKept] = useState(now)
  if (kept === now || isSame(kept, now)) return kept
  setKept(now)
  return now
}
