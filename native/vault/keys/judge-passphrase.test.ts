import { expect, it } from 'vitest'
import { commonPasswords } from './common-passwords.ts'
import { judgePassphrase } from './judge-passphrase.ts'
import { repeatedUnit } from './predictable-text.ts'

const alone = { withDevice: false, words: ['Ann Example', 'Essex Police'] }

async function whyNot(passphrase: string, context = alone) {
  const judged = await judgePassphrase(passphrase, context)
  if (judged.ok) return null
  return judged.failure.kind === 'weak-passphrase' ? judged.failure.why : judged.failure.kind
}

it.each([
  ['fourteen chars', 'too-short'],
  ['', 'too-short'],
  // 15 code units, 14 code points
  ['thirteen ch a\u{1F642}', 'too-short'],
  // 15 before NFC, 14 after it
  ['fourteen cha\u0308rs', 'too-short'],
  ['tab\tin between the words', 'not-text'],
  ['half of a pair \ud83d here', 'not-text'],
  ['aaaaaaaaaaaaaaaa', 'predictable'],
  ['1234567890123456', 'predictable'],
  ['abcdefghijklmnopqrst', 'predictable'],
  ['zyxwvutsrqponmlk', 'predictable'],
  ['qwertyuiopasdfghjkl', 'predictable'],
  ['xk7!xk7!xk7!xk7!', 'predictable'],
  ['password12345678', 'predictable'],
  ['PASSWORD 2026 !!!', 'predictable'],
  ['Ann.Example.2026', 'predictable'],
  ['occlude-occlude-1', 'predictable'],
  ['EssexPolice 1999 *', 'predictable'],
  ['essexpolice!!!!!!', 'predictable'],
] as const)('refuses %j: %s', async (passphrase, why) => {
  expect(await whyNot(passphrase)).toBe(why)
})

it.each([
  'violet kettle runs uphill',
  'correct horse battery staple',
  'alllowercasewithoutanythingelse',
  '8316 2094 7751 0638',
  'дорога ведёт к морю',
  '静かな夜の長い道をひとりで歩いていく',
  'Essex Police should repaint lighthouse railings',
  'q9#Vt2!mZ7&bL4x',
])('accepts %j without asking for kinds of characters', async (passphrase) => {
  expect(await whyNot(passphrase)).toBeNull()
})

it('asks for twelve where a device secret is the other factor, and says how many', async () => {
  const withDevice = { ...alone, withDevice: true }
  expect(await whyNot('kz7 wet fjord', withDevice)).toBeNull()
  const short = await judgePassphrase('kz7 fjord 1', withDevice)
  expect(short).toEqual({ ok: false, failure: { kind: 'weak-passphrase', why: 'too-short', least: 12 } })
  const shortAlone = await judgePassphrase('kz7 wet fjord', alone)
  expect(shortAlone).toEqual({ ok: false, failure: { kind: 'weak-passphrase', why: 'too-short', least: 15 } })
})

it('refuses every long entry of the list, in any case', async () => {
  const long = [...(await commonPasswords())].filter((entry) => [...entry].length >= 12)
  expect(long.length).toBeGreaterThan(20)
  for (const entry of long) {
    expect(await whyNot(entry.toUpperCase(), { ...alone, withDevice: true })).toBe('common')
  }
})

it('takes a thousand characters, and no more than 1,024', async () => {
  const words = 'violet kettle runs uphill, '.repeat(60)
  expect(await whyNot(`x${words}`.slice(0, 1024))).toBeNull()
  expect(await whyNot(`x${words}`.slice(0, 1025))).toBe('too-long')
  expect(await whyNot('x'.repeat(5_000_000))).toBe('too-long')
})

it('finds what a text repeats', () => {
  expect(['', 'a', 'abab', 'aba', 'abcabcabc', 'aaaa'].map(repeatedUnit)).toEqual(['', 'a', 'ab', 'aba', 'abc', 'a'])
})
