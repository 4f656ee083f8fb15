import type { ClipRecipe, ClipTruth } from './clip-recipe.ts'
import { aac, deterministic, picture, pictureInput, sound, soundInput, stereo, x264 } from './sources.ts'

type Made = {
  readonly name: string
  readonly extension: string
  readonly runs: readonly (readonly string[])[]
  readonly container: string
  readonly picture: ClipTruth['picture']
  readonly sound: ClipTruth['sound']
}

/** The last run lacks its output name and the options that keep the bytes stable; both are added here. */
function recipe({ name, extension, runs, ...truth }: Made): ClipRecipe {
  const fileName = `clip.${extension}`
  const last = runs.at(-1) ?? []
  const before = runs.slice(0, -1)
  return {
    ...{ name, fileName, runs: [...before, [...last, ...deterministic, fileName]], files: {} },
    truth: { ...truth, secrets: [] },
  }
}

const plainRun = [...pictureInput(), ...stereo, ...x264, ...aac, ...deterministic, 'plain.mp4']
const turns = [90, 180, 270] as const

/** The picture is turned before encoding and the display matrix turns it back: upright, its numbers are readable. */
function rotated(rotation: (typeof turns)[number]): ClipRecipe {
  const undo = { 90: 'transpose=2', 180: 'transpose=1,transpose=1', 270: 'transpose=1' }[rotation]
  const size = rotation === 180 ? { width: 320, height: 240 } : { width: 240, height: 320 }
  const encode = [...pictureInput({ after: undo }), ...stereo, ...x264, ...aac, ...deterministic, 'turned.mp4']
  const tag = ['-i', 'turned.mp4', '-c', 'copy', '-metadata:s:v', `rotate=${360 - rotation}`]
  return recipe({
    ...{ name: `rotated-${rotation}`, extension: 'mp4', runs: [encode, tag], container: 'mov' },
    picture: picture({ ...size, rotation }),
    sound: [sound()],
  })
}

const variable = "setpts='(N*3003+floor(N/7)*2200+mod(N*N,5)*310)/90000/TB'"

const rates: readonly ClipRecipe[] = [
  recipe({
    ...{ name: 'h264-variable-rate', extension: 'mp4', container: 'mov' },
    runs: [
      [
        ...[...pictureInput({ after: `settb=1/90000,${variable}` }), ...stereo, '-fps_mode', 'passthrough'],
        ...['-enc_time_base', '1/90000', ...x264, ...aac, '-video_track_timescale', '90000'],
      ],
    ],
    picture: picture({ variableRate: true }),
    sound: [sound()],
  }),
  recipe({
    ...{ name: 'h264-gaps', extension: 'mkv', container: 'matroska' },
    runs: [
      [
        ...[...pictureInput({ after: "setpts='(N+floor(N/20)*25)/25/TB'", rate: '25' })],
        ...['-fps_mode', 'passthrough', ...x264],
      ],
    ],
    picture: picture({ variableRate: true }),
    sound: [],
  }),
  ...turns.map(rotated),
]

const offsets: readonly ClipRecipe[] = [
  recipe({
    ...{ name: 'edit-list', extension: 'mp4', container: 'mov' },
    runs: [plainRun, ['-ss', '0.6', '-i', 'plain.mp4', '-c', 'copy']],
    // The first picture shown is number 18 (0.6006 s); 0-17 stand in the file before the edit.
    picture: picture({ firstCode: 18, frames: 42 }),
    sound: [sound({ seconds: 1.4 })],
  }),
  recipe({
    ...{ name: 'no-edit-list', extension: 'mp4', container: 'mov' },
    runs: [plainRun, ['-i', 'plain.mp4', '-c', 'copy', '-use_editlist', '0']],
    picture: picture({ startsAt: 0.067 }),
    sound: [sound({ seconds: 2 })],
  }),
  recipe({
    ...{ name: 'late-picture', extension: 'mp4', container: 'mov' },
    runs: [
      plainRun,
      ['-itsoffset', '0.5', '-i', 'plain.mp4', '-i', 'plain.mp4', '-map', '0:v', '-map', '1:a', '-c', 'copy'],
    ],
    picture: picture({ startsAt: 0.5 }),
    sound: [sound()],
  }),
  recipe({
    ...{ name: 'late-sound', extension: 'mp4', container: 'mov' },
    runs: [
      plainRun,
      ['-i', 'plain.mp4', '-itsoffset', '0.5', '-i', 'plain.mp4', '-map', '0:v', '-map', '1:a', '-c', 'copy'],
    ],
    picture: picture(),
    sound: [sound({ startsAt: 0.5 })],
  }),
  recipe({
    ...{ name: 'clock-wrap', extension: 'ts', container: 'mpegts' },
    // The 33-bit clock of MPEG-TS wraps at 95,443.718 s: one second into this clip.
    runs: [plainRun, ['-i', 'plain.mp4', '-c', 'copy', '-muxdelay', '0', '-output_ts_offset', '95442.7']],
    picture: picture(),
    sound: [sound()],
  }),
]

const containers: readonly ClipRecipe[] = [
  recipe({
    ...{ name: 'h264-faststart', extension: 'mp4', container: 'mov' },
    runs: [plainRun, ['-i', 'plain.mp4', '-c', 'copy', '-movflags', '+faststart']],
    picture: picture(),
    sound: [sound()],
  }),
  recipe({
    ...{ name: 'fragmented', extension: 'mp4', container: 'mov' },
    runs: [plainRun, ['-i', 'plain.mp4', '-c', 'copy', '-movflags', 'frag_keyframe+empty_moov+default_base_moof']],
    picture: picture({ startsAt: 0.067 }),
    sound: [sound()],
  }),
  recipe({
    ...{ name: 'fragmented-delayed', extension: 'mp4', container: 'mov' },
    runs: [plainRun, ['-i', 'plain.mp4', '-c', 'copy', '-movflags', 'frag_keyframe+delay_moov+default_base_moof']],
    picture: picture(),
    sound: [sound()],
  }),
  recipe({
    ...{ name: 'ts-mp3', extension: 'ts', container: 'mpegts' },
    runs: [[...pictureInput(), ...stereo, ...x264, '-c:a', 'libmp3lame', '-b:a', '96k']],
    picture: picture(),
    sound: [sound({ codec: 'mp3' })],
  }),
  recipe({
    ...{ name: 'ts-aac', extension: 'ts', container: 'mpegts' },
    runs: [[...pictureInput(), ...stereo, ...x264, ...aac]],
    picture: picture(),
    sound: [sound()],
  }),
  recipe({
    ...{ name: 'no-audio', extension: 'mp4', container: 'mov' },
    runs: [[...pictureInput(), ...x264]],
    picture: picture(),
    sound: [],
  }),
]

const second = soundInput({ rate: 44_100, channels: 1, seconds: 2, voice: 1 })
const surround = soundInput({ rate: 48_000, channels: 6, seconds: 2 })
const telephone = soundInput({ rate: 8000, channels: 1, seconds: 2 })

function soundOnly(
  name: string,
  extension: string,
  container: string,
  run: readonly string[],
  truth: ClipTruth['sound'][number],
) {
  return recipe({ name, extension, container, runs: [run], picture: null, sound: [truth] })
}

const sounds: readonly ClipRecipe[] = [
  recipe({
    ...{ name: 'two-audio-tracks', extension: 'mp4', container: 'mov' },
    runs: [[...pictureInput(), ...stereo, ...second, '-map', '0:v', '-map', '1:a', '-map', '2:a', ...x264, ...aac]],
    picture: picture(),
    sound: [sound(), sound({ sampleRate: 44_100, channels: 1, voice: 1 })],
  }),
  recipe({
    ...{ name: 'surround', extension: 'mp4', container: 'mov' },
    runs: [[...pictureInput(), ...surround, ...x264, '-c:a', 'aac', '-b:a', '192k']],
    picture: picture(),
    sound: [sound({ channels: 6 })],
  }),
  soundOnly('sound-only-aac', 'm4a', 'mov', [...stereo, ...aac], sound()),
  soundOnly(
    ...(['sound-only-g711', 'wav', 'wav'] as const),
    [...telephone, '-c:a', 'pcm_mulaw'],
    sound({ codec: 'pcm_mulaw', sampleRate: 8000, channels: 1 }),
  ),
  soundOnly('sound-only-pcm', 'mov', 'mov', [...stereo, '-c:a', 'pcm_s16le'], sound({ codec: 'pcm_s16le' })),
  soundOnly('sound-only-opus', 'mka', 'matroska', [...stereo, '-c:a', 'libopus'], sound({ codec: 'opus' })),
]

/** Every way in which a clip's time can run, and every arrangement of its tracks. */
export const timingClips: readonly ClipRecipe[] = [...rates, ...offsets, ...containers, ...sounds]
