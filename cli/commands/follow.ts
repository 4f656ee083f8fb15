import { readRegions } from '../../contract/project-file.ts'
import type { StopReason } from '../../core/following/follow-request.ts'
import type { FollowWish } from '../../core/following/follow-tasks.ts'
import type { FollowedRegion, FollowStop } from '../../core/following/followed-region.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { writeWholeFile } from '../../native/evidence/place-file.ts'
import { followRegion } from '../../service/follow-region.ts'
import { indexClip } from '../../service/index-clip.ts'
import { type Arguments, frameNumber, oneOf } from '../arguments.ts'
import { type Command, type Outcome, sharedOptions, stopped } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { readFreeOutput } from './output.ts'

/** Why following ended, and what a person does about it. */
const endings: Readonly<Record<StopReason, string>> = {
  'asked-end': 'as far as asked',
  'clip-end': 'as far as the clip goes',
  'left-picture': 'it left the picture; draw it again where it comes back',
  lost: 'it could no longer be told for certain where it is; look there, draw it again, and follow from that frame',
  'scene-cut': 'the scene changes there; draw it again in the new scene',
  undecodable: 'the frames there cannot be decoded; they are covered whole in a copy, draw it again after them',
}

function optionalFrame(args: Arguments, name: string): Result<number | null> {
  const text = args.text(name)
  return text === null ? ok(null) : frameNumber(text, `--${name}`)
}

/** The frames that bound following, each null where the option is not given. */
type Bounds = { readonly from: number | null; readonly until: number | null; readonly backTo: number | null }

function readBounds(args: Arguments): Result<Bounds> {
  const from = optionalFrame(args, 'from')
  if (!from.ok) return from
  const until = optionalFrame(args, 'until')
  if (!until.ok) return until
  const backTo = optionalFrame(args, 'back-to')
  return backTo.ok ? ok({ from: from.value, until: until.value, backTo: backTo.value }) : backTo
}

function readWish(args: Arguments): Result<FollowWish> {
  const choices = ['forward', 'backward', 'both'] as const
  const direction = oneOf(args, 'direction', { choices, fallback: 'forward' })
  if (!direction.ok) return direction
  const bounds = readBounds(args)
  if (!bounds.ok) return bounds
  const { from, until, backTo } = bounds.value
  if (direction.value === 'both') return ok({ directions: ['forward', 'backward'], from, until, backTo: backTo ?? 0 })
  if (direction.value === 'forward') {
    if (backTo === null) return ok({ directions: ['forward'], from, until, backTo: 0 })
    return failed({ kind: 'usage', detail: '--back-to is for --direction backward or both.' })
  }
  if (until === null || backTo === null)
    return ok({ directions: ['backward'], from, until: null, backTo: backTo ?? until ?? 0 })
  return failed({ kind: 'usage', detail: 'Backward, --until and --back-to say the same: give one of them.' })
}

function lineOf(region: number, { direction, lastCovered, reason, complete, weakest, bridged }: FollowStop): string {
  const way = direction === 'forward' ? 'to' : 'back to'
  const said = `Region ${region}: followed ${way} frame ${lastCovered}${complete ? ', ' : '. It stopped: '}${endings[reason]}.`
  const doubtful = weakest.filter(({ confidence }) => confidence < 0.7).map(({ frame }) => frame)
  const look = doubtful.length > 0 ? ` Least sure: frame ${doubtful.join(', ')}.` : ''
  const gaps = bridged.map(([from, until]) => (until - from === 1 ? `${from}` : `${from} to ${until - 1}`))
  const unseen = gaps.length > 0 ? ` Out of sight for a moment (covered all the same): frame ${gaps.join(', ')}.` : ''
  return said + look + unseen
}

function outcomeOf(regions: readonly FollowedRegion[], path: string): Outcome {
  const stops = regions.flatMap(({ followed }, at) => followed.map((stop) => ({ region: at + 1, ...stop })))
  const complete = stops.every((stop) => stop.complete)
  const summary = [...stops.map((stop) => lineOf(stop.region, stop)), `regions  ${path}`]
  if (!complete) summary.push('After those frames nothing covers it: draw it again from there, or blank that part.')
  return {
    ok: true,
    exit: complete ? exitCodes.done : exitCodes.partial,
    made: { out: path },
    facts: { stops },
    summary,
  }
}

/** `occlude follow`. */
export const followCommand: Command = {
  name: 'follow',
  summary: 'follow regions drawn by hand through the clip',
  operands: ['CLIP'],
  options: [
    { name: 'regions', value: 'R.json', help: 'the regions, as for "occlude redact"' },
    { name: 'out', value: 'R2.json', help: 'where the followed regions go' },
    { name: 'direction', value: 'forward|backward|both', help: 'which way to follow (default forward)' },
    { name: 'from', value: 'N', help: 'frame to follow from (default: the last key forward, the first backward)' },
    {
      name: 'until',
      value: 'N',
      help: 'frame to stop before (default: the end); backward alone: the frame to go back to',
    },
    { name: 'back-to', value: 'N', help: 'frame to go back to (default 0)' },
    sharedOptions.overwrite,
    sharedOptions.json,
  ],
  details: [
    'Follows what each region covers from frame to frame and writes the regions with keys along its way, for',
    '"occlude redact --regions". It stops and says so where it is no longer sure, rather than drift off: exit code 4,',
    'with the last frame that is covered. Draw the region again there and follow on.',
  ],
  examples: [
    'follow clip.mp4 --regions screen.json --out followed.json',
    'follow clip.mp4 --regions screen.json --direction both --from 120 --until 600 --out followed.json',
  ],
  async run(args, session): Promise<Outcome> {
    const wish = readWish(args)
    if (!wish.ok) return stopped(wish.failure)
    const clip = await session.openClip(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const regions = await session.readNeeded('regions', args.text('regions'), readRegions)
    if (!regions.ok) return stopped(regions.failure)
    const output = await readFreeOutput(args, session, [clip.value.identity, regions.value.identity])
    if (!output.ok) return stopped(output.failure)
    const index = await indexClip(session.engine(), clip.value, false, session.work)
    if (!index.ok) return stopped(index.failure)
    const subject = { index: index.value, regions: regions.value.value, wish: wish.value }
    const followed = await followRegion(session.engine(), clip.value, subject, session.work)
    if (!followed.ok) return stopped(followed.failure)
    const written = await writeWholeFile(output.value, `${JSON.stringify(followed.value)}\n`)
    if (!written.ok) return stopped(written.failure)
    return outcomeOf(followed.value, output.value.path)
  },
}
