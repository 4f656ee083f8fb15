import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../core/clips/clip-index.ts'
import type { ExternalCertificate } from '../../core/disclosure/external-certificate.ts'
import type { ExternalRow, ExternalSchedule, InternalSchedule } from '../../core/disclosure/schedule.ts'
import { instant } from '../../core/ports/clock.ts'
import { checkNames } from '../../core/verification/report.ts'
import { disclosureSheets } from './disclosure-sheets.ts'

const about = { copySha256: sha256('ab'.repeat(32)), madeAt: instant('2026-11-22T10:00:00.000Z') }

/** The texts of each page, without what places them. */
function pagesOf(pdf: Uint8Array): readonly string[] {
  const raw = Buffer.from(pdf)
  const pages: string[] = []
  for (let at = raw.indexOf('stream\n'); at >= 0; at = raw.indexOf('stream\n', at + 1)) {
    if (raw.subarray(at - 3, at).toString() === 'end') continue
    const until = raw.indexOf('\nendstream', at)
    const content = inflateSync(raw.subarray(at + 7, until)).toString('latin1')
    const pieces = [...content.matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) =>
      Buffer.from(hex ?? '', 'hex').toString('latin1'),
    )
    pages.push(pieces.join(''))
  }
  return pages
}

function row(number: number, more: Partial<ExternalRow> = {}): ExternalRow {
  const stretches = [[number, number + 3]] as const
  return { row: number, deed: 'hidden', object: 'person', stretches, ground: 'Somebody else', ...more }
}

const external = (rows: readonly ExternalRow[]): ExternalSchedule => ({ version: 1, kind: 'external', rows })
const internal: InternalSchedule = {
  version: 1,
  kind: 'internal',
  rows: [
    {
      ...{ deed: 'hidden', object: 'face', track: 't12', person: 'Zoë \u202e 漢', unit: 'frames', ground: null },
      ...{ stretch: [1.5, 7_203.25], count: 5_400 },
    },
  ],
}

const certificate = (more: Partial<ExternalCertificate['payload']> = {}): ExternalCertificate => ({
  payload: {
    ...{ version: 1, issuedAt: about.madeAt, copy: { sha256: about.copySha256, bytes: 1_234_567 } },
    checks: checkNames.map((check) => ({ check, outcome: check === 'bleep' ? 'not-applicable' : 'passed' })),
    ...{ partial: false, secondCheck: 'full', scheduleSha256: about.copySha256, recordSha256: about.copySha256 },
    ...more,
  },
  ...{ signature: 'c2ln', publicKey: 'a2V5', keyId: 'ef'.repeat(32) },
})

describe('schedules on paper', () => {
  it('say what a recipient is told, on what, and on which page of how many', async () => {
    const pages = pagesOf(await disclosureSheets.schedule(external([row(1), row(65, { ground: null })]), about))
    expect(pages).toHaveLength(1)
    for (const text of ['Made on 22 Nov 2026.', about.copySha256, 'Hidden: person', '0:01 to 0:04', '1:05 to 1:08'])
      expect(pages[0]).toContain(text)
    for (const text of ['Somebody else', 'not stated', 'page 1 of 1', 'where the law allows'])
      expect(pages[0]).toContain(text)
  })

  it('go on on further pages under their heading, and lose no row, however many times it has', async () => {
    const stretches = Array.from({ length: 900 }, (_, at) => [at * 2, at * 2 + 1] as const)
    const rows = [...Array.from({ length: 100 }, (_, at) => row(at + 1)), row(101, { object: 'sound', stretches })]
    const pages = pagesOf(await disclosureSheets.schedule(external(rows), about))
    expect(pages.length).toBeGreaterThan(4)
    for (const [at, page] of pages.entries()) {
      expect(page).toContain('When, in this copy')
      expect(page).toContain(`page ${at + 1} of ${pages.length}`)
    }
    const all = pages.join('')
    expect(all.match(/Hidden: person/g)).toHaveLength(100)
    expect(all).toContain('29:58 to 29:59')
  })

  it('for those who keep it say that, with signs that paper has', async () => {
    const [page = ''] = pagesOf(await disclosureSheets.schedule(internal, about))
    for (const text of ['never disclosed', 't12', '0:01.500 to 2:00:03.250', '5,400 frames', 'Zoë', '\\u{6f22}'])
      expect(page).toContain(text)
  })
})

describe('the certificate on paper', () => {
  it('names file, checks, key and who checked; damage where there is some', async () => {
    const [page = ''] = pagesOf(await disclosureSheets.certificate(certificate()))
    for (const text of ['1,234,567 bytes', 'a second person had seen', 'ef'.repeat(32), 'no forensic', 'Passed'])
      expect(page).toContain(text)
    expect(page).not.toContain('damaged')
    const [alone = ''] = pagesOf(
      await disclosureSheets.certificate(certificate({ secondCheck: 'single', partial: true })),
    )
    expect(alone).toContain('one person alone')
    expect(alone).toContain('damaged')
  })

  it('is the same for equal values, byte by byte', async () => {
    const [one, again] = [
      await disclosureSheets.certificate(certificate()),
      await disclosureSheets.certificate(certificate()),
    ]
    expect(Buffer.compare(one, again)).toBe(0)
    const [first, second] = [
      await disclosureSheets.schedule(internal, about),
      await disclosureSheets.schedule(internal, about),
    ]
    expect(Buffer.compare(first, second)).toBe(0)
  })
})
