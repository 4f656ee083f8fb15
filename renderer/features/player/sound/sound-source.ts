import { AudioSampleSink, type Input, type InputAudioTrack } from 'mediabunny'
import type { AudioIndex } from '../../../../core/clips/clip-index.ts'
import type { ClipFootage } from '../footage.ts'

/** A run of samples of a track, a plane for each channel; `clipSeconds`: where the first lies. */
export type SoundBlock = {
  readonly clipSeconds: number
  readonly sampleRate: number
  readonly planes: readonly Float32Array[]
}

/** Decodes one sound track from any place on, in order. */
export type SoundSource = {
  readonly track: number
  readonly by: 'window' | 'engine'
  blocks(fromClipSeconds: number, signal: AbortSignal): AsyncGenerator<SoundBlock, void, undefined>
}

/** Codec names of the demuxer by FFmpeg's short names. */
const windowCodecs: Readonly<Record<string, string>> = {
  ...{ aac: 'aac', mp3: 'mp3', opus: 'opus', vorbis: 'vorbis', flac: 'flac', pcm_mulaw: 'ulaw', pcm_alaw: 'alaw' },
  ...{ pcm_s16le: 'pcm-s16', pcm_s24le: 'pcm-s24', pcm_s32le: 'pcm-s32', pcm_f32le: 'pcm-f32', pcm_u8: 'pcm-u8' },
  ...{ pcm_s16be: 'pcm-s16be' },
}

/** Samples that an engine is asked for at once. */
const engineSeconds = 0.5

/**
 * Opens a clip's sound tracks: in the window where its demuxer lists as many as the index and can decode this one, else in the
 * engine. A track that neither can decode is left out.
 */
export async function openSound(footage: ClipFootage, input: Input): Promise<readonly SoundSource[]> {
  const { audio, lostSoundTracks = 0 } = footage.index
  const listed = await input.getAudioTracks().catch(() => [])
  const sources: SoundSource[] = []
  for (const index of audio) {
    const track = lostSoundTracks === 0 && listed.length === audio.length ? listed[audio.indexOf(index)] : undefined
    const source = (track && (await inWindow(track, index, footage.index.originSeconds))) ?? inEngine(footage, index)
    if (source) sources.push(source)
  }
  return sources
}

async function inWindow(track: InputAudioTrack, index: AudioIndex, originSeconds: number): Promise<SoundSource | null> {
  const codec = await track.getCodec()
  if (codec === null || codec !== windowCodecs[index.codec]) return null
  if (!(await track.canDecode().catch(() => false))) return null
  const sink = new AudioSampleSink(track)
  return {
    ...{ track: index.track, by: 'window' },
    async *blocks(from, signal) {
      for await (const sample of sink.samples(from + originSeconds)) {
        try {
          signal.throwIfAborted()
          const { numberOfFrames, numberOfChannels, sampleRate } = sample
          const planes = Array.from({ length: numberOfChannels }, (_, planeIndex) => {
            const plane = new Float32Array(numberOfFrames)
            sample.copyTo(plane, { planeIndex, format: 'f32-planar' })
            return plane
          })
          yield { clipSeconds: sample.timestamp - originSeconds, sampleRate, planes }
        } finally {
          sample.close()
        }
      }
    },
  }
}

function inEngine({ decodeSound }: ClipFootage, index: AudioIndex): SoundSource | null {
  if (!decodeSound) return null
  const { track, sampleRate, firstSample, samples } = index
  const atOnce = Math.ceil(sampleRate * engineSeconds)
  return {
    ...{ track, by: 'engine' },
    async *blocks(from, signal) {
      const until = firstSample + samples
      for (let at = Math.max(firstSample, Math.round(from * sampleRate)); at < until; ) {
        const part = await decodeSound(track, at, Math.min(atOnce, until - at), signal)
        const length = part.planes[0]?.length ?? 0
        if (length === 0) return
        yield { clipSeconds: at / sampleRate, sampleRate: part.sampleRate, planes: part.planes }
        at += length
      }
    },
  }
}
