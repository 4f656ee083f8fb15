import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../certificate/canonical-json.ts'
import { readEntryForm } from './read-entry-form.ts'

const text = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.constantFrom('a"b', 'a\\b', 'a\nb', '\u0001', '{}', '\u2028', '\u007f'),
)
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const id = fc.constantFrom('0123456789abcdef', 'zyxwvtsrqpnmkjhg')
const hash = fc.constantFrom('0f'.repeat(32), 'a1'.repeat(32))

const entries = fc.record(
  {
    version: fc.constant(1),
    seq: fc.nat(),
    at: fc.constantFrom('2026-11-03T14:05:09.123Z', '1999-01-01T00:00:00.000Z'),
    elapsedMs: fc.nat(),
    session: id,
    user: orNull(fc.record({ id, name: text })),
    role: orNull(text),
    device: hash,
    software: text,
    action: fc.constantFrom('clip.view', 'history.own-clip'),
    object: orNull(fc.record({ kind: fc.constant('clip'), id: text, sha256: hash }, { requiredKeys: ['kind', 'id'] })),
    reason: orNull(text),
    outcome: fc.constantFrom('begun', 'done'),
    ref: fc.nat(),
    detail: fc.dictionary(
      fc.stringMatching(/^[a-z][A-Za-z]*$/),
      fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    ),
  },
  {
    requiredKeys: [
      'version',
      'seq',
      'at',
      'elapsedMs',
      'session',
      'user',
      'role',
      'device',
      'software',
      'action',
      'object',
      'reason',
      'outcome',
    ],
  },
)

test('every canonical entry is read, with what it says', () => {
  fc.assert(
    fc.property(entries, (entry) => {
      const { seq, at, elapsedMs, session, outcome, ref = null } = entry
      expect(readEntryForm(canonicalJson.textOf(entry))).toEqual({ seq, at, elapsedMs, session, outcome, ref })
    }),
    { numRuns: 500 },
  )
})

const plain = canonicalJson.textOf({
  version: 1,
  seq: 5,
  at: '2026-11-03T14:05:09.123Z',
  elapsedMs: 12,
  session: '0123456789abcdef',
  user: { id: '0123456789abcdef', name: 'a' },
  role: 'auditor',
  device: '0f'.repeat(32),
  software: '0.1.0',
  action: 'clip.view',
  object: null,
  reason: 'because',
  outcome: 'done',
  ref: 4,
  detail: { frames: 7, rule: 'x' },
})

const spoiled: Readonly<Record<string, readonly [string, string]>> = {
  'a space': [',"seq"', ', "seq"'],
  'a field twice': ['"seq":5', '"seq":4,"seq":5'],
  'fields out of order': ['"seq":5,"session":"0123456789abcdef"', '"session":"0123456789abcdef","seq":5'],
  'inner fields out of order': ['{"id":"0123456789abcdef","name":"a"}', '{"name":"a","id":"0123456789abcdef"}'],
  'detail out of order': ['{"frames":7,"rule":"x"}', '{"rule":"x","frames":7}'],
  'detail twice': ['"frames":7', '"frames":7,"frames":7'],
  'an escape that is not needed': ['because', 'b\\u0065cause'],
  'a number in another form': ['"seq":5', '"seq":5.0'],
  'a number with a nought before it': ['"seq":5', '"seq":05'],
  'a list': ['"object":null', '"object":[]'],
  'half a character': ['because', '\ud800'],
  'a line feed': ['because', 'be\ncause'],
  'another version': ['"version":1', '"version":2'],
  'no time': ['2026-11-03T14:05:09.123Z', 'yesterday'],
  'text after it': ['"version":1}', '"version":1}x'],
}

test('the entry that the others are made of is good', () => {
  expect(readEntryForm(plain)).toMatchObject({ seq: 5, ref: 4 })
})

test.for(Object.entries(spoiled))('an entry with %s is not read', ([, [from, to]]) => {
  const changed = plain.replace(from, to)
  expect(changed).not.toBe(plain)
  expect(readEntryForm(changed)).toBeNull()
})

test('nesting without end is refused without exhausting the stack', () => {
  for (const [open, close] of [
    ['{"a":', '}'],
    ['[', ']'],
  ] as const) {
    const deep = `${open.repeat(12_000)}1${close.repeat(12_000)}`
    expect(readEntryForm(plain.replace('"object":null', `"object":${deep}`))).toBeNull()
    expect(readEntryForm(deep)).toBeNull()
  }
})
