import type { PictureTruth, SoundTruth } from './clip-recipe.ts'
import { frameCodeFilter } from './frame-code.ts'
import { testSound } from './test-sound.ts'

/** Options that make ffmpeg write the same bytes every time, on any number of cores. */
export const deterministic = ['-threads', '1', '-fflags', '+bitexact', '-flags', '+bitexact'] as const

/** A moving test picture with its frame numbers drawn, as ffmpeg input options. */
export type PictureOptions = {
  readonly width?: number
  readonly height?: number
  readonly rate?: string
  readonly frames?: number
  /** Filters after the numbers are drawn, for example `transpose=1`. */
  readonly after?: string
}

/** Input options for the test picture: always upright 8-bit 4:4:4 until `after`, 60 frames of 320x240 at 29.97 by default. */
export function pictureInput(options: PictureOptions = {}): string[] {
  const { width = 320, height = 240, rate = '30000/1001', frames = 60, after } = options
  const scene = `testsrc2=s=${width}x${height}:r=${rate},trim=end_frame=${frames},noise=alls=8:allf=t:all_seed=7`
  const drawn = `${scene},format=yuv444p,${frameCodeFilter({ width, height })}`
  return ['-f', 'lavfi', '-i', after === undefined ? drawn : `${drawn},${after}`]
}

/** Input options for the test sound. */
export function soundInput(options: { rate: number; channels: number; seconds: number; voice?: number }): string[] {
  return ['-f', 'lavfi', '-i', testSound(options)]
}

/** Truth of the default test picture, H.264 with B-frames; entries change what differs. */
export function picture(changes: Partial<PictureTruth> = {}): PictureTruth {
  return {
    codec: 'h264',
    width: 320,
    height: 240,
    pixelFormat: 'yuv420p',
    rotation: 0,
    pixelAspect: [1, 1],
    variableRate: false,
    interlaced: false,
    bFrames: true,
    range: 'tv',
    firstCode: 0,
    frames: 60,
    startsAt: 0,
    ...changes,
  }
}

/** Truth of the default sound: two seconds of AAC, 48 kHz stereo. */
export function sound(changes: Partial<SoundTruth> = {}): SoundTruth {
  return { codec: 'aac', sampleRate: 48_000, channels: 2, startsAt: 0, seconds: 2, voice: 0, ...changes }
}

/** x264 as the clips use it: B-frames, a keyframe a second. */
export const x264 = [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-bf', '2', '-g', '30', '-pix_fmt', 'yuv420p'],
] as const

/** AAC as the clips use it. */
export const aac = ['-c:a', 'aac', '-b:a', '96k'] as const

/** Two seconds of the usual stereo sound. */
export const stereo = soundInput({ rate: 48_000, channels: 2, seconds: 2 })
