import { expect, test } from 'vitest'
import { ok } from '../../core/result.ts'
import { fakeClip } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'
import { type NewOpening, Openings } from './openings.ts'

test('a call that was let in just before its clip is closed reads nothing of it any more', async () => {
  const said: string[] = []
  const openings = new Openings({ note: async () => ok(1) })
  const source = {
    ...{ name: 'one.mp4', unchanged: async () => true, fault: () => null },
    bytes: { size: 1, read: async () => new Uint8Array(1) },
    close: async () => void said.push('closed'),
  }
  const about = { clip: fakeClip().id, source, index: null, brokenGlass: null, openedAt: 0, ending: {} }
  openings.add({ ...about, id: 'opening', session: fakeId('session') } as unknown as NewOpening)
  const opening = openings.find(fakeId('session'), 'opening')
  const reading = opening?.use(async () => {
    said.push('reads')
    return ok('bytes')
  })
  const ending = openings.end('opening', 'done')
  const late = await opening?.use(async () => {
    said.push('reads too late')
    return ok('bytes')
  })
  await ending
  expect(await reading).toEqual(ok('bytes'))
  expect(late).toEqual({ ok: false, failure: { kind: 'not-open' } })
  expect(said).toEqual(['reads', 'closed'])
})
