/** What of an `AudioContext` tells how far it has been heard. */
export type HeardContext = Pick<AudioContext, 'currentTime' | 'outputLatency' | 'baseLatency' | 'getOutputTimestamp'>

/**
 * Which second of the context's clock is heard now (`now` in milliseconds of `performance`), smoothly. `currentTime` goes on in
 * steps of a whole buffer, 10 ms and more: pictures that follow it stagger by as much. The output's timestamp says when some second
 * was heard, and time goes on evenly from there. Before there is one, what is known of the way out is taken off `currentTime`.
 */
export function heardTime(context: HeardContext, now: number): number {
  const { currentTime, outputLatency, baseLatency } = context
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp()
  if (contextTime <= 0 || performanceTime <= 0) return currentTime - (outputLatency || baseLatency || 0)
  // An output that stands still is not ahead of what was handed to it.
  return Math.min(currentTime, contextTime + (now - performanceTime) / 1000)
}
