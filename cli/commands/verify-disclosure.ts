import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readExternalCertificate, readExternalSchedule } from '../../contract/disclosure-files.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { canonicalJson } from '../../native/certificate/canonical-json.ts'
import { checkSignature } from '../../native/certificate/certificate-signature.ts'
import { hashOfBytes } from '../../native/evidence/file-source.ts'
import { readingFailure } from '../../native/evidence/storage-failure.ts'
import { type GivenDisclosure, verifyDisclosure } from '../../service/verify-disclosure.ts'
import type { Arguments } from '../arguments.ts'
import { type Command, sharedOptions, stopped, told } from '../command.ts'
import type { Session } from '../session.ts'
import { counted, factLines, shownText } from '../vault/shown.ts'
import { fingerprintOf } from './verify.ts'

const certificateEnd = '.certificate.json'

/** The names in a folder. */
async function namesIn(folder: string, session: Session): Promise<Result<readonly string[]>> {
  try {
    return ok((await readdir(session.locate(folder))).toSorted())
  } catch (error) {
    return failed(readingFailure(error, folder))
  }
}

/** The copy that belongs to a certificate, by its name. */
function copyBeside(stem: string, names: readonly string[], folder: string): Result<string> {
  const copy = [`${stem}.mp4`, `${stem}.m4a`].find((name) => names.includes(name))
  return copy === undefined
    ? failed({ kind: 'file-missing', name: join(folder, `${stem}.mp4`) })
    : ok(join(folder, copy))
}

type Asked = { readonly folder: string; readonly names: readonly string[]; readonly signer: string | null }

async function readGiven(
  stem: string,
  { folder, names, signer }: Asked,
  session: Session,
): Promise<Result<GivenDisclosure>> {
  const name = join(folder, `${stem}${certificateEnd}`)
  const certificate = await session.readNeeded('certificate', name, readExternalCertificate)
  if (!certificate.ok) return certificate
  const schedule = await session.readNeeded('schedule', join(folder, `${stem}.schedule.json`), readExternalSchedule)
  if (!schedule.ok) return schedule
  const beside = copyBeside(stem, names, folder)
  if (!beside.ok) return beside
  const copy = await session.openClip(beside.value)
  if (!copy.ok) return copy
  const [{ value }, { value: told }] = [certificate.value, schedule.value]
  return ok({ copy: copy.value, certificate: value, certificateName: name, schedule: told, signer })
}

type Verified = { readonly copy: string; readonly signedBy: string; readonly issuedAt: string; readonly sha256: string }

async function verified(stem: string, asked: Asked, session: Session): Promise<Result<Verified>> {
  const given = await readGiven(stem, asked, session)
  if (!given.ok) return given
  const signedBy = await verifyDisclosure({ json: canonicalJson, checkSignature, hashOfBytes }, given.value)
  if (!signedBy.ok) return signedBy
  const { issuedAt, copy } = given.value.certificate.payload
  return ok({ copy: given.value.copy.name, signedBy: signedBy.value, issuedAt, sha256: copy.sha256 })
}

function linesOf({ copy, signedBy, issuedAt, sha256 }: Verified): readonly string[] {
  return factLines([
    ['copy', shownText(copy)],
    ['sha256', sha256],
    ['issued', issuedAt],
    ['signed by', signedBy],
  ])
}

async function disclosuresIn(args: Arguments, session: Session): Promise<Result<readonly Verified[]>> {
  const folder = args.operands[0] ?? ''
  const names = await namesIn(folder, session)
  if (!names.ok) return names
  const stems = names.value
    .filter((name) => name.endsWith(certificateEnd))
    .map((name) => name.slice(0, -certificateEnd.length))
  if (stems.length === 0)
    return failed({ kind: 'file-missing', name: join(folder, `redacted-copy-...${certificateEnd}`) })
  const found: Verified[] = []
  for (const stem of stems) {
    const one = await verified(
      stem,
      { folder, names: names.value, signer: fingerprintOf(args.text('signer')) },
      session,
    )
    if (!one.ok) return one
    found.push(one.value)
  }
  return ok(found)
}

/** `occlude verify-disclosure`. */
export const verifyDisclosureCommand: Command = {
  name: 'verify-disclosure',
  summary: 'check what a recipient was given: copy, certificate and schedule',
  operands: ['FOLDER'],
  options: [
    { name: 'signer', value: 'FINGERPRINT', help: 'trust only certificates signed with this key' },
    sharedOptions.json,
  ],
  details: [
    'For whoever got a disclosure, or audits one: needs no vault. Checks of every certificate in the folder who signed it, and that the',
    'copy and the schedule beside it are, to the byte, those that it is about. An archive is opened with age first.',
    'Anybody can make a key: get the fingerprint of the one to trust from whoever sent it, by another way, and give it as --signer.',
    'The sheets (PDF) say the same for people and are not signed: where they differ, the signed files count.',
  ],
  examples: ['verify-disclosure /media/stick', 'verify-disclosure sar-12 --signer 3f:9a:... --json'],
  async run(args, session) {
    const found = await disclosuresIn(args, session)
    if (!found.ok) return stopped(found.failure)
    const trust =
      args.text('signer') === null
        ? 'Whether to trust this key is not decided; see --signer.'
        : 'It is the key that you trust.'
    const count = `${counted(found.value.length, 'disclosure')} as signed. ${trust}`
    return told({ disclosures: found.value, trusted: args.text('signer') !== null }, [
      ...found.value.flatMap(linesOf),
      count,
    ])
  },
}
