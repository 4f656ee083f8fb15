/**
 * Sends values one after another: while one is on its way only the latest of those that come meanwhile is kept. What comes with every
 * frame never piles up.
 */
export function latestOnly<T>(send: (value: T) => Promise<unknown>): (value: T) => void {
  let next: { readonly value: T } | null = null
  let isSending = false
  const sendAll = async (): Promise<void> => {
    isSending = true
    try {
      for (let taken = next; taken; taken = next) {
        next = null
        await send(taken.value)
      }
    } finally {
      isSending = false
    }
  }
  return (value) => {
    next = { value }
    if (!isSending) void sendAll()
  }
}
