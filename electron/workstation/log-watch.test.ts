import { expect, test } from 'vitest'
import type { WindowEvent } from '../../contract/window/window-shapes.ts'
import type { Failure } from '../../core/failure.ts'
import { StoreLocked } from '../../core/ports/vault/vault-store.ts'
import { LogWatch } from './log-watch.ts'

function logOf(first: number) {
  const told: WindowEvent[] = []
  const log = { size: first, fault: null as Failure | null }
  const store = { read: { auditSize: async () => log.size }, fault: () => log.fault }
  return { told, log, store, watch: new LogWatch((event) => told.push(event)) }
}

const full: Failure = { kind: 'disk-full', name: 'vault-1.db' }

test('entries are told when there are more, and to whoever comes later', async () => {
  const { told, log, store, watch } = logOf(3)
  await watch.look(store)
  await watch.look(store)
  log.size = 5
  await watch.look(store)
  expect(told).toEqual([
    { kind: 'log', entries: 3, isRefusing: false },
    { kind: 'log', entries: 5, isRefusing: false },
  ])
  expect(watch.current).toEqual([told[1]])
})

test('a log that cannot be written is told until an entry is written again', async () => {
  const { told, log, store, watch } = logOf(3)
  await watch.look(store)
  // One act is logged, and the next one is not.
  Object.assign(log, { size: 4, fault: full })
  watch.refused(full, store)
  await watch.look(store)
  expect(told.at(-1)).toEqual({ kind: 'log', entries: 4, isRefusing: true })
  await watch.look(store)
  log.size = 5
  await watch.look(store)
  expect(told.at(-1)).toEqual({ kind: 'log', entries: 5, isRefusing: false })
  expect(told).toHaveLength(3)
})

test('a full stick, or a vault that reads badly, is no fault of the log', async () => {
  const { told, log, store, watch } = logOf(3)
  log.fault = full
  watch.refused({ ...full }, store)
  log.fault = { kind: 'database-damaged' } as Failure
  watch.refused(log.fault, store)
  await watch.look(store)
  expect(told).toEqual([{ kind: 'log', entries: 3, isRefusing: false }])
})

test('of a vault that is locked meanwhile nothing is told', async () => {
  const { told, log, store, watch } = logOf(3)
  const looking = watch.look(store)
  watch.forget()
  await looking
  await watch.look({ ...store, read: { auditSize: () => Promise.reject(new StoreLocked()) } })
  expect([told, watch.current]).toEqual([[], []])
  log.size = 9
  await watch.look(store)
  expect(told).toEqual([{ kind: 'log', entries: 9, isRefusing: false }])
})
