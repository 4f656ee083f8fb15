import { checkSubjects } from '../../contract/wording/check-words.ts'
import { deedWords, objectWords } from '../../contract/wording/schedule-words.ts'
import { latinLine } from '../../core/clips/latin-line.ts'
import type { ExternalCertificate } from '../../core/disclosure/external-certificate.ts'
import type { ExternalSchedule, InternalSchedule, Stretch } from '../../core/disclosure/schedule.ts'
import type { SecondCheck } from '../../core/policy/redaction-policy.ts'
import type { DisclosureSheets, SheetFacts } from '../../core/ports/disclosure-sheets.ts'
import type { CheckResult } from '../../core/verification/report.ts'
import { type SheetTable, sheetPdf } from './sheet-table.ts'

/** Longest ground or name, in characters. */
const longest = 300
/** Times of a row that are drawn in one go, so that a row is never higher than a page. */
const timesInRow = 40

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** `0:05`, `1:02:03`; with thousandths where they are asked for. */
function clockText(seconds: number, exact: boolean): string {
  const all = Math.round(seconds * 1000)
  const [hours, minutes, rest] = [
    Math.floor(all / 3_600_000),
    Math.floor(all / 60_000) % 60,
    Math.floor(all / 1000) % 60,
  ]
  const start = hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
  return exact ? `${start}.${String(all % 1000).padStart(3, '0')}` : start
}

function timesText(stretches: readonly Stretch[], exact: boolean): string {
  return stretches.map(([from, until]) => `${clockText(from, exact)} to ${clockText(until, exact)}`).join(', ')
}

/** `28,800,000`. */
function counted(count: number): string {
  return count.toLocaleString('en-GB')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function groundText(ground: string | null): string {
  return ground === null ? 'not stated' : latinLine(ground, longest)
}

function internalTable({ rows }: InternalSchedule): SheetTable {
  return {
    columns: [
      { name: 'What', share: 0.26 },
      { name: 'Track', share: 0.16 },
      { name: 'In the recording', share: 0.22 },
      { name: 'How much', share: 0.14 },
      { name: 'Ground', share: 0.22 },
    ],
    rows: rows.map(({ deed, object, track, person, stretch, count, unit, ground }) => [
      `${deedWords[deed]}: ${objectWords[object]}`,
      [track, person].flatMap((text) => (text === null ? [] : [latinLine(text, longest)])).join(', '),
      timesText([stretch], true),
      `${counted(count)} ${unit}`,
      groundText(ground),
    ]),
  }
}

function chunks(stretches: readonly Stretch[]): readonly (readonly Stretch[])[] {
  const parts = Array.from({ length: Math.ceil(stretches.length / timesInRow) }, (_, at) =>
    stretches.slice(at * timesInRow, (at + 1) * timesInRow),
  )
  return parts.length === 0 ? [[]] : parts
}

function externalTable({ rows }: ExternalSchedule): SheetTable {
  return {
    columns: [
      { name: 'No.', share: 0.07 },
      { name: 'What was done', share: 0.31 },
      { name: 'When, in this copy', share: 0.34 },
      { name: 'Ground', share: 0.28 },
    ],
    rows: rows.flatMap(({ row, deed, object, stretches, ground }) =>
      chunks(stretches).map((part, at) =>
        at === 0
          ? [
              String(row),
              `${deedWords[deed]}: ${objectWords[object]}`,
              timesText(part, false) || '-',
              groundText(ground),
            ]
          : ['', '', timesText(part, false), ''],
      ),
    ),
  }
}

const internalTitle = 'Schedule of redactions, internal'
const externalTitle = 'Schedule of redactions'
const certificateTitle = 'Certificate of redaction'

function schedule(given: InternalSchedule | ExternalSchedule, { copySha256, madeAt }: SheetFacts): Promise<Uint8Array> {
  const copy = `It belongs to the copy whose SHA-256 is ${copySha256}.`
  if (given.kind === 'internal') {
    const sentences = ['For those who keep the recording. It is never disclosed.', copy]
    return sheetPdf({ title: internalTitle, sentences, madeAt }, internalTable(given))
  }
  const sentences = [
    'This is what was changed in the copy that you have been given, and why. Times are counted from the beginning of the copy, in whole seconds.',
    // In every schedule, so that it tells nothing of this one.
    'Entries and grounds are not listed where the law allows them to be held back.',
    copy,
  ]
  return sheetPdf({ title: externalTitle, sentences, madeAt }, externalTable(given))
}

const outcomeWords: Readonly<Record<CheckResult['outcome'], string>> = {
  passed: 'passed',
  failed: 'failed',
  'not-applicable': 'nothing of the kind in this copy',
  'could-not-run': 'could not be checked',
}

/** Who has looked at it before it was approved (DOMAIN.md, profiles: an exception shows). */
const checkedBy: Readonly<Record<SecondCheck, string>> = {
  full: 'It was approved after a second person had seen and heard all of it.',
  'look-here': 'It was approved after a second person had checked a part of it.',
  single: 'It was approved by one person alone, which is a recorded exception.',
}

function certificate({ payload, keyId }: ExternalCertificate): Promise<Uint8Array> {
  const { copy, checks, issuedAt, partial, secondCheck } = payload
  const sentences = [
    `This is about the file of ${counted(copy.bytes)} bytes whose SHA-256 is ${copy.sha256}.`,
    'The file was made from a recording by redaction, and checked by machine as it was written out. What was changed stands in the schedule of redactions.',
    ...(secondCheck === null ? [] : [checkedBy[secondCheck]]),
    ...(partial ? ['The recording itself is damaged: what could not be read is covered or missing.'] : []),
    'Redaction for disclosure is no forensic enhancement: nothing was made to look better than it was recorded.',
    `The certificate is also a signed file, which can be checked by machine. Fingerprint of the key: ${keyId}.`,
  ]
  const table: SheetTable = {
    columns: [
      { name: 'Check of the file', share: 0.6 },
      { name: 'Outcome', share: 0.4 },
    ],
    rows: checks.map(({ check, outcome }) => [capital(checkSubjects[check]), capital(outcomeWords[outcome])]),
  }
  return sheetPdf({ title: certificateTitle, sentences, madeAt: issuedAt }, table)
}

/** The papers of disclosures. */
export const disclosureSheets: DisclosureSheets = { schedule, certificate }
