import { useCallback, useEffect, useRef, useState } from 'react'
import type { Failure } from '../../core/failure.ts'
import type { Result } from '../../core/result.ts'

/** Something that a page has asked for. */
export type Task = {
  readonly running: boolean
  /** Why it did not work the last time; null while it runs and after it worked. */
  readonly failure: Failure | null
  /** Runs it, unless it runs already; answers whether it worked. */
  run<T>(work: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T> | null>
  cancel(): void
}

/** One thing at a time that a page does, with its failure; it is cancelled when the page goes. */
export function useTask(): Task {
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const controller = useRef<AbortController | null>(null)
  const cancel = useCallback(() => controller.current?.abort(), [])
  useEffect(() => cancel, [cancel])
  const run = useCallback(async <T>(work: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T> | null> => {
    if (controller.current) return null
    const own = new AbortController()
    controller.current = own
    setRunning(true)
    setFailure(null)
    try {
      const answer = await work(own.signal)
      if (!answer.ok && answer.failure.kind !== 'cancelled') setFailure(answer.failure)
      return answer
    } finally {
      controller.current = null
      setRunning(false)
    }
  }, [])
  return { running, failure, run, cancel }
}
