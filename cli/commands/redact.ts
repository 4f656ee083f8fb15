import { readProject, readRegions } from '../../contract/project-file.ts'
import { instant } from '../../core/ports/clock.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { newSecret } from '../../hosts/new-secret.ts'
import { canonicalJson } from '../../native/certificate/canonical-json.ts'
import { createCopyTarget, type FileCopyTarget } from '../../native/evidence/copy-target.ts'
import type { AskedDecisions } from '../../service/apply-request.ts'
import { type RedactedClip, type RedactPorts, type RedactRequest, redactClip } from '../../service/redact-clip.ts'
import type { Arguments } from '../arguments.ts'
import { type AskedSearch, readSearch, searchFor } from '../asked-search.ts'
import { classDetails } from '../class-details.ts'
import { type Command, type Outcome, sharedOptions, stopped } from '../command.ts'
import { readDecisions, readThreads } from '../decisions.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Session } from '../session.ts'
import { certificateLines } from '../summary.ts'
import { readOutput } from './output.ts'

type Prepared = {
  readonly request: RedactRequest
  readonly target: FileCopyTarget
  readonly threads: number | null
  readonly models: string | null
}

type Words = {
  readonly search: AskedSearch
  readonly threads: number | null
  readonly decisions: Omit<AskedDecisions, 'regions'>
}

/** What the words alone decide. */
function readWords(args: Arguments): Result<Words> {
  const search = readSearch(args)
  if (!search.ok) return search
  const threads = readThreads(args)
  if (!threads.ok) return threads
  const decisions = readDecisions(args, [])
  if (!decisions.ok) return decisions
  // The extent is a matter of which tracks a project hides.
  if (search.value.extent !== null && args.text('project') !== null)
    return failed({ kind: 'usage', detail: 'a project has its extent already: give --extent to "occlude track"' })
  return ok({ search: search.value, threads: threads.value, decisions: decisions.value })
}

/** Reads everything that the command names and checks the place of the copy, before any work begins. */
async function prepare(args: Arguments, session: Session): Promise<Result<Prepared>> {
  const words = readWords(args)
  if (!words.ok) return words
  const { search, threads, decisions } = words.value
  const clip = await session.openClip(args.operands[0] ?? '')
  if (!clip.ok) return clip
  const project = await session.readFile(args.text('project'), readProject)
  if (!project.ok) return project
  const regions = await session.readFile(args.text('regions'), readRegions)
  if (!regions.ok) return regions
  const inputs = [clip.value, project.value, regions.value].flatMap((file) => (file ? [file.identity] : []))
  const output = readOutput(args, session, inputs)
  if (!output.ok) return output
  const { name } = output.value
  if (!/\.(mp4|m4a)$/i.test(name)) return failed({ kind: 'wrong-suffix', name, suffix: '.mp4' })
  const target = await createCopyTarget(output.value)
  if (!target.ok) return target
  const earlier = project.value && { project: project.value.value, name: project.value.name }
  const detection = searchFor(search, earlier?.project.search ?? null)
  const asked = { ...decisions, regions: regions.value?.value ?? [] }
  const request = { clip: clip.value, target: target.value, copyName: name, earlier, detection, asked }
  return ok({ request, target: target.value, threads, models: args.text('models') })
}

function portsOf(session: Session, { threads, models }: Prepared): RedactPorts {
  const engine = session.engine(threads, models)
  return {
    engine,
    newSecret,
    json: canonicalJson,
    now: () => instant(new Date().toISOString()),
    describeEngine: () => engine.describe(),
  }
}

function outcomeOf({ published, certificate, renders }: RedactedClip): Outcome {
  const { partial } = certificate.payload
  return {
    ok: true,
    exit: partial ? exitCodes.partial : exitCodes.done,
    made: { out: published.copy, certificate: published.certificate, project: published.project },
    summary: [
      ...certificateLines(certificate.payload),
      ...(renders > 1
        ? ['The first copy still showed somebody; they are hidden now, and the copy was checked again.']
        : []),
      `copy         ${published.copy}`,
      `certificate  ${published.certificate}`,
      `project      ${published.project}  (never disclose it)`,
    ],
  }
}

/** `occlude redact`. */
export const redactCommand: Command = {
  name: 'redact',
  summary: 'make a redacted copy and check it',
  operands: ['CLIP'],
  options: [
    {
      name: 'out',
      value: 'COPY.mp4',
      help: 'where the copy goes (sound only: COPY.m4a); certificate and project go beside it',
    },
    { name: 'project', value: 'P.json', help: 'earlier decisions; without it everything is found afresh' },
    sharedOptions.profile,
    sharedOptions.classes,
    sharedOptions.extent,
    { name: 'keep', value: 'TRACK,...', help: 'tracks to leave visible, with all of the same person', many: true },
    { name: 'inverse', value: null, help: 'hide everything but the kept tracks' },
    { name: 'style', value: 'solid|pixelate|blur', help: 'how to hide (default solid)' },
    { name: 'spans', value: 'A-B,...', help: 'disclose only these parts', many: true },
    { name: 'blank', value: 'A-B,...', help: 'cover the whole picture in these parts', many: true },
    { name: 'mute', value: 'A-B,...', help: 'silence these parts and keep the rest of the sound', many: true },
    { name: 'bleep', value: 'A-B,...', help: 'put a tone over these parts and keep the rest of the sound', many: true },
    {
      name: 'audio',
      value: 'keep|mute-speech|mute-all',
      help: 'what becomes of the sound: mute-speech mutes voices and radio, and keeps the rest (default: all is muted)',
    },
    { name: 'regions', value: 'R.json', help: 'regions drawn by hand, hidden as well' },
    { name: 'label', value: 'TEXT', help: 'a short line that is written into every frame of the copy' },
    {
      name: 'label-at',
      value: 'CORNER',
      help: 'top-left, top-right, bottom-left or bottom-right (default bottom-left)',
    },
    sharedOptions.overwrite,
    sharedOptions.models,
    sharedOptions.threads,
    sharedOptions.json,
  ],
  details: [
    'Finds everybody, follows them, hides them, mutes the sound, and checks the written file: frame by frame against the',
    'original, and by looking once more for all that is hidden in the copy. Only a copy that passes appears; it comes with a certificate.',
    '',
    'Whoever is not kept is hidden, and sound that nobody has kept is muted: --audio keep, --mute or --bleep keep the rest',
    'and --audio mute-speech keeps all but what may be a voice; listen to such a copy before you hand it out',
    '(with a project that already decides about sound, --mute and --bleep are added to its decisions).',
    '--label writes a short line into a corner of every frame, so that a copy that is passed on says what it is; name in it nobody',
    'and nothing that the copy hides.',
    'A-B are seconds (12.5-14) or frames (f375-f420).',
    ...classDetails,
  ],
  examples: [
    'redact clip.mp4 --out copy.mp4',
    'redact clip.mp4 --out copy.mp4 --project project.json --keep t3 --mute 12.5-14,61-63',
    'redact clip.mp4 --out copy.mp4 --audio mute-speech --bleep 12.5-14',
    'redact clip.mp4 --out copy.mp4 --spans 30-95 --audio keep --style blur',
  ],
  async run(args, session) {
    const prepared = await prepare(args, session)
    if (!prepared.ok) return stopped(prepared.failure)
    const { request, target } = prepared.value
    session.onAbandon(() => target.removeUnfinished())
    const redacted = await redactClip(portsOf(session, prepared.value), request, session.work)
    if (redacted.ok) return outcomeOf(redacted.value)
    const { failure } = redacted
    const checked = failure.kind === 'verification-failed' || failure.kind === 'verification-incomplete'
    return checked ? { ok: false, failure, hint: `The report is in ${target.reportPath}.` } : stopped(failure)
  },
}
