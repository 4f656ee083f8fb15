import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { ClipRecipe } from '../clips/clip-recipe.ts'
import { makeClip } from '../clips/make-clip.ts'
import { aac, deterministic, picture, sound } from '../clips/sources.ts'

const folder = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo')

/** Frames, size and pace of every clip of a photograph: two seconds. */
export const photographClip = { width: 640, height: 360, frames: 60, rate: 30, seconds: 2 } as const

/** How a photograph becomes a clip; the defaults give four people in daylight, panned by 4 pixels a frame, faint grain. */
export type PhotographOptions = {
  /** `sample1.jpg` to `sample6.jpg`. */
  readonly photograph?: string
  /** Filters that make a picture of 640x360 of each frame, `n` its number. */
  readonly motion?: string
  /** Filters after that. */
  readonly grain?: string
  readonly encoder?: readonly string[]
  readonly extension?: 'mp4' | 'mkv'
}

/** Camera pan in pixels a frame, and its slow rise and fall. */
const pan = "scale=960:768,crop=640:360:x='40+4*n':y='110+12*sin(n/7)'"

/** Top-left corner, at frame `n` of the default clip, of what stands at `x`, `y` at frame 0. */
export function panned(x: number, y: number, n: number): readonly [number, number] {
  return [x - 4 * n, y - 12 * Math.sin(n / 7)]
}

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-bf', '2', '-g', '30'] as const

/** Film-like noise that moves, up to so many levels. */
export function filmNoise(levels: number): string {
  return `noise=alls=${levels}:allf=t:all_seed=7`
}

/** Path of a clip of a photograph with two tracks of speech-like sound, made when it is not there yet. */
export function clipOfPhotograph(name: string, options: PhotographOptions = {}): Promise<string> {
  const { photograph = 'sample6.jpg', motion = pan, grain = `${filmNoise(5)},format=yuv420p` } = options
  const { encoder = x264, extension = 'mp4' } = options
  const { rate, seconds } = photographClip
  const pictures = ['-loop', '1', '-framerate', String(rate), '-i', join(folder, photograph)]
  const sounds = [voice(140, 0), voice(205, 1)].flatMap((expression) => ['-f', 'lavfi', '-i', expression])
  const maps = ['-map', '0:v', '-map', '1:a', '-map', '2:a', '-vf', `${motion},${grain}`, '-t', String(seconds)]
  const fileName = `clip.${extension}`
  const recipe: ClipRecipe = {
    ...{ name, fileName, files: {} },
    runs: [[...pictures, ...sounds, ...maps, ...encoder, ...aac, ...deterministic, fileName]],
    truth: {
      container: extension === 'mp4' ? 'mov' : 'matroska',
      picture: picture({ width: photographClip.width, height: photographClip.height }),
      sound: [sound({ channels: 1 }), sound({ channels: 1, voice: 1 })],
      secrets: [],
    },
  }
  return makeClip(recipe)
}

/** Mono sound like somebody talking: a voice of that pitch whose overtones come and go, hisses between. */
function voice(pitch: number, seed: number): string {
  const turn = `2*PI*(${pitch}*t+3*sin(2*PI*2.3*t))`
  const tones = `0.15*sin(${turn})+0.1*sin(2*${turn})*pow(sin(2*PI*1.9*t),2)+0.06*sin(5*${turn})*pow(sin(2*PI*3.1*t),2)`
  const hiss = `0.04*(random(${seed})-0.5)*pow(sin(2*PI*${2.7 - seed}*t),4)`
  return `aevalsrc='${tones}+${hiss}':s=48000:c=mono:d=${photographClip.seconds}`
}
