import type { SoundTruth } from '../clips/clip-recipe.ts'
import { makeClip } from '../clips/make-clip.ts'
import { aac, deterministic, pictureInput, sound, soundInput, x264 } from '../clips/sources.ts'

/** A clip long enough for a copy of several fragments. */
export type LongClip = {
  readonly name: string
  readonly sound: readonly SoundTruth[]
  /** Path of the clip, made when it is not there yet. */
  readonly make: () => Promise<string>
}

const seconds = 9
const stereo = soundInput({ rate: 48_000, channels: 2, seconds })
const later = ['-itsoffset', '2.6', ...soundInput({ rate: 44_100, channels: 1, seconds: seconds - 3, voice: 1 })]
const uneven = "settb=1/90000,setpts='(N*3003+floor(N/7)*2200+mod(N*N,5)*310)/90000/TB'"

function made(name: string, fileName: string, run: readonly string[]): () => Promise<string> {
  const recipe = { name, fileName, files: {}, runs: [[...run, ...deterministic, fileName]] }
  return () => makeClip({ ...recipe, truth: { container: 'mov', picture: null, sound: [], secrets: [] } })
}

/** Frames at an uneven rate, with B-frames, and two sound tracks of which one begins after the first fragment. */
export const longClip: LongClip = {
  name: 'uneven rate, one sound late',
  sound: [
    sound({ seconds }),
    sound({ sampleRate: 44_100, channels: 1, voice: 1, startsAt: 2.6, seconds: seconds - 3 }),
  ],
  make: made('long-uneven', 'clip.mp4', [
    ...[
      ...pictureInput({ frames: 240, after: uneven }),
      ...stereo,
      ...later,
      '-map',
      '0:v',
      '-map',
      '1:a',
      '-map',
      '2:a',
    ],
    ...['-fps_mode', 'passthrough', '-enc_time_base', '1/90000', ...x264, ...aac, '-video_track_timescale', '90000'],
  ]),
}

/** Sound alone. */
export const longSound: LongClip = {
  name: 'sound alone',
  sound: [sound({ seconds })],
  make: made('long-sound', 'clip.m4a', [...stereo, ...aac]),
}
