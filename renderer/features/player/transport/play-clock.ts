/** Says where playing stands, in clip seconds. */
export type PlayClock = { seconds(): number; stop(): void }

/** A clock without sound: clip seconds run at `rate` (negative: backwards) from now on. `now` is in milliseconds. */
export function silentClock(from: number, rate: number, now: () => number): PlayClock {
  const started = now()
  return { seconds: () => from + ((now() - started) / 1000) * rate, stop: () => undefined }
}
