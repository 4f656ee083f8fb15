import type { Input, InputAudioTrack } from 'mediabunny'
import type { AudioIndex } from '../../../../core/clips/clip-index.ts'
import { type ClipFootage, FootageFault } from '../footage.ts'
import { engineRun, engineSound } from './engine-sound.ts'
import type { SoundBlock, SoundRun } from './sound-block.ts'
import { windowSound } from './window-sound.ts'

/** Decodes one sound track from any place on, in order. */
export type SoundSource = {
  readonly track: number
  /** What decodes it at first: where the window's decoder gives up, an engine goes on. */
  readonly by: 'window' | 'engine'
  blocks: SoundRun
}

/**
 * Opens a clip's sound tracks: in the window where its demuxer lists as many as the index and it really decodes this one, else in an
 * engine. A track that neither can decode is left out.
 */
export async function openSound(
  footage: ClipFootage,
  input: Input,
  signal: AbortSignal,
): Promise<readonly SoundSource[]> {
  const { audio, lostSoundTracks = 0 } = footage.index
  const listed = lostSoundTracks === 0 ? await input.getAudioTracks().catch(() => []) : []
  const sources: SoundSource[] = []
  for (const [at, index] of audio.entries()) {
    const source = await openTrack(footage, index, listed.length === audio.length ? listed[at] : undefined, signal)
    if (source) sources.push(source)
  }
  return sources
}

async function openTrack(
  footage: ClipFootage,
  index: AudioIndex,
  listed: InputAudioTrack | undefined,
  signal: AbortSignal,
): Promise<SoundSource | null> {
  const { track } = index
  const inWindow = listed ? await windowSound(listed, index, footage.index.originSeconds).catch(() => null) : null
  signal.throwIfAborted()
  if (inWindow) return { track, by: 'window', blocks: withEngine(inWindow, engineRun(footage, index)) }
  const inEngine = await engineSound(footage, index, signal)
  return inEngine && { track, by: 'engine', blocks: inEngine }
}

/** The window's sound; from where its decoder gives up, and from then on everywhere, the engine's. */
export function withEngine(inWindow: SoundRun, inEngine: SoundRun): SoundRun {
  let gaveUp = false
  return async function* (from, signal) {
    const at = gaveUp ? from : yield* untilItGivesUp(inWindow, from, signal)
    if (at === null) return
    gaveUp = true
    yield* inEngine(at, signal)
  }
}

/** Answers the clip second at which the run's decoder gave up; null: it came to its end. */
async function* untilItGivesUp(
  run: SoundRun,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<SoundBlock, number | null, undefined> {
  let at = from
  try {
    for await (const block of run(from, signal)) {
      yield block
      at = endOf(block)
    }
    return null
  } catch (fault) {
    if (signal.aborted || fault instanceof FootageFault) throw fault
    return at
  }
}

function endOf({ clipSeconds, sampleRate, planes }: SoundBlock): number {
  return clipSeconds + (planes[0]?.length ?? 0) / sampleRate
}
