import { type IndexJson, indexJson, type VideoIndexJson } from '../../contract/index-json.ts'
import { indexClip } from '../../service/index-clip.ts'
import { type Command, done, printed, sharedOptions, stopped } from '../command.ts'

function pictureLines(video: VideoIndexJson): readonly string[] {
  const { codec, displayWidth, displayHeight, rotation, frames, variableRate, damagedFrames, missingFrames } = video
  const turned = rotation === 0 ? '' : `, turned by ${rotation} degrees`
  const rate = variableRate ? 'variable rate' : 'constant rate'
  const damage =
    damagedFrames === null ? 'not looked for (--deep)' : damagedFrames.length === 0 ? 'none' : damagedFrames.join(', ')
  const lines = [
    `picture   ${codec} ${displayWidth}x${displayHeight}${turned}, ${frames} frames, ${rate}`,
    `damaged   ${damage}`,
  ]
  return missingFrames > 0 ? [...lines, `missing   ${missingFrames} frames: the file is cut short`] : lines
}

/** What is in a clip, for people. */
export function indexLines(index: IndexJson): readonly string[] {
  return [
    `sha256    ${index.sha256}`,
    `container ${index.container}, ${index.seconds.toFixed(3)} s`,
    ...(index.video ? pictureLines(index.video) : ['picture   none']),
    ...index.audio.map(
      ({ track, codec, sampleRate, channels, samples, lostSamples }) =>
        `sound ${track}   ${codec}, ${sampleRate} Hz, ${channels} channel${channels === 1 ? '' : 's'}, ${samples} samples${lostSamples ? `, about ${lostSamples} missing or damaged` : ''}`,
    ),
    ...(index.lostSoundTracks ? [`lost      ${index.lostSoundTracks} sound tracks cannot be decoded`] : []),
    ...(index.audio.length === 0 ? ['sound     none'] : []),
  ]
}

/** `occlude index`. */
export const indexCommand: Command = {
  name: 'index',
  summary: 'say what is in a clip: frames, sound, damage',
  operands: ['CLIP'],
  options: [
    { name: 'deep', value: null, help: 'decode every frame, to find the damaged ones' },
    { ...sharedOptions.json, help: 'print the answer as one JSON object' },
  ],
  details: ['Reads the whole clip and prints its hash, its frames and its sound. Nothing is written.'],
  examples: ['index clip.mp4', 'index clip.mp4 --deep --json'],
  async run(args, session) {
    const clip = await session.openClip(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const index = await indexClip(session.engine(), clip.value, args.flag('deep'), session.work)
    if (!index.ok) return stopped(index.failure)
    const answer = indexJson(index.value)
    if (!session.json) return done({}, indexLines(answer))
    await session.print(`${JSON.stringify(answer)}\n`)
    return printed
  },
}
