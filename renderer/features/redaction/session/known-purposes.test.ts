import { expect, test } from 'vitest'
import { failed, ok } from '../../../../core/result.ts'
import type { AskVault } from '../../../client/window-client.ts'
import { listRedactions, purposeOf } from './known-purposes.ts'

const { signal } = new AbortController()

/** A vault with one redaction, that counts how often it is asked. */
function vault(): { ask: AskVault; calls: () => number } {
  let calls = 0
  const ask = (async () => {
    calls += 1
    return ok({ redactions: [{ redaction: 'r1', purpose: 'SAR 12' }] })
  }) as unknown as AskVault
  return { ask, calls: () => calls }
}

test('a purpose that was listed is not asked for again', async () => {
  const { ask, calls } = vault()
  await listRedactions(ask, 'c1', signal)
  expect(await purposeOf(ask, { clip: 'c1', redaction: 'r1' }, signal)).toEqual(ok('SAR 12'))
  expect(calls()).toBe(1)
})

test('one that nobody has listed is asked for, and is of nobody else', async () => {
  const { ask, calls } = vault()
  expect(await purposeOf(ask, { clip: 'c1', redaction: 'r1' }, signal)).toEqual(ok('SAR 12'))
  expect(await purposeOf(ask, { clip: 'c1', redaction: 'r2' }, signal)).toEqual(failed({ kind: 'no-such-redaction' }))
  expect(calls()).toBe(2)
  const other = vault()
  await purposeOf(other.ask, { clip: 'c1', redaction: 'r1' }, signal)
  expect(other.calls()).toBe(1)
})
