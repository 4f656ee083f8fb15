import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readSlotsFile } from './slots-file.ts'

const hex = (bytes: number) => '5a'.repeat(bytes)

const slot = {
  userId: '0000000000000001',
  name: 'Zoë Lead',
  publicKey: hex(32),
  passphrase: { salt: hex(16), memoryKiB: 65_536, passes: 3, lanes: 1 },
  wrappedPrivateKey: hex(60),
  sealedMaster: hex(92),
  device: null as string | null,
  changedAt: '2026-11-23T09:00:00Z',
}

const pair = { publicKey: hex(32), wrappedPrivateKey: hex(60) }

const table = {
  format: 'occlude-slots',
  version: 1,
  tableVersion: 1,
  vaultId: '0123456789abcdef',
  demo: false,
  createdAt: '2026-11-23T09:00:00.123Z',
  generation: 1,
  database: { file: 'vault-1.db', wrappedKey: hex(60) },
  signer: pair,
  inbox: pair,
  recovery: { publicKey: hex(32), sealedMaster: hex(92) },
  slots: [slot, { ...slot, userId: '0000000000000002', name: 'Somebody', device: hex(32) }],
  signature: hex(64),
}

function outcome(value: unknown): string {
  const read = readSlotsFile(typeof value === 'string' ? value : JSON.stringify(value))
  if (read.ok) return 'read'
  return read.failure.kind === 'slots-damaged' ? read.failure.at : read.failure.kind
}

function withSlot(change: object) {
  return { ...table, slots: [{ ...slot, ...change }] }
}

it('reads a table of the expected structure', () => {
  expect(readSlotsFile(JSON.stringify(table))).toEqual({ ok: true, value: table })
})

it.each([
  [{ format: 'other' }, /^format/],
  [{ version: 2 }, /^version/],
  [{ tableVersion: 0 }, /^tableVersion/],
  [{ tableVersion: 1.5 }, /^tableVersion/],
  [{ tableVersion: 2 ** 53 }, /^tableVersion/],
  [{ vaultId: '../../etc/passwd' }, /^vaultId/],
  [{ vaultId: '0123456789abcdeu' }, /^vaultId/],
  [{ demo: 0 }, /^demo/],
  [{ createdAt: '2026-13-01T00:00:00Z' }, /^createdAt/],
  [{ createdAt: 'today' }, /^createdAt/],
  [{ database: { file: '../vault-1.db', wrappedKey: hex(60) } }, /^database\.file/],
  [{ database: { file: 'vault-1.db\u0000', wrappedKey: hex(60) } }, /^database\.file/],
  [{ database: { file: 'vault-01.db', wrappedKey: hex(60) } }, /^database\.file/],
  [{ database: { file: 'vault-1.db', wrappedKey: hex(59) } }, /^database\.wrappedKey/],
  [{ signer: { ...pair, publicKey: hex(32).toUpperCase() } }, /^signer\.publicKey/],
  [{ inbox: { ...pair, more: 1 } }, /^inbox/],
  [{ recovery: null }, /^recovery/],
  [{ slots: {} }, /^slots/],
  [{ slots: [] }, /^slots: name nobody/],
  [{ slots: [slot, slot] }, /^slots: name a user twice/],
  [{ slots: [slot, { ...slot, userId: '0000000000000002', name: 'ZOË lead' }] }, /^slots: name a user twice/],
  [{ slots: Array.from({ length: 1001 }, () => slot) }, /^slots: expected at most 1000/],
  [{ signature: hex(63) }, /^signature/],
  [{ extra: true }, /whole file/],
] as const)('refuses %j', (change, where) => {
  expect(outcome({ ...table, ...change })).toMatch(where)
})

it.each([
  [{ userId: 'x' }, /userId/],
  [{ name: '' }, /name/],
  [{ name: 'Ann\u202eexample' }, /name/],
  [{ name: 'Zoe\u0308 Lead' }, /name/],
  [{ name: 'x'.repeat(101) }, /name/],
  [{ device: 7 }, /device/],
  [{ publicKey: [hex(32)] }, /publicKey/],
  [{ sealedMaster: `${hex(91)}5` }, /sealedMaster/],
  [{ __proto__: null, constructor: 1 }, /slots\[0\]/],
] as const)('refuses a slot with %j', (change, where) => {
  expect(outcome(withSlot(change))).toMatch(where)
})

it.each([
  [{ memoryKiB: 64 * 1024 * 1024 }, 'memoryKiB'],
  [{ memoryKiB: 1023 }, 'memoryKiB'],
  [{ memoryKiB: 262_145 }, 'memoryKiB'],
  [{ memoryKiB: -1 }, 'memoryKiB'],
  [{ memoryKiB: '65536' }, 'memoryKiB'],
  [{ passes: 0 }, 'passes'],
  [{ passes: 17 }, 'passes'],
  [{ passes: 1e9 }, 'passes'],
  [{ lanes: 0 }, 'lanes'],
  [{ lanes: 5 }, 'lanes'],
  [{ memoryKiB: 262_144, passes: 5 }, 'costs too much'],
  [{ salt: hex(15) }, 'salt'],
])('refuses what argon2id is asked for in %j', (cost, where) => {
  expect(outcome(withSlot({ passphrase: { ...slot.passphrase, ...cost } }))).toContain(where)
})

it.each([
  { memoryKiB: 1024, passes: 1, lanes: 1 },
  { memoryKiB: 262_144, passes: 4, lanes: 4 },
  { memoryKiB: 65_536, passes: 16, lanes: 1 },
])('allows argon2id to cost up to %j', (cost) => {
  expect(outcome(withSlot({ passphrase: { ...slot.passphrase, ...cost } }))).toBe('read')
})

it('refuses what is deep, doubled, huge or no JSON', () => {
  const text = JSON.stringify(table)
  expect(outcome('['.repeat(1_000_000))).toMatch(/nested too deeply/)
  expect(outcome(text.replace('{"salt"', '{"passes":1,"salt"'))).toMatch(/given twice/)
  expect(outcome(text.replace('"demo"', '"__proto__"'))).toMatch(/not allowed/)
  expect(outcome(`${text}${' '.repeat(2 * 1024 * 1024)}`)).toMatch(/over 2 MB/)
  for (const cut of [0, 1, text.length - 1]) expect(outcome(text.slice(0, cut))).not.toBe('read')
})

it('answers with a failure and never throws, whatever stands in the file', () => {
  fc.assert(fc.property(fc.json(), (text) => outcome(text) !== 'read'))
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => outcome(text) !== 'read'))
  const names = Object.keys(table)
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.jsonValue(), (name, value) => {
      const read = outcome({ ...table, [name]: value })
      expect(read === 'read' ? value : null).toSatisfy((kept) => kept === null || typeof kept !== 'object')
    }),
  )
})

it('misses every field that is left out', () => {
  for (const name of Object.keys(table)) {
    const { [name as keyof typeof table]: _, ...rest } = table
    expect(outcome(rest)).not.toBe('read')
  }
})
