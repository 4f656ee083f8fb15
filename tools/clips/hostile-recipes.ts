import type { Failure } from '../../core/failure.ts'
import type { ClipRecipe } from './clip-recipe.ts'
import { deterministic, picture, pictureInput, sound, soundInput, x264 } from './sources.ts'

type HostileRecipe = {
  readonly recipe: ClipRecipe
  readonly outcomes: readonly ('good' | 'partial' | 'refused')[]
  readonly kinds: readonly Failure['kind'][]
}

const unreadable = ['not-media', 'undecodable', 'unsupported-media', 'nothing-to-redact'] as const
const short = pictureInput({ rate: '25', frames: 10 })
const tone = soundInput({ rate: 48_000, channels: 1, seconds: 1 })

function made(
  name: string,
  fileName: string,
  runs: readonly (readonly string[])[],
  truth: Partial<ClipRecipe['truth']> = {},
): ClipRecipe {
  const all = { container: 'mov', picture: null, sound: [], secrets: [], ...truth }
  return {
    name,
    fileName,
    runs: runs.map((run, i) => (i === runs.length - 1 ? [...run, fileName] : run)),
    files: {},
    truth: all,
  }
}

function refused(recipe: ClipRecipe): HostileRecipe {
  return { recipe, outcomes: ['refused'], kinds: unreadable }
}

const tiny = picture({
  codec: 'mjpeg',
  width: 1,
  height: 1,
  pixelFormat: 'yuvj444p',
  range: 'pc',
  bFrames: false,
  frames: 10,
})

/** Bad inputs that have to be encoded: strange sizes, empty tracks, foreign formats under a clip's name. */
export const hostileRecipes: readonly HostileRecipe[] = [
  {
    recipe: made(
      'one-pixel',
      'one-pixel.mov',
      [
        [
          '-f',
          'lavfi',
          '-i',
          'color=red:s=2x2:r=25:d=0.4',
          '-vf',
          'format=yuvj444p,crop=1:1',
          '-c:v',
          'mjpeg',
          ...deterministic,
        ],
      ],
      { picture: tiny },
    ),
    outcomes: ['good'],
    kinds: [],
  },
  {
    recipe: made(
      'eight-k',
      'eight-k.mp4',
      [
        [
          ...['-f', 'lavfi', '-i', 'testsrc2=s=7680x4320:r=25:d=0.12', '-c:v', 'libx264', '-preset', 'ultrafast'],
          ...['-pix_fmt', 'yuv420p', ...deterministic],
        ],
      ],
      { picture: picture({ width: 7680, height: 4320, bFrames: false, frames: 3 }) },
    ),
    outcomes: ['good'],
    kinds: [],
  },
  refused(
    made('picture-track-without-frames', 'clip.mp4', [
      [...short, ...x264, '-frames:v', '0', '-movflags', 'empty_moov', ...deterministic],
    ]),
  ),
  {
    recipe: made(
      'sound-with-empty-picture-track',
      'clip.mp4',
      [
        [
          ...[...short, ...tone, '-map', '0:v', '-map', '1:a', ...x264, '-frames:v', '0', '-c:a', 'aac'],
          ...['-movflags', 'frag_keyframe+empty_moov', ...deterministic],
        ],
      ],
      { sound: [sound({ channels: 1, seconds: 1 })] },
    ),
    outcomes: ['good', 'partial', 'refused'],
    kinds: unreadable,
  },
  refused(made('png-named-mp4', 'picture.mp4', [[...short, '-frames:v', '1', '-f', 'image2', '-c:v', 'png']])),
  refused(made('jpeg-named-mp4', 'picture.mp4', [[...short, '-frames:v', '1', '-f', 'image2', '-c:v', 'mjpeg']])),
  refused(made('gif-named-mp4', 'picture.mp4', [[...short, '-f', 'gif']])),
  refused(
    made('unsupported-codec', 'clip.mkv', [[...short, '-c:v', 'ffv1', ...deterministic]], { container: 'matroska' }),
  ),
  refused(
    made('encrypted', 'clip.mp4', [
      [
        ...[...short, ...x264, '-encryption_scheme', 'cenc-aes-ctr', ...deterministic],
        ...[
          '-encryption_key',
          '76a6c65c5ea762046bd749a2e632ccbb',
          '-encryption_kid',
          'a7e61c373e219033c21091fa607bf3b8',
        ],
      ],
    ]),
  ),
  {
    // Packets without any time: what a muxer leaves of a clock that starts below zero.
    recipe: made(
      'frames-without-times',
      'clip.mkv',
      [
        [...short, ...x264, ...deterministic, 'plain.mp4'],
        [
          '-i',
          'plain.mp4',
          '-c',
          'copy',
          '-avoid_negative_ts',
          'disabled',
          '-output_ts_offset',
          '-0.3',
          ...deterministic,
        ],
      ],
      { container: 'matroska' },
    ),
    outcomes: ['good', 'partial', 'refused'],
    kinds: unreadable,
  },
  {
    recipe: made(
      'size-changes-halfway',
      'clip.ts',
      [
        [...short, ...x264, ...deterministic, 'first.ts'],
        [...pictureInput({ width: 640, height: 360, rate: '25', frames: 10 }), ...x264, ...deterministic, 'second.ts'],
        ['-i', 'concat:first.ts|second.ts', '-c', 'copy', ...deterministic],
      ],
      { container: 'mpegts' },
    ),
    outcomes: ['partial', 'refused'],
    kinds: unreadable,
  },
  {
    // One frame with many short sound tracks: more header than content.
    recipe: made(
      'one-frame-thirty-sounds',
      'clip.mp4',
      [
        [
          ...[...pictureInput({ rate: '25', frames: 1 }), ...soundInput({ rate: 8000, channels: 1, seconds: 0.04 })],
          ...['-map', '0:v', ...Array.from({ length: 30 }, () => ['-map', '1:a']).flat()],
          ...[...x264, '-c:a', 'aac', ...deterministic],
        ],
      ],
      { picture: picture({ frames: 1 }) },
    ),
    outcomes: ['good'],
    kinds: [],
  },
  refused(
    made('forty-sounds', 'clip.mka', [
      [
        ...soundInput({ rate: 8000, channels: 1, seconds: 0.1 }),
        ...[...Array.from({ length: 40 }, () => ['-map', '0:a']).flat(), '-c:a', 'pcm_s16le', '-f', 'matroska'],
        ...deterministic,
      ],
    ]),
  ),
  refused(
    made('larger-than-8k', 'clip.mp4', [
      [
        ...['-f', 'lavfi', '-i', 'color=gray:s=8200x8200:r=25:d=0.04', '-c:v', 'libx264', '-preset', 'ultrafast'],
        ...['-pix_fmt', 'yuv420p', ...deterministic],
      ],
    ]),
  ),
]
