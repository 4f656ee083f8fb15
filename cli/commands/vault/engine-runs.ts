import { readDetections } from '../../../contract/detections-file.ts'
import type { IndexJson } from '../../../contract/index-json.ts'
import type { InputOf } from '../../../contract/methods/all.ts'
import { readProject, readRegions } from '../../../contract/project-file.ts'
import type { Failure } from '../../../core/failure.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { CertificatePayload } from '../../../core/verification/certificate.ts'
import { writeWholeFile } from '../../../native/evidence/place-file.ts'
import { type Arguments, frameNumber } from '../../arguments.ts'
import { readExtent, readSearch, searchFor } from '../../asked-search.ts'
import { type Outcome, printed, stopped, told } from '../../command.ts'
import { readDecisions, readThreads } from '../../decisions.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { Session } from '../../session.ts'
import { certificateLines } from '../../summary.ts'
import { indexLines } from '../index-clip.ts'
import { readFreeOutput } from '../output.ts'
import { withExtent } from '../track.ts'
import { fingerprintOf } from '../verify.ts'
import type { VaultRun } from './in-vault.ts'

/** A JSON file that an option names, as text: checked by its reader here, so that what is wrong is told before signing in. */
async function textOf<T>(
  session: Session,
  given: string | null,
  read: (text: string, name: string) => Result<T>,
): Promise<Result<{ readonly text: string; readonly value: T } | null>> {
  const file = await session.readFile(given, (text, name) => {
    const value = read(text, name)
    return value.ok ? ok({ text, value: value.value }) : value
  })
  return file.ok ? ok(file.value?.value ?? null) : file
}

/** The folder of a force's own models, absolute. */
function modelsOf(args: Arguments, session: Session): string | null {
  const given = args.text('models')
  return given === null ? null : session.locate(given)
}

const missing = (option: string): Failure => ({ kind: 'usage', detail: `--${option} is missing.` })

/** `occlude index --clip`. */
export const indexInVault: VaultRun = async (clip, args, session) => {
  const found = await session.callVault(args, 'clip.index', { clip, deep: args.flag('deep') })
  if (!found.ok) return stopped(found.failure)
  const index = found.value.index as IndexJson
  if (!session.json) return told({}, indexLines(index))
  await session.print(`${JSON.stringify(index)}\n`)
  return printed
}

function readFrames(args: Arguments): Result<Pick<InputOf<'clip.detect'>, 'from' | 'until' | 'playhead'>> {
  const from = frameNumber(args.text('from') ?? '0', '--from')
  if (!from.ok) return from
  const end = args.text('until')
  const until = end === null ? ok(null) : frameNumber(end, '--until')
  if (!until.ok) return until
  const head = args.text('playhead')
  const playhead = head === null ? ok(null) : frameNumber(head, '--playhead')
  return playhead.ok ? ok({ from: from.value, until: until.value, playhead: playhead.value }) : playhead
}

/** `occlude detect --clip`. */
export const detectInVault: VaultRun = async (clip, args, session) => {
  if (args.text('progress') !== null)
    return stopped({ kind: 'usage', detail: '--progress is for clips in files: leave it out with --clip.' })
  const search = readSearch(args)
  if (!search.ok) return stopped(search.failure)
  const threads = readThreads(args)
  if (!threads.ok) return stopped(threads.failure)
  const frames = readFrames(args)
  if (!frames.ok) return stopped(frames.failure)
  const output = await readFreeOutput(args, session, [])
  if (!output.ok) return stopped(output.failure)
  const input = { clip, search: searchFor(search.value, null), threads: threads.value, models: modelsOf(args, session) }
  const run = await session.callVault(args, 'clip.detect', { ...input, ...frames.value })
  if (!run.ok) return stopped(run.failure)
  const written = await writeWholeFile(output.value, `${JSON.stringify(run.value.detections)}\n`)
  if (!written.ok) return stopped(written.failure)
  const { path } = output.value
  const outcome = told({}, [`Found ${run.value.found} detections: ${path}`])
  return { ...outcome, made: { out: path }, ...(run.value.failed > 0 ? { exit: exitCodes.partial } : {}) } as Outcome
}

/** `occlude track --clip`. */
export const trackInVault: VaultRun = async (clip, args, session) => {
  const extent = readExtent(args)
  if (!extent.ok) return stopped(extent.failure)
  const run = await textOf(session, args.text('detections'), readDetections)
  if (!run.ok) return stopped(run.failure)
  if (!run.value) return stopped(missing('detections'))
  const wanted = withExtent(run.value.value, extent.value)
  if (!wanted.ok) return stopped(wanted.failure)
  const output = await readFreeOutput(args, session, [])
  if (!output.ok) return stopped(output.failure)
  const tracked = await session.callVault(args, 'clip.track', { clip, detections: JSON.stringify(wanted.value) })
  if (!tracked.ok) return stopped(tracked.failure)
  const written = await writeWholeFile(output.value, `${JSON.stringify(tracked.value.project)}\n`)
  if (!written.ok) return stopped(written.failure)
  const { path } = output.value
  const made = { out: path, project: path }
  return {
    ok: true,
    exit: exitCodes.done,
    made,
    facts: { lookHere: tracked.value.lookHere },
    summary: [`The project is in ${path}`],
  }
}

/** `occlude plan --clip`. */
export const planInVault: VaultRun = async (clip, args, session) => {
  const project = await textOf(session, args.text('project'), readProject)
  if (!project.ok) return stopped(project.failure)
  if (!project.value) return stopped(missing('project'))
  const plan = await session.callVault(args, 'clip.plan', { clip, project: project.value.text }, (line) =>
    session.print(`${line}\n`),
  )
  return plan.ok ? printed : stopped(plan.failure)
}

type RedactInput = InputOf<'clip.redact'>

async function redactInput(clip: RedactInput['clip'], args: Arguments, session: Session): Promise<Result<RedactInput>> {
  const search = readSearch(args)
  if (!search.ok) return search
  if (search.value.extent !== null && args.text('project') !== null)
    return failed({ kind: 'usage', detail: 'a project has its extent already: give --extent to "occlude track"' })
  const threads = readThreads(args)
  if (!threads.ok) return threads
  const decisions = readDecisions(args, [])
  if (!decisions.ok) return decisions
  const project = await textOf(session, args.text('project'), readProject)
  if (!project.ok) return project
  const regions = await textOf(session, args.text('regions'), readRegions)
  if (!regions.ok) return regions
  return ok({
    clip,
    search: searchFor(search.value, project.value?.value.search ?? null),
    threads: threads.value,
    models: modelsOf(args, session),
    project: project.value?.text ?? null,
    asked: { ...decisions.value, regions: regions.value?.text ?? null },
  })
}

/** `occlude redact --clip`: the copy stays in the vault. */
export const redactInVault: VaultRun = async (clip, args, session) => {
  if (args.text('out') !== null) return stopped({ kind: 'no-way-out', command: 'redact --out' })
  const input = await redactInput(clip, args, session)
  if (!input.ok) return stopped(input.failure)
  const made = await session.callVault(args, 'clip.redact', input.value)
  if (!made.ok) return stopped(made.failure)
  const { copy, partial, renders, certificate } = made.value
  const { payload } = certificate as { readonly payload: CertificatePayload }
  return {
    ok: true,
    exit: partial ? exitCodes.partial : exitCodes.done,
    made: {},
    facts: { ...made.value },
    summary: [
      ...certificateLines(payload),
      ...(renders > 1
        ? ['The first copy still showed somebody; they are hidden now, and the copy was checked again.']
        : []),
      `copy         ${copy}  (in the vault, with its certificate and project)`,
    ],
  }
}

/** `occlude verify --clip`: a copy in the vault, or the newest one of a clip. */
export const verifyInVault: VaultRun = async (clip, args, session) => {
  for (const option of ['certificate', 'original', 'project'])
    if (args.text(option) !== null)
      return stopped({ kind: 'usage', detail: `--${option} is for copies in files: the vault has its own.` })
  const threads = readThreads(args)
  if (!threads.ok) return stopped(threads.failure)
  const input = {
    clip,
    signer: fingerprintOf(args.text('signer')),
    threads: threads.value,
    models: modelsOf(args, session),
  }
  const verified = await session.callVault(args, 'clip.verify', input as InputOf<'clip.verify'>)
  if (!verified.ok) return stopped(verified.failure)
  const { copy, signer, report } = verified.value
  const by = signer === null ? 'Nobody signed its certificate.' : `Its certificate is signed with the key ${signer}.`
  return told({ copy, signer, report }, [`Copy ${copy} is what its certificate says, and passes every check.`, by])
}
