import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { SpeechRun } from '../../core/sound/speech.ts'
import { writeWholeFile } from '../../native/evidence/place-file.ts'
import { indexClip } from '../../service/index-clip.ts'
import { listenClip } from '../../service/listen-clip.ts'
import { type Command, type Outcome, sharedOptions, stopped } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { readFreeOutput } from './output.ts'

/** How much was heard in each track, for people. */
function lines(run: SpeechRun, index: ClipIndex): readonly string[] {
  if (run.tracks.length === 0) return ['This clip has no sound.']
  return run.tracks.map(({ audioTrack, segments, failed }) => {
    const rate = index.audio.find(({ track }) => track === audioTrack)?.sampleRate ?? 1
    const seconds = (ranges: readonly (readonly [number, number])[]) =>
      (ranges.reduce((sum, [from, until]) => sum + until - from, 0) / rate).toFixed(1)
    const ranges = segments.map(({ fromSample, untilSample }) => [fromSample, untilSample] as const)
    const radio = segments.filter(({ kind }) => kind === 'radio').length
    const unheard = failed.length > 0 ? `; ${seconds(failed)} s could not be examined: treat them as speech` : ''
    return `Track ${audioTrack}: ${segments.length} segments (${radio} of radio), ${seconds(ranges)} s${unheard}.`
  })
}

/** `occlude speech`. */
export const speechCommand: Command = {
  name: 'speech',
  summary: 'find where somebody speaks, as suggestions for muting',
  operands: ['CLIP'],
  options: [
    { name: 'out', value: 'S.json', help: 'where the segments go' },
    sharedOptions.overwrite,
    sharedOptions.json,
  ],
  details: [
    'Listens to every sound track and writes where somebody may be speaking, over a radio or not, widened on both sides.',
    'Nothing is muted by it: "occlude redact --audio mute-speech" listens for itself and mutes what it hears.',
  ],
  examples: ['speech clip.mp4 --out speech.json'],
  async run(args, session): Promise<Outcome> {
    const clip = await session.openClip(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const output = await readFreeOutput(args, session, [clip.value.identity])
    if (!output.ok) return stopped(output.failure)
    const engine = session.engine()
    const index = await indexClip(engine, clip.value, false, session.work)
    if (!index.ok) return stopped(index.failure)
    const run = await listenClip(engine, clip.value, index.value, session.work)
    if (!run.ok) return stopped(run.failure)
    const written = await writeWholeFile(output.value, `${JSON.stringify(run.value)}\n`)
    if (!written.ok) return stopped(written.failure)
    const { path } = output.value
    const lost = (index.value.lostSoundTracks ?? 0) > 0 || run.value.tracks.some(({ failed }) => failed.length > 0)
    const exit = lost ? exitCodes.partial : exitCodes.done
    return { ok: true, exit, made: { out: path }, summary: [...lines(run.value, index.value), `Segments: ${path}`] }
  },
}
