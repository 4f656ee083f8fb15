import type { ClipRecipe } from './clip-recipe.ts'
import { aac, deterministic, picture, pictureInput, sound, soundInput, stereo, x264 } from './sources.ts'

const small = { width: 320, height: 180, rate: '25', frames: 30 } as const
const odd = { width: 321, height: 241, rate: '25', frames: 25 } as const
const oneSecond = soundInput({ rate: 48_000, channels: 2, seconds: 1 })
const phone = soundInput({ rate: 8000, channels: 1, seconds: 2 })

function recipe(
  name: string,
  extension: string,
  run: readonly string[],
  truth: Pick<ClipRecipe['truth'], 'container' | 'picture' | 'sound'>,
): ClipRecipe {
  const fileName = `clip.${extension}`
  return { name, fileName, runs: [[...run, ...deterministic, fileName]], files: {}, truth: { ...truth, secrets: [] } }
}

const classic: readonly ClipRecipe[] = [
  recipe('h264-2997', 'mp4', [...pictureInput({ width: 640, height: 360 }), ...stereo, ...x264, ...aac], {
    container: 'mov',
    picture: picture({ width: 640, height: 360 }),
    sound: [sound()],
  }),
  recipe(
    'hevc',
    'mp4',
    [
      ...[...pictureInput(), ...stereo, '-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
      ...['-x265-params', 'log-level=none:bframes=3:b-adapt=0:keyint=30:pools=none:crf=18', '-tag:v', 'hvc1', ...aac],
    ],
    { container: 'mov', picture: picture({ codec: 'hevc' }), sound: [sound()] },
  ),
  recipe(
    'mpeg4-g711',
    'avi',
    [
      ...[...pictureInput({ rate: '25', frames: 50 }), ...phone, '-c:v', 'mpeg4', '-q:v', '3', '-bf', '2', '-g', '25'],
      ...['-pix_fmt', 'yuv420p', '-c:a', 'pcm_mulaw'],
    ],
    {
      container: 'avi',
      picture: picture({ codec: 'mpeg4', frames: 50, startsAt: 0.04 }),
      sound: [sound({ codec: 'pcm_mulaw', sampleRate: 8000, channels: 1 })],
    },
  ),
  recipe(
    'mjpeg-pcm',
    'mov',
    [
      ...[...pictureInput({ rate: '25', frames: 25 }), ...oneSecond, '-c:v', 'mjpeg', '-q:v', '3'],
      ...['-pix_fmt', 'yuvj420p', '-c:a', 'pcm_s16le'],
    ],
    {
      container: 'mov',
      picture: picture({ codec: 'mjpeg', pixelFormat: 'yuvj420p', range: 'pc', bFrames: false, frames: 25 }),
      sound: [sound({ codec: 'pcm_s16le', seconds: 1 })],
    },
  ),
  recipe(
    'mjpeg-odd-alaw',
    'avi',
    [
      ...pictureInput(odd),
      ...phone,
      '-t',
      '1',
      '-c:v',
      'mjpeg',
      '-q:v',
      '3',
      '-pix_fmt',
      'yuvj444p',
      '-c:a',
      'pcm_alaw',
    ],
    {
      container: 'avi',
      picture: picture({
        ...{ codec: 'mjpeg', width: 321, height: 241, pixelFormat: 'yuvj444p', range: 'pc', bFrames: false },
        frames: 25,
      }),
      sound: [sound({ codec: 'pcm_alaw', sampleRate: 8000, channels: 1, seconds: 1 })],
    },
  ),
]

const vp9 = [
  '-c:v',
  'libvpx-vp9',
  '-deadline',
  'realtime',
  '-cpu-used',
  '8',
  '-crf',
  '20',
  '-b:v',
  '0',
  '-pix_fmt',
  'yuv420p',
]
const opus = ['-c:a', 'libopus', '-b:a', '64k']
const av1 = ['-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime', '-crf', '25', '-pix_fmt', 'yuv420p']

const open: readonly ClipRecipe[] = [
  recipe('vp9-opus', 'webm', [...pictureInput(small), ...oneSecond, ...vp9, ...opus], {
    container: 'matroska',
    picture: picture({ codec: 'vp9', width: 320, height: 180, bFrames: false, frames: 30 }),
    sound: [sound({ codec: 'opus', seconds: 1 })],
  }),
  recipe('vp9-odd', 'mkv', [...pictureInput(odd), ...vp9], {
    container: 'matroska',
    picture: picture({ codec: 'vp9', width: 321, height: 241, bFrames: false, frames: 25 }),
    sound: [],
  }),
  recipe('av1-opus', 'mkv', [...pictureInput(small), ...oneSecond, ...av1, ...opus], {
    container: 'matroska',
    picture: picture({ codec: 'av1', width: 320, height: 180, bFrames: false, frames: 30 }),
    sound: [sound({ codec: 'opus', seconds: 1 })],
  }),
  recipe('av1-aac', 'mp4', [...pictureInput(small), ...oneSecond, ...av1, ...aac], {
    container: 'mov',
    picture: picture({ codec: 'av1', width: 320, height: 180, bFrames: false, frames: 30 }),
    sound: [sound({ seconds: 1 })],
  }),
]

function formats(
  name: string,
  format: string,
  extra: readonly string[],
  codec: 'libx264' | 'libx265' = 'libx264',
): ClipRecipe {
  const encode =
    codec === 'libx264'
      ? [...x264, '-pix_fmt', format]
      : ['-c:v', codec, '-preset', 'ultrafast', '-x265-params', 'log-level=none:pools=none:crf=18', '-pix_fmt', format]
  const short = { rate: '25', frames: 25 } as const
  return recipe(name, 'mp4', [...pictureInput(short), ...oneSecond, ...encode, ...extra, ...aac], {
    container: 'mov',
    picture: picture({ codec: codec === 'libx264' ? 'h264' : 'hevc', pixelFormat: format, frames: 25 }),
    sound: [sound({ seconds: 1 })],
  })
}

const colour: readonly ClipRecipe[] = [
  formats('h264-high10', 'yuv420p10le', []),
  formats('hevc-main10', 'yuv420p10le', ['-tag:v', 'hvc1'], 'libx265'),
  formats('h264-422', 'yuv422p', []),
  formats('h264-444', 'yuv444p', []),
  recipe(
    'h264-full-range',
    'mp4',
    [
      ...[...pictureInput({ rate: '25', frames: 25, after: 'scale=in_range=tv:out_range=pc:out_color_matrix=bt709' })],
      ...[...oneSecond, ...x264, '-pix_fmt', 'yuvj420p', '-color_range', 'pc', '-colorspace', 'bt709'],
      ...['-color_primaries', 'bt709', '-color_trc', 'bt709', ...aac],
    ],
    {
      container: 'mov',
      picture: picture({ pixelFormat: 'yuvj420p', range: 'pc', frames: 25 }),
      sound: [sound({ seconds: 1 })],
    },
  ),
  recipe(
    'h264-interlaced',
    'mp4',
    [
      ...[...pictureInput({ rate: '25', frames: 25, after: 'setfield=tff' }), ...oneSecond, ...x264],
      ...['-flags', '+ildct+ilme', '-x264-params', 'tff=1', ...aac],
    ],
    { container: 'mov', picture: picture({ interlaced: true, frames: 25 }), sound: [sound({ seconds: 1 })] },
  ),
  recipe(
    'h264-wide-pixels',
    'mp4',
    [...pictureInput({ rate: '25', frames: 25, after: 'setsar=4/3' }), ...oneSecond, ...x264, ...aac],
    { container: 'mov', picture: picture({ pixelAspect: [4, 3], frames: 25 }), sound: [sound({ seconds: 1 })] },
  ),
  recipe(
    'h264-pal-pixels',
    'mkv',
    [...pictureInput({ width: 352, height: 288, rate: '25', frames: 25, after: 'setsar=16/11' }), ...x264],
    {
      container: 'matroska',
      picture: picture({ width: 352, height: 288, pixelAspect: [16, 11], frames: 25 }),
      sound: [],
    },
  ),
]

/** Every codec, pixel format and pixel shape that Occlude reads. */
export const codecClips: readonly ClipRecipe[] = [...classic, ...open, ...colour]
