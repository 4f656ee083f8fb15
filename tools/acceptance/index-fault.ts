import type { AudioIndex, ClipIndex, VideoIndex } from '../../core/clips/clip-index.ts'

/** What is wrong with an index, whatever clip it is of; null where it keeps what ClipIndex promises. */
export function indexFault(index: ClipIndex): string | null {
  if (!Number.isFinite(index.originSeconds)) return `origin at ${index.originSeconds}`
  if (!index.video && index.audio.length === 0) return 'neither picture nor sound'
  const sound = index.audio.map(soundFault).find((fault) => fault !== null)
  return (index.video && pictureFault(index.video)) ?? sound ?? null
}

const aDay = 24 * 3600

function pictureFault(video: VideoIndex): string | null {
  const { pts, width, height, missingFrames, keyframes, damagedFrames } = video
  if (pts.length === 0) return 'no frames'
  if (!(width > 0 && height > 0 && width * height < 2 ** 26)) return `${width}x${height} pixels`
  if (!(Number.isSafeInteger(missingFrames) && missingFrames >= 0 && missingFrames <= 1e7))
    return `${missingFrames} missing frames`
  const addressed = [...keyframes, ...(damagedFrames ?? [])]
  return addressed.some((frame) => frame >= pts.length) ? 'an address past the last frame' : timeFault(video)
}

function timeFault({ pts, timeBase, lastDuration }: VideoIndex): string | null {
  if (!(timeBase[0] > 0 && timeBase[1] > 0)) return `time base ${timeBase.join('/')}`
  if (pts.some((at, frame) => frame > 0 && at <= (pts[frame - 1] ?? at))) return 'times that do not increase'
  const seconds = (Number((pts.at(-1) ?? 0n) - (pts[0] ?? 0n) + lastDuration) * timeBase[0]) / timeBase[1]
  return lastDuration >= 1n && seconds > 0 && seconds <= 2 * aDay ? null : `${seconds} s of picture`
}

function soundFault(audio: AudioIndex): string | null {
  const { sampleRate, channels, firstSample, samples, lostSamples = 0 } = audio
  if (!(sampleRate > 0 && channels > 0)) return `sound of ${sampleRate} Hz in ${channels} channels`
  if (!(samples > 0 && (firstSample + samples) / sampleRate <= 2 * aDay))
    return `${samples} samples from ${firstSample}`
  return Number.isSafeInteger(lostSamples) && lostSamples >= 0 ? null : `${lostSamples} lost samples`
}
