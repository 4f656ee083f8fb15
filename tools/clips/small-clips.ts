import type { ClipRecipe } from './clip-recipe.ts'
import { deterministic, pictureInput, soundInput } from './sources.ts'

/** The smallest clips that still have pictures and sound in their usual form: what to spoil by the thousand. */

const frames = pictureInput({ width: 176, height: 144, rate: '25', frames: 10 })
const tone = soundInput({ rate: 48_000, channels: 2, seconds: 0.4 })
const speech = soundInput({ rate: 8_000, channels: 1, seconds: 0.4 })
const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '30', '-bf', '2', '-g', '5', '-pix_fmt', 'yuv420p']
const aac = ['-c:a', 'aac', '-b:a', '48k']

function small(name: string, extension: string, options: readonly string[], inputs = [...frames, ...tone]): ClipRecipe {
  const fileName = `${name}.${extension}`
  return {
    name: `small-${name}`,
    fileName,
    runs: [[...inputs, ...options, ...deterministic, fileName]],
    files: {},
    truth: { container: extension, picture: null, sound: [], secrets: [] },
  }
}

/** One for each container and codec that Occlude reads. */
export const smallClips: readonly ClipRecipe[] = [
  small('faststart', 'mp4', [...x264, ...aac, '-movflags', 'faststart']),
  small('moov-last', 'mov', [...x264, '-c:a', 'pcm_s16le']),
  small('fragmented', 'mp4', [...x264, ...aac, '-movflags', 'frag_keyframe+empty_moov+default_base_moof']),
  small('hevc', 'mp4', ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none', ...aac]),
  small('av1', 'mp4', ['-c:v', 'libsvtav1', '-preset', '12', '-pix_fmt', 'yuv420p', ...aac]),
  small('matroska', 'mkv', [...x264, '-c:a', 'libopus', '-b:a', '32k']),
  small('vp9', 'webm', ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-c:a', 'libopus', '-b:a', '32k']),
  small('mpeg4', 'avi', ['-c:v', 'mpeg4', '-q:v', '12', '-c:a', 'pcm_mulaw'], [...frames, ...speech]),
  small('mjpeg', 'avi', ['-c:v', 'mjpeg', '-q:v', '12', '-c:a', 'libmp3lame']),
  small('transport', 'ts', [...x264, ...aac]),
  small('sound', 'm4a', aac, tone),
  small('wave', 'wav', ['-c:a', 'pcm_alaw'], speech),
]

/** The small clip of this name (`faststart`, `sound` ...); throws when there is none. */
export function smallClipNamed(name: string): ClipRecipe {
  const found = smallClips.find((recipe) => recipe.name === `small-${name}`)
  if (!found) throw new Error(`no small clip named ${name}`)
  return found
}
