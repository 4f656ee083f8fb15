import { type AudioSample, AudioSampleSink, type InputAudioTrack } from 'mediabunny'
import type { AudioIndex } from '../../../../core/clips/clip-index.ts'
import { FootageFault } from '../footage.ts'
import type { SoundBlock, SoundRun } from './sound-block.ts'

/** Codec names of the demuxer by FFmpeg's short names. */
const windowCodecs: Readonly<Record<string, string>> = {
  ...{ aac: 'aac', mp3: 'mp3', opus: 'opus', vorbis: 'vorbis', flac: 'flac', pcm_mulaw: 'ulaw', pcm_alaw: 'alaw' },
  ...{ pcm_s16le: 'pcm-s16', pcm_s24le: 'pcm-s24', pcm_s32le: 'pcm-s32', pcm_f32le: 'pcm-f32', pcm_u8: 'pcm-u8' },
  ...{ pcm_s16be: 'pcm-s16be' },
}

/** How long the window's decoder may take for its first samples. */
const probeMilliseconds = 5000

/**
 * A track that the window's own decoder is good for: it has really decoded its first samples, at the rate and with the channels of
 * the index. Null for any other. Rejects where the footage cannot be read.
 */
export async function windowSound(
  track: InputAudioTrack,
  index: AudioIndex,
  originSeconds: number,
): Promise<SoundRun | null> {
  // What is damaged is the engine's: it knows where each part lies, and keeps silent in place of what is lost.
  if ((index.lostSamples ?? 0) > 0) return null
  const codec = await track.getCodec()
  if (codec === null || codec !== windowCodecs[index.codec] || !(await track.canDecode())) return null
  const sink = new AudioSampleSink(track)
  if (!(await bringsFirstSamples(sink, index))) return null
  return (from, signal) => blocksOf(sink, from + originSeconds, originSeconds, signal)
}

async function bringsFirstSamples(sink: AudioSampleSink, index: AudioIndex): Promise<boolean> {
  const samples = sink.samples()
  const late = Promise.withResolvers<null>()
  const tooLong = setTimeout(() => late.resolve(null), probeMilliseconds)
  try {
    const first = await Promise.race([samples.next(), late.promise])
    const sample = first === null || first.done ? null : first.value
    const fits = sample?.sampleRate === index.sampleRate && sample.numberOfChannels === index.channels
    sample?.close()
    return fits
  } catch (fault) {
    if (fault instanceof FootageFault) throw fault
    return false
  } finally {
    clearTimeout(tooLong)
    // A decoder that does not answer does not end either: nobody waits for it.
    samples.return().catch(() => undefined)
  }
}

async function* blocksOf(
  sink: AudioSampleSink,
  fromContainerSeconds: number,
  originSeconds: number,
  signal: AbortSignal,
): AsyncGenerator<SoundBlock, void, undefined> {
  for await (const sample of sink.samples(fromContainerSeconds)) {
    try {
      signal.throwIfAborted()
      yield blockOf(sample, originSeconds)
    } finally {
      sample.close()
    }
  }
}

function blockOf(sample: AudioSample, originSeconds: number): SoundBlock {
  const { numberOfFrames, numberOfChannels, sampleRate } = sample
  const planes = Array.from({ length: numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(numberOfFrames)
    sample.copyTo(plane, { planeIndex, format: 'f32-planar' })
    return plane
  })
  return { clipSeconds: sample.timestamp - originSeconds, sampleRate, planes }
}
