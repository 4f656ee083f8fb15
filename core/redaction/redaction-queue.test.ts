import { expect, test } from 'vitest'
import { redactionState, type StateFacts } from './redaction-queue.ts'

const ready: StateFacts = { proposed: 30, frames: 30, isSigned: false, queued: null, isExamined: false }

test.each([
  ['ready', {}],
  ['unfinished', { proposed: 29 }],
  ['approved', { isSigned: true }],
  ['waiting', { queued: { failure: null } }],
  ['waiting', { queued: { failure: null }, isSigned: true }],
  ['failed', { queued: { failure: { kind: 'engine-died', detail: '' } } }],
  ['examining', { queued: { failure: null }, isExamined: true }],
] as const)('%s where %j', (state, facts) => {
  expect(redactionState({ ...ready, ...facts } as StateFacts)).toBe(state)
})
