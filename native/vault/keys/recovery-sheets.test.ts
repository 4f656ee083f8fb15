import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { newSealingPair } from './key-pairs.ts'
import { readShare, shareLines, splitRecoveryKey } from './recovery-shares.ts'
import { recoverySheets } from './recovery-sheets.ts'

const shares = splitRecoveryKey(newSealingPair(), '0123456789abcdef', '2026-11-23')

/** What a PDF shows: the strings of its content streams, which are hex digits of Windows-1252 between kernings. */
function shownText(pdf: Uint8Array): string {
  const raw = Buffer.from(pdf).toString('latin1')
  const streams = [...raw.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, body = '']) =>
    inflateSync(Buffer.from(body, 'latin1')).toString('latin1'),
  )
  const lines = [...streams.join('\n').matchAll(/\[(.*?)\] TJ/g)].map(([, line = '']) =>
    [...line.matchAll(/<([0-9a-f]*)>/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1')).join(''),
  )
  return lines.join('\n')
}

it('makes two sheets that can be typed in again, and neither holds the other', async () => {
  const sheets = await recoverySheets(shares)
  for (const [at, sheet] of sheets.entries()) {
    const [own, other] = at === 0 ? [shares[0], shares[1]] : [shares[1], shares[0]]
    expect(readShare(sheet.text, 1)).toEqual({ ok: true, value: own })
    const shown = shownText(sheet.pdf)
    for (const line of shareLines(own)) {
      expect(shown).toContain(line)
      expect(sheet.text).toContain(line)
    }
    // The second line is past what both sheets have in common.
    expect(shown + sheet.text).not.toContain(shareLines(other)[2])
    for (const text of [shown, sheet.text]) {
      expect(text).toMatch(new RegExp(`recovery sheet ${at + 1} of 2`, 'i'))
      expect(text).toContain('0123-4567-89AB-CDEF')
      expect(text).toContain('23 November 2026')
      expect(text).toContain('Never keep both in one place')
    }
  }
})

it('is one page of A4 with standard fonts, equal for equal shares, without paths', async () => {
  const [[sheet], [again]] = [await recoverySheets(shares), await recoverySheets(shares)]
  expect(Buffer.from(sheet.pdf).equals(Buffer.from(again.pdf))).toBe(true)
  const raw = Buffer.from(sheet.pdf).toString('latin1')
  expect(raw.startsWith('%PDF-')).toBe(true)
  expect(raw.trimEnd().endsWith('%%EOF')).toBe(true)
  expect(raw.match(/\/Type \/Page\b/g)).toHaveLength(1)
  expect(raw).toMatch(/\/MediaBox \[0 0 595\.28 841\.89\]/)
  expect(new Set(raw.match(/\/BaseFont \/[\w-]+/g))).toEqual(
    new Set(['/BaseFont /Helvetica', '/BaseFont /Helvetica-Bold', '/BaseFont /Courier-Bold']),
  )
  expect(raw).not.toContain('/FontFile')
  expect(raw + shownText(sheet.pdf) + sheet.text).not.toContain(process.cwd())
})
