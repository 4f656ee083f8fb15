import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { OutputOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import { purpose, type ReviewDesk, reviewDesk, type Watcher } from './fake-review-desk.ts'
import { fakeClip } from './fake-service.ts'

/** What the second person has to look at where the profile asks for a share, and what the log says of signatures. */

const essex = readProfile(
  readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8'),
  'essex',
)

let desk: ReviewDesk
let ann: Watcher
let bob: Watcher

beforeEach(async () => {
  if (!essex.ok) throw new Error(essex.failure.kind)
  desk = await reviewDesk({ ...essex.value, redaction: { ...essex.value.redaction, secondCheck: 'look-here' } })
  ann = await desk.watch('Ann')
  bob = await desk.watch('Bob')
})

/** What is asked of the second person, as whoever asks is shown it. */
async function askedOfSecond({ session }: Watcher) {
  const about = { clip: fakeClip().id, redaction: desk.redaction }
  const { gates } = (await desk.ask(session, 'redaction.gates', about)) as OutputOf<'redaction.gates'>
  const { passed, where } = gates.find(({ kind }) => kind === 'seen-by-approver') ?? {}
  return { passed, frames: where?.frames }
}

describe('a share of the frames', () => {
  it('is not drawn before the author has signed: all of it is asked for', async () => {
    expect(await askedOfSecond(bob)).toEqual({ passed: false, frames: [[0, 30]] })
  })

  it('is shown to nobody who had a hand in it', async () => {
    expect(await askedOfSecond(ann)).toEqual({ passed: false, frames: [] })
  })

  it('is drawn by the vault’s key from just this signature', async () => {
    const signed: string[] = []
    const { sign } = desk.vault.store
    Object.assign(desk.vault.store, {
      sign: (message: string) => {
        signed.push(message)
        return sign(message)
      },
    })
    await ann.see()
    const { approval } = (await ann.sign(1)) as { readonly approval: string }
    expect(signed).toEqual([])
    await askedOfSecond(bob)
    expect(signed).toEqual([`occlude/second-check/v1\n${desk.redaction}\n${approval}`])
  })
})

it('the log says of a signature what it was for', async () => {
  await ann.see()
  await ann.sign(1)
  await bob.see()
  await bob.approve(1)
  for (const action of ['redaction.sign', 'redaction.approve'])
    expect(desk.vault.log.filter((entry) => entry.action === action)).toMatchObject([
      {
        outcome: 'done',
        detail: { redaction: desk.redaction, revision: 1, purpose: `${purpose.slice(0, 199)}\ufffd` },
      },
    ])
})
