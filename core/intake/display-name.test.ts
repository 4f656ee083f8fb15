import fc from 'fast-check'
import { expect, it } from 'vitest'
import { displayName } from './display-name.ts'

it('leaves ordinary names alone', () => {
  expect(displayName(`Aoife's clip "2" .. é 漢字.mp4`)).toBe(`Aoife's clip "2" .. é 漢字.mp4`)
})

it('escapes what moves the cursor or turns the writing', () => {
  expect(displayName('a\n\u001b[2J\u202e4pm.exe\u2028')).toBe('a\\u{a}\\u{1b}[2J\\u{202e}4pm.exe\\u{2028}')
})

it('shortens 10,000 characters and keeps both ends', () => {
  const shown = displayName(`begin${'x'.repeat(10_000)}end.mp4`)
  expect(shown).toMatch(/^beginx+\.\.\.x+end\.mp4$/)
  expect(shown.length).toBeLessThan(1100)
})

it('is printable, bounded and well formed for any name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
      const shown = displayName(text)
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
      expect(shown.length).toBeLessThanOrEqual(1003)
    }),
  )
})
