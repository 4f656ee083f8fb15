import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newSealingPair } from './key-pairs.ts'
import { joinShares, readShare, shareLines, splitRecoveryKey } from './recovery-shares.ts'

const vaultId = '0123456789abcdef'
const shares = splitRecoveryKey(newSealingPair(), vaultId, '2026-11-23')
const typed = shareLines(shares[0]).join('\n')

function failureOf(text: string, which: 1 | 2 = 1) {
  const read = readShare(text, which)
  return read.ok ? null : read.failure
}

it('splits a key so that both halves give it back and each alone is unrelated to it', () => {
  const key = newSealingPair()
  const [one, two] = splitRecoveryKey(key, vaultId, '2026-11-23')
  expect(joinShares(one, two)).toEqual(key.privateKey)
  expect(joinShares(two, one)).toEqual(key.privateKey)
  for (const share of [one, two]) expect(share.secret).not.toEqual(key.privateKey)
  expect(splitRecoveryKey(key, vaultId, '2026-11-23')[0].secret).not.toEqual(one.secret)
  expect(joinShares(one, one)).toBeNull()
})

it('writes 16 groups of six characters in four lines', () => {
  expect(typed).toMatch(/^(([0-9A-HJKMNP-TV-Z]{6}-){3}[0-9A-HJKMNP-TV-Z]{6}(\n|$)){4}$/)
})

it('reads what it wrote, whatever case, spaces and look-alikes are typed', () => {
  for (const share of shares) {
    const text = shareLines(share).join('\n')
    const careless = text.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
    for (const spelling of [
      text,
      text.replaceAll(/[-\n]/g, ''),
      careless,
      text.replaceAll('1', 'I').replaceAll('-', '–'),
    ])
      expect(readShare(spelling, 1)).toEqual({ ok: true, value: share })
  }
})

it('names the group of any single wrong character', () => {
  const code = typed.replaceAll(/[-\n]/g, '')
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  for (let at = 0; at < code.length; at++) {
    for (const digit of [...digits].filter((other) => other !== code[at])) {
      const wrong = code.slice(0, at) + digit + code.slice(at + 1)
      expect(failureOf(wrong)).toEqual({ kind: 'bad-shares', why: 'mistyped', share: 1, group: Math.floor(at / 6) + 1 })
    }
  }
  expect(failureOf(`${code.slice(0, 20)}U${code.slice(21)}`, 2)).toEqual({
    kind: 'bad-shares',
    why: 'mistyped',
    share: 2,
    group: 4,
  })
})

it('notices neighbours and groups in the wrong order', () => {
  const groups = typed.split(/[-\n]/)
  for (const [at, group] of groups.entries()) {
    for (let place = 0; place < 5; place++) {
      const turned = group.slice(0, place) + group.charAt(place + 1) + group.charAt(place) + group.slice(place + 2)
      if (turned !== group) expect(failureOf(groups.with(at, turned).join('-'))).toMatchObject({ group: at + 1 })
    }
    for (let other = 0; other < at; other++) {
      const exchanged = groups.with(at, groups[other] ?? '').with(other, group)
      if (group !== groups[other]) expect(failureOf(exchanged.join('-'))).toMatchObject({ why: 'mistyped' })
    }
  }
})

it('notices a group of the other sheet, though its check digit is right', () => {
  const [own, other] = shares.map((share) => shareLines(share).join('-').split('-')) as [string[], string[]]
  for (const at of [6, 9, 15]) {
    const mixed = own.with(at, other[at] ?? '').join('-')
    expect(failureOf(mixed)).toEqual({ kind: 'bad-shares', why: 'mistyped', share: 1 })
  }
})

it('says that characters are missing or too many', () => {
  for (const text of ['', 'x', typed.slice(1), `${typed}7`, typed + typed, 'x'.repeat(1_000_000)])
    expect(failureOf(text)).toEqual({ kind: 'bad-shares', why: 'incomplete', share: 1 })
})

it('never takes random text for a share, and never throws', () => {
  const digit = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ')
  const almost = fc.array(digit, { minLength: 96, maxLength: 96 }).map((some) => some.join(''))
  fc.assert(fc.property(fc.oneof(almost, fc.string({ unit: 'binary' })), (text) => failureOf(text) !== null))
})
