import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Failure } from '../../core/failure.ts'
import type { Result } from '../../core/result.ts'

/** What was asked for, once it is there. */
export type Answer<T> = {
  readonly value: T | null
  readonly failure: Failure | null
  /** Asks again; what is shown stays until the answer comes. */
  again(): void
}

/** Asks for something when a page opens, and again whenever `load` is another function (make it with useCallback). */
export function useAnswer<T>(load: (signal: AbortSignal) => Promise<Result<T>>): Answer<T> {
  const [known, setKnown] = useState<{ readonly value: T | null; readonly failure: Failure | null }>({
    value: null,
    failure: null,
  })
  const [turn, setTurn] = useState(0)
  const asking = useMemo(() => ({ load, turn }), [load, turn])
  useEffect(() => {
    const controller = new AbortController()
    const fetch = async (): Promise<void> => {
      const answer = await asking.load(controller.signal)
      if (controller.signal.aborted) return
      setKnown((before) =>
        answer.ok ? { value: answer.value, failure: null } : { ...before, failure: answer.failure },
      )
    }
    void fetch()
    return () => controller.abort()
  }, [asking])
  return { ...known, again: useCallback(() => setTurn((before) => before + 1), []) }
}
