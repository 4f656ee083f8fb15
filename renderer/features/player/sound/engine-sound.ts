import type { AudioIndex } from '../../../../core/clips/clip-index.ts'
import { type ClipFootage, FootageFault, mostSamples } from '../footage.ts'
import type { SoundRun } from './sound-block.ts'

/** What an engine is asked for at first, so that it is heard soon, and at most, so that a whole track takes few questions; in seconds. */
const firstAsked = 0.25
const mostAsked = 4

type Decode = Pick<ClipFootage, 'decodeSound'>

/** A track that an engine decodes: it has really decoded its first samples. Null where it cannot. */
export async function engineSound(footage: Decode, index: AudioIndex, signal: AbortSignal): Promise<SoundRun | null> {
  try {
    const [plane] = await footage.decodeSound(index.track, Math.max(0, index.firstSample), 1, signal)
    return plane?.length === 1 ? engineRun(footage, index) : null
  } catch (fault) {
    if (fault instanceof FootageFault) return null
    throw fault
  }
}

/** Sound of a track from an engine, each part twice as long as the one before it, up to a bound. */
export function engineRun(footage: Decode, index: AudioIndex): SoundRun {
  const { track, sampleRate, firstSample, samples } = index
  const until = firstSample + samples
  return async function* (from, signal) {
    let asked = firstAsked
    for (let at = Math.max(0, firstSample, Math.round(from * sampleRate)); at < until; ) {
      const length = Math.min(Math.ceil(asked * sampleRate), mostSamples, until - at)
      const planes = await patiently(() => footage.decodeSound(track, at, length, signal))
      const decoded = planes[0]?.length ?? 0
      if (decoded === 0) return
      yield { clipSeconds: at / sampleRate, sampleRate, planes }
      at += decoded
      asked = Math.min(mostAsked, asked * 2)
    }
  }
}

/** An engine that has died is asked once more: the question starts another. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (fault) {
    if (!(fault instanceof FootageFault) || fault.failure.kind !== 'engine-died') throw fault
    return ask()
  }
}
