import { expect, it } from 'vitest'
import { entryFailure } from './look.ts'
import { machineClock } from './settling.ts'

const shown = { text: 'x', display: 'x' }
const systemError = (code: string, errno: number) => Object.assign(new Error('x'), { code, errno })

it.each([
  ['ENOENT', 'file-missing'],
  ['ENAMETOOLONG', 'file-missing'],
  ['EACCES', 'file-unreadable'],
  ['EIO', 'file-unreadable'],
  ['ENODEV', 'file-unreadable'],
  ['Unknown system error -117', 'file-unreadable'],
])('takes %s for %s', (code, kind) => {
  expect(entryFailure(systemError(code, -117), shown)).toEqual({ kind, name: 'x' })
})

it('hides no defect of ours', () => {
  expect(() => entryFailure(new TypeError('a defect'), shown)).toThrow('a defect')
})

it('waits no longer than until it is stopped', async () => {
  const stop = new AbortController()
  const waiting = machineClock.pause(3_600_000, stop.signal)
  stop.abort()
  await waiting
  await machineClock.pause(3_600_000, stop.signal)
  expect(stop.signal.aborted).toBe(true)
})
