/**
 * Items that arrive on their own, taken one by one: whoever hands one over waits until it has been taken, so nothing piles up.
 * `run` gets `give` and ends when no more come; what it throws is thrown to the taker. Leaving early aborts it.
 */
export async function* handedOver<T>(
  run: (give: (item: T) => Promise<void>, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const leaving = new AbortController()
  const waiting: { readonly item: T; readonly taken: () => void }[] = []
  let wake = (): void => undefined
  let ended = false
  const give = (item: T): Promise<void> =>
    new Promise((taken) => {
      // Nobody takes it any more: whoever waits for that would wait for ever, and keep what it hands over.
      if (leaving.signal.aborted) return taken()
      waiting.push({ item, taken })
      wake()
    })
  const finish = async (): Promise<void> => {
    try {
      await run(give, AbortSignal.any([signal, leaving.signal]))
    } finally {
      ended = true
      wake()
    }
  }
  const finished = finish()
  // Who leaves early does not look at how it ended.
  finished.catch(() => undefined)
  try {
    for (;;) {
      while (waiting.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const next = waiting.shift()
      if (!next) break
      try {
        yield next.item
      } finally {
        next.taken()
      }
    }
    await finished
  } finally {
    leaving.abort()
    for (const { taken } of waiting.splice(0)) taken()
  }
}
