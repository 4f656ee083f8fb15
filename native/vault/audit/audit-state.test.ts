import { expect, test } from 'vitest'
import { auditStateText, readAuditState } from './audit-state.ts'

const state = {
  size: 3,
  peaks: 'ab'.repeat(64),
  open: [1],
  last: { at: '2026-11-03T14:05:09.123Z', elapsedMs: 5, session: '0123456789abcdef' },
}

test('a state comes back from its text', () => {
  expect(readAuditState(auditStateText(state))).toEqual(state)
  const bare = { ...state, size: 0, peaks: '', open: [], last: null }
  expect(readAuditState(auditStateText(bare))).toEqual(bare)
})

test('what is no state is none, and odd times are left out', () => {
  for (const text of ['', '{', 'null', '[]', '5']) expect(readAuditState(text)).toBeNull()
  for (const change of [{ size: -1 }, { size: 1.5 }, { peaks: 'ab' }, { peaks: null }, { open: 5 }])
    expect(readAuditState(JSON.stringify({ ...state, ...change }))).toBeNull()
  for (const last of [5, {}, { ...state.last, at: 'then' }, { ...state.last, elapsedMs: '5' }])
    expect(readAuditState(JSON.stringify({ ...state, last }))).toEqual({ ...state, last: null })
  expect(readAuditState(JSON.stringify({ ...state, open: [1, 'x', null] }))).toEqual(state)
})
