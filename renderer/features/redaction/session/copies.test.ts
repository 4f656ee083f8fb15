import { expect, test } from 'vitest'
import { failed, ok, type Result } from '../../../../core/result.ts'
import type { AskVault } from '../../../client/window-client.ts'
import { Copies } from './copies.ts'

const project = (redaction: string) => ({ clip: 'c', redaction, purpose: 'SAR', projectSha256: redaction })

/** A vault that makes a copy when it is told to, and stops when it is asked to. */
function slowVault() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const ask = (_: string, { redaction }: { redaction: string }, { signal }: { signal: AbortSignal }) =>
    new Promise<Result<unknown>>((resolve) => {
      begun.push(redaction)
      ends.set(redaction, () => resolve(ok({ copy: `copy of ${redaction}` })))
      signal.addEventListener('abort', () => resolve(failed({ kind: 'cancelled' })))
    })
  return { ask: ask as unknown as AskVault, begun, end: (redaction: string) => ends.get(redaction)?.() }
}

test('copies are made one at a time, each for its own redaction, whatever is looked at meanwhile', async () => {
  const copies = new Copies('dora')
  const { ask, begun, end } = slowVault()
  const first = copies.copying('a').make(ask, project('a'))
  const second = copies.copying('b').make(ask, project('b'))
  await Promise.resolve()
  expect(begun).toEqual(['a'])
  expect([copies.copying('a'), copies.copying('b')].map(({ store }) => store.getState().waits)).toEqual([false, true])
  end('a')
  await first
  await expect.poll(() => begun).toEqual(['a', 'b'])
  expect(copies.copying('b').store.getState()).toMatchObject({ running: 'making', waits: false })
  end('b')
  await second
  expect(copies.copying('b').store.getState().copy?.id).toBe('copy of b')
})

test('what waits is given up at once; the next one does not wait for it', async () => {
  const copies = new Copies('dora')
  const { ask, begun, end } = slowVault()
  const first = copies.copying('a').make(ask, project('a'))
  const second = copies.copying('b').make(ask, project('b'))
  const third = copies.copying('d').make(ask, project('d'))
  copies.copying('b').cancel()
  await second
  expect(copies.copying('b').store.getState()).toMatchObject({ running: null, waits: false, failed: null })
  end('a')
  await first
  await expect.poll(() => begun).toEqual(['a', 'd'])
  end('d')
  await third
})

test('whoever leaves takes along what waits, and not what runs', async () => {
  const copies = new Copies('dora')
  const { ask, begun, end } = slowVault()
  const first = copies.copying('a').make(ask, project('a'))
  const second = copies.copying('b').make(ask, project('b'))
  copies.leave()
  await second
  end('a')
  await first
  expect(begun).toEqual(['a'])
  expect(copies.copying('a').store.getState().copy?.id).toBe('copy of a')
})

test('over a lock goes on what runs, and is there afterwards; nothing else is kept', async () => {
  const copies = new Copies('dora')
  const { ask, end } = slowVault()
  const first = copies.copying('a').make(ask, project('a'))
  const waiting = copies.copying('b')
  const second = waiting.make(ask, project('b'))
  const idle = copies.copying('d')
  idle.form.setState({ recipient: 'J. Public' })
  copies.leave()
  await second
  expect(copies.copying('a').store.getState().running).toBe('making')
  expect(copies.copying('b')).not.toBe(waiting)
  expect(copies.copying('d').form.getState().recipient).toBe('')
  end('a')
  await first
  expect(copies.copying('a').store.getState()).toMatchObject({ running: null, copy: { id: 'copy of a' } })
})

test('what is not saved yet keeps no other copy waiting, and whoever leaves takes it along', async () => {
  const copies = new Copies('dora')
  const { ask, begun, end } = slowVault()
  const saved = Promise.withResolvers<void>()
  const trying = copies.copying('a')
  const first = trying.tryOut(ask, project('a'), () => saved.promise)
  const second = copies.copying('b').make(ask, project('b'))
  await expect.poll(() => begun).toEqual(['b'])
  expect(trying.store.getState()).toMatchObject({ running: 'trying', waits: false })
  copies.leave()
  saved.resolve()
  await first
  end('b')
  await second
  expect(begun).toEqual(['b'])
  expect(copies.copying('a')).not.toBe(trying)
})
