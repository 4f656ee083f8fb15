import type { ClipRecipe } from '../clips/clip-recipe.ts'
import { makeClip } from '../clips/make-clip.ts'
import { aac, deterministic, picture, pictureInput, sound, soundInput, x264 } from '../clips/sources.ts'

const frames = 450

/** 15 seconds of 1080p at 30 frames/s with B-frames, a keyframe every two seconds, and sound. */
const large: ClipRecipe = {
  name: 'player-1080',
  fileName: 'clip.mp4',
  runs: [
    [
      ...pictureInput({ width: 1920, height: 1080, rate: '30', frames }),
      ...soundInput({ rate: 48_000, channels: 1, seconds: frames / 30 }),
      ...[...x264, '-g', '60', '-crf', '26', ...aac, ...deterministic, '-movflags', '+faststart', 'clip.mp4'],
    ],
  ],
  files: {},
  truth: {
    container: 'mov',
    picture: picture({ width: 1920, height: 1080, frames }),
    sound: [sound({ channels: 1, seconds: frames / 30 })],
    secrets: [],
  },
}

/** Clips of tiny pictures, alike but for their length: what opening costs must not grow with it. */
function lasting(name: string, minutes: number, changes: readonly string[] = []): ClipRecipe {
  const picture64 = ['-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=25:d=60']
  const one = [...picture64, ...x264, ...changes, '-g', '50', '-crf', '45', ...deterministic]
  const again = ['-stream_loop', String(minutes - 1), '-i', 'one.mp4', '-c', 'copy', ...deterministic]
  return {
    ...{ name, fileName: 'clip.mp4', files: {} },
    runs: [
      [...one, 'one.mp4'],
      [...again, '-movflags', '+faststart', 'clip.mp4'],
    ],
    truth: {
      container: 'mov',
      picture: picture({ width: 64, height: 64, frames: minutes * 1500 }),
      sound: [],
      secrets: [],
    },
  }
}

/** Paths of the bench's own clips, made once. */
export async function playerBenchClips(): Promise<{
  readonly large: string
  readonly minute: string
  readonly fourHours: string
  /** As cameras write: no frame leans on a later one. */
  readonly fourHoursInOrder: string
}> {
  return {
    large: await makeClip(large),
    minute: await makeClip(lasting('player-1-minute', 1)),
    fourHours: await makeClip(lasting('player-4-hours', 240)),
    fourHoursInOrder: await makeClip(lasting('player-4-hours-in-order', 240, ['-bf', '0'])),
  }
}
