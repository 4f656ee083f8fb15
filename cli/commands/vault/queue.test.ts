import { expect, it } from 'vitest'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { ok } from '../../../core/result.ts'
import { type FakeAnswers, runOverFakeVault } from '../../vault/fake-vault-door.ts'

const clip = '7k3qx9v2m4n8p6rt'

type Listed = OutputOf<'redaction.list'>['redactions'][number]

function listed(redaction: string, more: Partial<Listed>): Listed {
  return {
    ...{ redaction, clip, clipName: 'one.mp4', purpose: 'SAR 12', createdAt: '2026-11-22T10:00:00.000Z' },
    ...{ createdBy: 'Dora', revision: 0, editor: null, undecided: 0, lookHere: null, looked: null, approved: false },
    ...{ state: 'ready', failure: null, secondsLeft: null, detected: { done: 40, proposed: 0, frames: 300 } },
    ...more,
  }
}

const failure = { kind: 'model-missing', name: 'faces' } as const
const [waiting, examined, failed, ready] = [
  'aaaaaaaaaaaaaaaa',
  'bbbbbbbbbbbbbbbb',
  'cccccccccccccccc',
  'dddddddddddddddd',
]
const pages: readonly (readonly Listed[])[] = [
  [listed(failed, { state: 'failed', failure }), listed(waiting, { state: 'waiting' })],
  [listed(examined, { state: 'examining' }), listed(ready, {})],
]
const answers: FakeAnswers = {
  'redaction.list': ({ offset = 0, limit = 0 }) =>
    ok({ total: limit + 2, redactions: [...(pages[offset / limit] ?? [])] }),
  'redaction.unqueue': ({ only }) => ok({ removed: only?.redaction === ready ? 0 : 1 }),
}
const run = (words: string) => runOverFakeVault(words.split(' '), { answers })

it('lists what waits, is gone through or could not be, from every page, and nothing else', async () => {
  const { code, lines, door } = await run('queue list --json')
  expect([code, door.calls.map(({ input }) => input)]).toEqual([
    0,
    [0, 500].map((offset) => ({ clip: null, offset, limit: 500 })),
  ])
  expect(lines().at(-1)).toMatchObject({
    queue: [{ redaction: failed, failure }, { redaction: waiting }, { redaction: examined }],
  })
  const { out } = await run('queue list')
  expect(out).toContain('being gone through, 40 of 300 frames')
  expect(out).toContain('could not be done: ')
  expect(out).toContain('3 redactions in the queue.')
  expect(out).not.toContain(ready)
})

it('takes one out by its id, together with its clip', async () => {
  const { code, lines, door } = await run(`queue remove ${examined} --json`)
  expect([code, lines().at(-1)]).toMatchObject([0, { removed: 1 }])
  expect(door.calls.at(-1)).toMatchObject({
    method: 'redaction.unqueue',
    input: { only: { clip, redaction: examined } },
  })
  expect((await run(`queue remove ${ready}`)).out).toContain('Nothing of it was in the queue.')
})

it('takes nothing out that is in no list', async () => {
  const { code, lines, door } = await run('queue remove eeeeeeeeeeeeeeee --json')
  expect([code, lines().at(-1)]).toMatchObject([3, { failures: [{ kind: 'no-such-redaction' }] }])
  expect(door.calls.map(({ method }) => method)).not.toContain('redaction.unqueue')
})
