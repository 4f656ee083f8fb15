import type { InputOf, OutputOf } from '../../../contract/methods/all.ts'
import { disclosureStateWords } from '../../../contract/wording/disclosure-state.ts'
import { deedWords, objectWords, tellingRowWords } from '../../../contract/wording/schedule-words.ts'
import type { ExternalSchedule, InternalSchedule } from '../../../core/disclosure/schedule.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { type Arguments, oneOf, required } from '../../arguments.ts'
import { type Command, sharedOptions, stopped, told } from '../../command.ts'
import { readThreads } from '../../decisions.ts'
import type { Session } from '../../session.ts'
import { columns, counted, factLines, shownMoment, shownText } from '../../vault/shown.ts'
import { newPassphraseOf } from '../../vault/sign-in.ts'
import { signInOptions, vaultOptions } from '../../vault/vault-options.ts'
import { clipNamed } from './in-vault.ts'
import { passphraseFile } from './new-passphrase.ts'

const heldBackOptions = [
  { name: 'hold-back', value: 'ROW,...', help: 'rows that the recipient is not told of', many: true },
  { name: 'hold-back-grounds', value: 'ROW,...', help: 'rows whose ground the recipient is not told', many: true },
  { name: 'hold-back-reason', value: 'TEXT', help: 'why; it stands in the register' },
] as const

type HeldBack = InputOf<'copy.disclose'>['heldBack']

function rowsOf(args: Arguments, option: string): Result<readonly number[]> {
  const rows = args.list(option)
  const wrong = rows.find((row) => !/^[1-9]\d{0,4}$/.test(row))
  return wrong === undefined
    ? ok(rows.map(Number))
    : failed({ kind: 'usage', detail: `--${option} takes numbers of rows of "occlude schedule", not "${wrong}"` })
}

function heldBackOf(args: Arguments): Result<HeldBack> {
  const rows = rowsOf(args, 'hold-back')
  if (!rows.ok) return rows
  const grounds = rowsOf(args, 'hold-back-grounds')
  if (!grounds.ok) return grounds
  const reason = args.text('hold-back-reason')
  if (rows.value.length + grounds.value.length === 0) return ok([])
  if (reason === null) return failed({ kind: 'usage', detail: 'say why with --hold-back-reason TEXT' })
  return ok([
    ...rows.value.map((row) => ({ row, what: 'row' as const, reason })),
    ...grounds.value.map((row) => ({ row, what: 'ground' as const, reason })),
  ])
}

const archiveOptions = [
  { name: 'archive', value: null, help: 'all of it in one archive, which a passphrase opens' },
  { ...passphraseFile, help: 'with --archive: file that holds its passphrase (else it is asked for, or read)' },
] as const

/** The passphrase of the archive; null where there is to be none. */
async function archivePassphrase(args: Arguments, session: Session): Promise<Result<string | null>> {
  const file = args.text(passphraseFile.name)
  if (!args.flag('archive'))
    return file === null ? ok(null) : failed({ kind: 'usage', detail: `--${passphraseFile.name} belongs to --archive` })
  // Signed in first: on standard input the own passphrase is the first line, that of the archive the second.
  const client = await session.openVault(args)
  return client.ok ? newPassphraseOf(session.signIn, file, 'New passphrase of the archive: ') : client
}

/** `occlude disclose`. */
const disclose: Command = {
  name: 'disclose',
  group: 'vault',
  summary: 'write an approved copy out of the vault, for somebody',
  operands: ['COPY'],
  options: [
    { name: 'out', value: 'DIR', help: 'folder or stick that it is written to; it has to be there' },
    { name: 'recipient', value: 'TEXT', help: 'who gets it' },
    { name: 'route', value: 'TEXT', help: 'how it gets to them' },
    ...heldBackOptions,
    ...archiveOptions,
    sharedOptions.threads,
    sharedOptions.models,
    ...signInOptions,
    sharedOptions.json,
  ],
  details: [
    'The only way out of a vault. Takes copies alone that were approved by those who have to. Writes the copy, its certificate and the',
    'schedule of redactions for the recipient, reads everything back from there, checks the copy as it was written, enters it in the',
    'register of disclosures, and only then gives the files their names: a file that ends in .partial is not to be handed on.',
    'Nothing is replaced. No file name tells of the clip, and nothing written tells who or what recorded it.',
    'With --archive everything goes into one zip file within an age file, beside which a sheet says how it is opened. Tell its',
    'recipient the passphrase by another way than the archive: nobody can open it without, and it is kept nowhere.',
  ],
  examples: [
    'disclose 7k3qx9v2m4n8p6rt --out /media/stick --recipient "J. Public" --route "by hand" --reason "SAR 12"',
    'disclose 7k3qx9v2m4n8p6rt --out sar-12 --recipient "J. Public" --route "secure mail" --hold-back 3 --hold-back-reason "would name a witness" --reason "SAR 12"',
    'disclose 7k3qx9v2m4n8p6rt --out sar-12 --recipient "J. Public" --route "by post" --archive --reason "SAR 12"',
  ],
  async run(args, session) {
    const clip = clipNamed(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const [out, recipient, route] = [required(args, 'out'), required(args, 'recipient'), required(args, 'route')]
    if (!out.ok) return stopped(out.failure)
    if (!recipient.ok) return stopped(recipient.failure)
    if (!route.ok) return stopped(route.failure)
    const heldBack = heldBackOf(args)
    if (!heldBack.ok) return stopped(heldBack.failure)
    const threads = readThreads(args)
    if (!threads.ok) return stopped(threads.failure)
    const passphrase = await archivePassphrase(args, session)
    if (!passphrase.ok) return stopped(passphrase.failure)
    const models = args.text('models')
    const folder = session.locate(out.value)
    const disclosed = await session.callVault(args, 'copy.disclose', {
      ...{ clip: clip.value, folder, recipient: recipient.value, route: route.value, heldBack: heldBack.value },
      ...{
        passphrase: passphrase.value,
        threads: threads.value,
        models: models === null ? null : session.locate(models),
      },
    })
    if (!disclosed.ok) return stopped(disclosed.failure)
    const { disclosure, sha256, bytes, files } = disclosed.value
    const lines = factLines([
      ['disclosure', disclosure],
      ['folder', folder],
      ...files.map(({ name }): [string, string] => ['file', name]),
      ['bytes', String(bytes)],
      ['sha256', sha256],
    ])
    return told({ disclosure, out: folder, sha256, bytes, files }, [
      ...lines,
      'Read back and checked as it was written.',
    ])
  },
}

function scheduleLines(schedule: InternalSchedule | ExternalSchedule): readonly string[] {
  if (schedule.kind === 'external')
    return columns(
      ['ROW', 'WHAT', 'SECONDS OF THE COPY', 'GROUND'],
      schedule.rows.map(({ row, deed, object, stretches, ground }) => [
        String(row),
        `${deedWords[deed]}: ${objectWords[object]}`,
        stretches.map(([from, until]) => `${from}-${until}`).join(' ') || '-',
        shownText(ground),
      ]),
    )
  return columns(
    ['WHAT', 'TRACK', 'PERSON', 'SECONDS OF THE CLIP', 'HOW MUCH', 'GROUND'],
    schedule.rows.map(({ deed, object, track, person, stretch, count, unit, ground }) => [
      `${deedWords[deed]}: ${objectWords[object]}`,
      shownText(track),
      shownText(person),
      stretch.map((second) => second.toFixed(3)).join('-'),
      `${count} ${unit}`,
      shownText(ground),
    ]),
  )
}

/** `occlude schedule`. */
const schedule: Command = {
  name: 'schedule',
  group: 'vault',
  summary: 'what was redacted in a copy, for yourself or for its recipient',
  operands: ['COPY'],
  options: [
    {
      name: 'kind',
      value: 'internal|external',
      help: 'every decision, or what a recipient may be told (default external)',
    },
    ...heldBackOptions,
    ...signInOptions,
    sharedOptions.json,
  ],
  details: [
    'Lists what was hidden, silenced and left out, where, and on which ground. The internal schedule never leaves the vault; of the',
    'external one, rows and grounds can be held back ("occlude disclose" takes the same). Its sheet (PDF) is kept with the copy.',
  ],
  examples: [
    'schedule 7k3qx9v2m4n8p6rt --reason "SAR 12"',
    'schedule 7k3qx9v2m4n8p6rt --kind internal --reason "SAR 12" --json',
  ],
  async run(args, session) {
    const clip = clipNamed(args.operands[0] ?? '')
    if (!clip.ok) return stopped(clip.failure)
    const kind = oneOf(args, 'kind', { choices: ['external', 'internal'], fallback: 'external' })
    if (!kind.ok) return stopped(kind.failure)
    const heldBack = heldBackOf(args)
    if (!heldBack.ok) return stopped(heldBack.failure)
    const asked = { clip: clip.value, kind: kind.value, heldBack: heldBack.value, keep: true }
    const made = await session.callVault(args, 'copy.schedule', asked)
    if (!made.ok) return stopped(made.failure)
    const { sheet, telling } = made.value
    const lines = scheduleLines(made.value.schedule as InternalSchedule | ExternalSchedule)
    return told({ schedule: made.value.schedule, sheet, telling }, [
      ...lines,
      ...(telling.length === 0
        ? []
        : [
            `Not disclosed so, since grounds seem to name what stays inside: ${telling.map(tellingRowWords).join('; ')}.`,
          ]),
      `Kept with the copy as ${shownText(sheet?.name ?? null)}.`,
    ])
  },
}

type Disclosure = OutputOf<'disclosure.list'>['disclosures'][number]

function rowOf(line: Disclosure): readonly string[] {
  const { disclosure, copy, at, by, recipient, route, reason } = line
  const told = [by, recipient, route, reason].map(shownText)
  return [disclosure, shownMoment(at), copy, ...told, disclosureStateWords(line)]
}

/** Lines of the register that are asked for at once. */
const perPage = 500

async function wholeRegister(
  args: Arguments,
  session: Session,
  clip: string | null,
): Promise<Result<readonly Disclosure[]>> {
  const method = args.flag('audit') ? 'audit.disclosures' : 'disclosure.list'
  const rows: Disclosure[] = []
  for (let offset = 0; ; offset += perPage) {
    const page = await session.callVault(args, method, { clip, text: null, offset, limit: perPage })
    if (!page.ok) return page
    rows.push(...page.value.disclosures)
    if (offset + perPage >= page.value.total) return ok(rows)
  }
}

/** `occlude disclosures`. */
const disclosures: Command = {
  name: 'disclosures',
  group: 'vault',
  summary: 'the register of what left the vault, and of what began to',
  operands: [],
  options: [
    { ...vaultOptions.clip, help: 'only what left of this copy' },
    { name: 'audit', value: null, help: 'all of it, for those who audit' },
    ...signInOptions,
    sharedOptions.json,
  ],
  details: [
    'Lists what was disclosed, when, by whom, to whom, how and why, as far as you may know of the copies; and how it ended: completed,',
    'failed, or unknown where no end was written down, for example because the machine went off. Whoever audits sees every line.',
  ],
  examples: ['disclosures', 'disclosures --clip 7k3qx9v2m4n8p6rt --json', 'disclosures --audit'],
  async run(args, session) {
    const given = args.text(vaultOptions.clip.name)
    const clip = given === null ? ok(null) : clipNamed(given)
    if (!clip.ok) return stopped(clip.failure)
    const found = await wholeRegister(args, session, clip.value)
    if (!found.ok) return stopped(found.failure)
    const rows = found.value
    const heading = ['DISCLOSURE', 'WHEN', 'COPY', 'BY', 'RECIPIENT', 'ROUTE', 'WHY', 'HOW IT ENDED']
    const count = `${counted(rows.length, 'disclosure')}.`
    return told({ disclosures: rows }, [...columns(heading, rows.map(rowOf)), count])
  },
}

/** `occlude disclose`, `occlude schedule`, `occlude disclosures`. */
export const disclosureCommands: readonly Command[] = [disclose, schedule, disclosures]
