import { ok, type Result } from '../../core/result.ts'
import type { FileSource } from '../../native/evidence/file-source.ts'
import { writeWholeFile } from '../../native/evidence/place-file.ts'
import { type DetectRequest, detectClip } from '../../service/detect-clip.ts'
import { indexClip } from '../../service/index-clip.ts'
import { type Arguments, frameNumber } from '../arguments.ts'
import { readSearch, searchFor } from '../asked-search.ts'
import { classDetails } from '../class-details.ts'
import { type Command, type Outcome, sharedOptions, stopped } from '../command.ts'
import { readThreads } from '../decisions.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Session } from '../session.ts'
import { type DetectionProgress, noProgress, openProgress, type ProgressSubject } from './detection-progress.ts'
import { readFreeOutput } from './output.ts'

function readRequest(args: Arguments): Result<DetectRequest> {
  const search = readSearch(args)
  if (!search.ok) return search
  const from = frameNumber(args.text('from') ?? '0', '--from')
  if (!from.ok) return from
  const end = args.text('until')
  const until = end === null ? ok(null) : frameNumber(end, '--until')
  if (!until.ok) return until
  const playhead = frameNumber(args.text('playhead') ?? String(from.value), '--playhead')
  if (!playhead.ok) return playhead
  const range = { from: from.value, until: until.value, playhead: playhead.value }
  return ok({ ...searchFor(search.value, null), ...range })
}

async function readProgress(
  args: Arguments,
  session: Session,
  clip: FileSource,
  subject: Pick<ProgressSubject, 'index' | 'search'>,
): Promise<Result<DetectionProgress>> {
  const given = args.text('progress')
  if (given === null) return ok(noProgress)
  const basis = await session.engine().detectionBasis()
  return basis.ok ? openProgress(given, { ...subject, basis: basis.value, inputs: [clip.identity] }, session) : basis
}

/** `occlude detect`. */
export const detectCommand: Command = {
  name: 'detect',
  summary: 'find faces and other things to hide in a clip',
  operands: ['CLIP'],
  options: [
    { name: 'out', value: 'D.json', help: 'where the detections go' },
    sharedOptions.profile,
    sharedOptions.classes,
    sharedOptions.extent,
    { name: 'from', value: 'N', help: 'first frame to look at (default 0)' },
    { name: 'until', value: 'N', help: 'frame to stop before (default: the end)' },
    { name: 'playhead', value: 'N', help: 'frame around which to begin; the result is the same' },
    { name: 'progress', value: 'FILE', help: 'keeps what is finished, and goes on from there' },
    sharedOptions.models,
    sharedOptions.threads,
    sharedOptions.overwrite,
    sharedOptions.json,
  ],
  details: [
    'Looks for what --classes names and writes every box with its frame and score.',
    'A run that was interrupted goes on where it was when it is given again with the same --progress.',
    'Boxes alone hide nobody: "occlude track" turns them into tracks without gaps, and "occlude redact" does all of it.',
    ...classDetails,
  ],
  examples: [
    'detect clip.mp4 --out detections.json',
    'detect clip.mp4 --classes face,plate --out detections.json',
    'detect clip.mp4 --extent body --out detections.json',
    'detect clip.mp4 --playhead 4500 --progress clip.progress --out detections.json',
    'detect clip.mp4 --profile thorough --from 300 --until 600 --out d.json',
  ],
  async run(args, session): Promise<Outcome> {
    const request = readRequest(args)
    if (!request.ok) return stopped(request.failure)
    const threads = readThreads(args)
    if (!threads.ok) return stopped(threads.failure)
    const clip = await session.openClip(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const output = await readFreeOutput(args, session, [clip.value.identity])
    if (!output.ok) return stopped(output.failure)
    const engine = session.engine(threads.value, args.text('models'))
    const index = await indexClip(engine, clip.value, false, session.work)
    if (!index.ok) return stopped(index.failure)
    const progress = await readProgress(args, session, clip.value, { index: index.value, search: request.value })
    if (!progress.ok) return stopped(progress.failure)
    const { finished, onBlock } = progress.value
    const subject = { index: index.value, request: { ...request.value, finished } }
    const run = await detectClip(engine, clip.value, subject, { ...session.work, onBlock })
    const kept = await progress.value.close()
    if (!run.ok) return stopped(run.failure)
    if (!kept.ok) return stopped(kept.failure)
    const written = await writeWholeFile(output.value, `${JSON.stringify(run.value)}\n`)
    if (!written.ok) return stopped(written.failure)
    const { detections, failed } = run.value
    const found = `${detections.length} detections in ${new Set(detections.map(({ frame }) => frame)).size} frames`
    const unseen = failed.map(([from, until]) => `f${from}-f${until}`).join(', ')
    const summary = [`Found ${found}: ${output.value.path}`]
    if (failed.length > 0)
      summary.push(`Could not examine ${unseen}: hide them by hand, or let "occlude track" blank them.`)
    const exit = failed.length > 0 ? exitCodes.partial : exitCodes.done
    return { ok: true, exit, made: { out: output.value.path }, summary }
  },
}
