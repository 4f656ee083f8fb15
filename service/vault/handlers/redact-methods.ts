import { readCertificate } from '../../../contract/certificate-file.ts'
import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import { readProject, readRegions } from '../../../contract/project-file.ts'
import type { FootageAccess } from '../../../core/access/decide-access.ts'
import type { OpenClip } from '../../../core/ports/vault/vault-objects.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import type { ClipId } from '../../../core/vault/ids.ts'
import type { RedactRequest } from '../../redact-clip.ts'
import { verifyCopy } from '../../verify-copy.ts'
import type { CallContext, Handlers } from '../handler.ts'
import type { ServicePorts } from '../service-ports.ts'
import { documentTextOf } from './documents.ts'
import { type CopyTools, makeCopy, underLease } from './make-copy.ts'
import { theClip } from './the-clip.ts'

type RedactCall = CallContext<'clip.redact'>
type RedactInput = ParsedInputOf<'clip.redact'>

/** What was asked for, read from its texts. */
function requestOf(input: RedactInput): Result<Pick<RedactRequest, 'earlier' | 'detection' | 'asked'>> {
  const regions = input.asked.regions === null ? ok([]) : readRegions(input.asked.regions, 'regions')
  if (!regions.ok) return regions
  const project = input.project === null ? null : readProject(input.project, 'project')
  if (project && !project.ok) return project
  const earlier = project && { project: project.value, name: 'project' }
  return ok({ earlier, detection: input.search, asked: { ...input.asked, regions: regions.value } })
}

async function redactWith(
  context: RedactCall,
  input: RedactInput,
  tools: CopyTools & { readonly ports: ServicePorts },
) {
  const asked = requestOf(input)
  if (!asked.ok) return asked
  const made = await makeCopy(context, asked.value, tools)
  if (!made.ok) return made
  const { copy, certificate, renders } = made.value
  const { sha256, bytes } = certificate.payload.copy
  const { partial } = certificate.payload
  return ok({ clip: theClip(context).id, copy, sha256, bytes, partial, renders, certificate })
}

function redact(context: RedactCall, input: RedactInput, ports: ServicePorts) {
  const engine = () => ports.engine({ threads: input.threads, models: input.models })
  return underLease(context, engine, (tools) => redactWith(context, input, { ...tools, ports }))
}

/** The copy that is meant: the given one, or the newest of a clip. */
async function copyOf({
  store,
  clips,
}: CallContext<'clip.verify'>): Promise<Result<ClipRecord & { readonly madeFrom: ClipId }>> {
  const clip = theClip({ clips })
  const copy = clip.kind === 'copy' ? clip : (await store.read.copiesOf(clip.id)).at(-1)
  if (!copy || copy.madeFrom === null) return failed({ kind: 'no-copy', name: clip.id })
  return ok({ ...copy, madeFrom: copy.madeFrom })
}

async function neededText(
  context: CallContext<'clip.verify'>,
  copy: ClipId,
  kind: 'certificate' | 'project',
): Promise<Result<string>> {
  const text = await documentTextOf(context.store, copy, kind)
  if (!text.ok) return text
  return text.value === null ? failed({ kind: 'object-missing', name: copy }) : ok(text.value)
}

/** The access that reading another clip than the call's own takes. */
function accessTo(context: CallContext<'clip.verify'>, clip: ClipRecord): Result<FootageAccess> {
  const decision = context.allowed(clip)
  if (!decision.allowed) return failed({ kind: 'not-permitted', permission: 'clip.view', why: decision.why })
  return decision.footage
    ? ok(decision.footage)
    : failed({ kind: 'not-permitted', permission: 'clip.view', why: 'role' })
}

async function openFor(context: CallContext<'clip.verify'>, clip: ClipRecord): Promise<Result<OpenClip>> {
  const access = accessTo(context, clip)
  return access.ok ? context.store.objects.openClip(access.value, clip.id) : access
}

/** Opens both, or neither. */
async function openBoth(
  context: CallContext<'clip.verify'>,
  copy: ClipRecord & { readonly madeFrom: ClipId },
): Promise<Result<{ readonly copy: OpenClip; readonly original: OpenClip }>> {
  const source = await context.store.read.clip(copy.madeFrom)
  if (!source) return failed({ kind: 'no-such-clip', name: copy.madeFrom })
  const original = await openFor(context, source)
  if (!original.ok) return original
  const opened = await openFor(context, copy)
  if (opened.ok) return ok({ copy: opened.value, original: original.value })
  await original.value.close()
  return opened
}

async function verify(context: CallContext<'clip.verify'>, input: ParsedInputOf<'clip.verify'>, ports: ServicePorts) {
  const found = await copyOf(context)
  if (!found.ok) return found
  const certificateText = await neededText(context, found.value.id, 'certificate')
  if (!certificateText.ok) return certificateText
  const certificate = readCertificate(certificateText.value, 'certificate')
  if (!certificate.ok) return certificate
  const projectText = await neededText(context, found.value.id, 'project')
  if (!projectText.ok) return projectText
  const project = readProject(projectText.value, 'project')
  if (!project.ok) return project
  const opened = await openBoth(context, found.value)
  if (!opened.ok) return opened
  const { copy, original } = opened.value
  const engine = ports.engine({ threads: input.threads, models: input.models })
  try {
    const request = {
      copy,
      original,
      certificate: certificate.value,
      certificateName: 'certificate',
      project: { project: project.value, name: 'project' },
      signer: input.signer,
    }
    const verified = await verifyCopy(
      { engine, json: ports.json, checkSignature: ports.checkSignature },
      request,
      context.work,
    )
    if (!verified.ok) return verified
    const { signedBy } = verified.value
    return ok({ copy: found.value.id, signer: signedBy, report: verified.value.copy.report })
  } finally {
    await engine.close()
    await copy.close()
    await original.close()
  }
}

/** Copies: made, and checked again. */
export function redactHandlers(ports: ServicePorts) {
  return {
    'clip.redact': (context, input) => redact(context, input, ports),
    'clip.verify': (context, input) => verify(context, input, ports),
  } satisfies Pick<Handlers, 'clip.redact' | 'clip.verify'>
}
