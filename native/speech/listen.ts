import { Packet } from 'node-av/lib'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import { clipSeconds } from '../../core/clips/clock.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { Work } from '../../core/ports/work.ts'
import { ok, type Result } from '../../core/result.ts'
import type { HeardTrack, SpeechRun } from '../../core/sound/speech.ts'
import { openModels } from '../detection/model-folder.ts'
import { breathe } from '../media/ffmpeg.ts'
import { NoDecoder, throwIfStopped } from '../media/frame-decoder.ts'
import { type OpenedClip, openClip } from '../media/opened-clip.ts'
import { type LoadedModel, loadSpeechModel } from './load-model.ts'
import { TrackListener, unheard } from './track-listener.ts'

/** Packets between two reports of progress. */
const packetsPerReport = 64

/**
 * Listens to every audio track of the index in one reading of the clip and answers where somebody may be speaking. Tracks
 * that cannot be decoded have failed wholly. Fails as opening the clip and the models does, with `model-missing` where the
 * models folder names no speech model; throws when stopped.
 */
export async function listenTo(
  source: ByteSource,
  index: ClipIndex,
  modelsFolder: string | null,
  work: Work,
): Promise<Result<SpeechRun>> {
  const folder = await openModels(modelsFolder)
  if (!folder.ok) return folder
  const loaded = await loadSpeechModel(folder.value)
  if (!loaded.ok) return loaded
  try {
    const run = { version: 1, clip: { sha256: index.sha256 }, model: loaded.value.entry.id } as const
    if (index.audio.length === 0) return ok({ ...run, tracks: [] })
    const tracks = await listenWith(loaded.value, source, index, work)
    return tracks.ok ? ok({ ...run, tracks: tracks.value }) : tracks
  } finally {
    await loaded.value.model.close()
  }
}

async function listenWith(
  loaded: LoadedModel,
  source: ByteSource,
  index: ClipIndex,
  work: Work,
): Promise<Result<readonly HeardTrack[]>> {
  const opened = await openClip(source, 'clip')
  if (!opened.ok) return opened
  const listeners = new Map<number, TrackListener>()
  try {
    await openTracks(opened.value, index, loaded, listeners)
    await hearAll(opened.value, index, [...listeners.values()], work)
    const tracks: HeardTrack[] = []
    for (const audio of index.audio) tracks.push((await listeners.get(audio.track)?.finish()) ?? unheard(audio))
    return ok(tracks)
  } finally {
    for (const listener of listeners.values()) listener.close()
    await opened.value.close()
  }
}

async function openTracks(
  clip: OpenedClip,
  index: ClipIndex,
  loaded: LoadedModel,
  listeners: Map<number, TrackListener>,
): Promise<void> {
  for (const audio of index.audio) {
    const stream = clip.audio[audio.track]
    if (!stream) throw new Error('the index names a sound track that the clip does not have')
    try {
      listeners.set(audio.track, await TrackListener.open(stream, audio, index.originSeconds, loaded))
    } catch (error) {
      if (!(error instanceof NoDecoder)) throw error
    }
  }
}

async function hearAll(
  clip: OpenedClip,
  index: ClipIndex,
  listeners: readonly TrackListener[],
  work: Work,
): Promise<void> {
  const packet = new Packet()
  packet.alloc()
  const total = clipSeconds(index)
  const report = (done: number) => work.onProgress({ stage: 'listen', done, total, seconds: done })
  try {
    clip.readOnly(listeners.map(({ streamIndex }) => clip.format.streams[streamIndex] ?? null))
    for (let count = 1; await clip.read(packet); count++) {
      throwIfStopped(work.signal)
      await listeners.find(({ streamIndex }) => streamIndex === packet.streamIndex)?.take(packet)
      packet.unref()
      if (count % packetsPerReport !== 0) continue
      report(Math.min(total, Math.max(0, ...listeners.map(({ seconds }) => seconds))))
      await breathe()
    }
    report(total)
  } finally {
    packet.free()
  }
}
