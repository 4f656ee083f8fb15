import { readCertificate } from '../../contract/certificate-file.ts'
import { readProject } from '../../contract/project-file.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { canonicalJson } from '../../native/certificate/canonical-json.ts'
import { checkSignature } from '../../native/certificate/certificate-signature.ts'
import type { ProcessEngine } from '../../native/engine/engine.ts'
import { type VerifyRequest, verifyCopy } from '../../service/verify-copy.ts'
import type { Arguments } from '../arguments.ts'
import { type Command, done, sharedOptions, stopped } from '../command.ts'
import { readThreads } from '../decisions.ts'
import type { Session } from '../session.ts'
import { checksLine } from '../summary.ts'

/** As people write it down: in pairs, with colons, in capitals. */
export function fingerprintOf(text: string | null): string | null {
  return text === null ? null : text.replaceAll(/[\s:]/g, '').toLowerCase()
}

/** Who vouches for the certificate, and whose decision it is to trust them. */
function signerLine(signedBy: string | null, trusted: boolean): string {
  if (signedBy === null) return 'signed       by nobody: the certificate does not say who made it'
  const what = trusted ? 'the key that you trust' : 'whether to trust this key is not decided; see --signer'
  return `signed       by ${signedBy} (${what})`
}

async function readRequest(args: Arguments, session: Session): Promise<Result<VerifyRequest>> {
  const copy = await session.openClip(args.operands[0] ?? '')
  if (!copy.ok) return copy
  const certificate = await session.readNeeded('certificate', args.text('certificate'), readCertificate)
  if (!certificate.ok) return certificate
  const project = await session.readFile(args.text('project'), readProject)
  if (!project.ok) return project
  const path = args.text('original')
  const original = path === null ? ok(null) : await session.openClip(path)
  if (!original.ok) return original
  return ok({
    copy: copy.value,
    certificate: certificate.value.value,
    certificateName: certificate.value.name,
    original: original.value,
    project: project.value && { project: project.value.value, name: project.value.name },
    signer: fingerprintOf(args.text('signer')),
  })
}

/** A copy that was checked with a detector of somebody's own is not checked with less. */
async function withAllDetectors(engine: ProcessEngine, { certificate }: VerifyRequest): Promise<Result<null>> {
  const here = await engine.describe()
  if (!here.ok) return here
  const lacking = Object.keys(certificate.payload.models).find((id) => !Object.hasOwn(here.value.models, id))
  if (lacking === undefined) return ok(null)
  const detail = `this copy was checked with the detector "${lacking}" too, which does not come with Occlude: name its folder with --models`
  return failed({ kind: 'usage', detail })
}

/** `occlude verify`. */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'check a copy against its certificate, alone',
  operands: ['COPY'],
  options: [
    { name: 'certificate', value: 'C.json', help: 'the certificate that came with the copy' },
    { name: 'original', value: 'CLIP', help: 'the clip that was redacted' },
    { name: 'project', value: 'P.json', help: 'the project that was written beside the copy' },
    { name: 'signer', value: 'FINGERPRINT', help: 'trust only a certificate signed with this key' },
    sharedOptions.models,
    sharedOptions.threads,
    sharedOptions.json,
  ],
  details: [
    'Reads the copy as a stranger would: compares the hashes with the certificate, works out again what has to be hidden,',
    'runs every check of the written file, and looks once more for all that is hidden in it.',
    'Without the original or the project it checks what it can, names what it could not, and ends with exit code 5.',
    'Certificates made in a vault are signed: the signature is checked, and the fingerprint of the key told. Anybody can make a key:',
    'get the fingerprint of the one to trust from whoever made the copy, by another way than the certificate, and give it as --signer.',
  ],
  examples: ['verify copy.mp4 --certificate copy.certificate.json --original clip.mp4 --project copy.project.json'],
  async run(args, session) {
    const threads = readThreads(args)
    if (!threads.ok) return stopped(threads.failure)
    const request = await readRequest(args, session)
    if (!request.ok) return stopped(request.failure)
    const engine = session.engine(threads.value, args.text('models'))
    const complete = await withAllDetectors(engine, request.value)
    if (!complete.ok) return stopped(complete.failure)
    const ports = { engine, json: canonicalJson, checkSignature }
    const verified = await verifyCopy(ports, request.value, session.work)
    if (!verified.ok) return stopped(verified.failure)
    const { certificate, signer } = request.value
    const { copy, signedBy } = verified.value
    const outcome = done({}, [
      checksLine(copy.report),
      signerLine(signedBy, signer !== null),
      certificate.payload.partial
        ? 'The copy is what its certificate says. Its original was damaged: see damagedFrames there.'
        : 'The copy is what its certificate says.',
    ])
    return outcome.ok ? { ...outcome, facts: { signedBy } } : outcome
  },
}
