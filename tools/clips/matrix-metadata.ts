import type { ClipRecipe } from './clip-recipe.ts'
import { aac, deterministic, picture, pictureInput, sound, stereo, x264 } from './sources.ts'

/** Made-up personal data that the metadata clips carry; a copy may hold none of it. */
export const secrets = [
  '+51.5074-000.1278/',
  'SERIAL-X81234567',
  'OFFICER-4711-EXAMPLE',
  'CHAPTER-ARREST-OF-EXAMPLE',
  'SUBTITLE-NAMES-EXAMPLE',
  'HANDLER-BODY-3-EXAMPLE',
  'COMMENT-INCIDENT-987654',
] as const

const chapters = `;FFMETADATA1
[CHAPTER]
TIMEBASE=1/1000
START=0
END=1000
title=${secrets[3]}
[CHAPTER]
TIMEBASE=1/1000
START=1000
END=2000
title=Second
`
const subtitles = `1
00:00:00,200 --> 00:00:01,500
${secrets[4]}
`
const tags = [
  ...['-metadata', `location=${secrets[0]}`, '-metadata', `serial=${secrets[1]}`, '-metadata', `officer=${secrets[2]}`],
  ...['-metadata', `comment=${secrets[6]}`, '-metadata', 'creation_time=2025-03-04T05:06:07Z'],
  ...['-metadata:s:v:0', `handler_name=${secrets[5]}`, '-metadata:s:a:0', `title=${secrets[2]}`],
]
const base = [...pictureInput(), ...stereo, ...x264, ...aac, ...deterministic, 'plain.mp4']
const thumbnail = ['-i', 'plain.mp4', '-frames:v', '1', '-q:v', '5', 'thumbnail.jpg']
const files = { 'chapters.txt': chapters, 'names.srt': subtitles }

/** Clips laden with everything that must not come through: tags, chapters, subtitles, time code, pictures, attachments. */
export const metadataClips: readonly ClipRecipe[] = [
  {
    name: 'metadata-mp4',
    fileName: 'clip.mp4',
    files,
    runs: [
      base,
      thumbnail,
      [
        ...['-i', 'plain.mp4', '-i', 'names.srt', '-i', 'thumbnail.jpg', '-f', 'ffmetadata', '-i', 'chapters.txt'],
        ...['-map', '0', '-map', '1', '-map', '2', '-map_metadata', '0', '-map_chapters', '3', '-c', 'copy'],
        ...['-c:s', 'mov_text', '-disposition:v:1', 'attached_pic', '-timecode', '01:00:00:00', ...tags],
        ...['-movflags', '+use_metadata_tags+faststart', 'clip.mp4'],
      ],
    ],
    truth: { container: 'mov', picture: picture(), sound: [sound()], secrets: [...secrets] },
  },
  {
    name: 'metadata-mkv',
    fileName: 'clip.mkv',
    files,
    runs: [
      base,
      thumbnail,
      [
        ...['-i', 'plain.mp4', '-i', 'names.srt', '-f', 'ffmetadata', '-i', 'chapters.txt', '-map', '0', '-map', '1'],
        ...['-map_metadata', '0', '-map_chapters', '2', '-c', 'copy', '-c:s', 'srt', '-attach', 'thumbnail.jpg'],
        ...['-metadata:s:t', 'mimetype=image/jpeg', '-metadata:s:t', `filename=${secrets[1]}.jpg`, ...tags, 'clip.mkv'],
      ],
    ],
    truth: { container: 'matroska', picture: picture(), sound: [sound()], secrets: [...secrets] },
  },
]
