import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import type { OutputOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import { frameIndex } from '../../core/time.ts'
import { type ReviewDesk, reviewDesk } from './fake-review-desk.ts'
import { fakeClip } from './fake-service.ts'

const essex = readProfile(
  readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8'),
  'essex',
)

/** Frames of the clip, of which each opening claims a tenth. */
const frames = 30
const { id: clip } = fakeClip()
let desk: ReviewDesk
let bob: string

beforeEach(async () => {
  if (!essex.ok) throw new Error(essex.failure.kind)
  desk = await reviewDesk(essex.value)
  bob = await desk.signIn('Bob')
})

async function opened(): Promise<string> {
  const answer = (await desk.ask(bob, 'clip.open', { clip })) as OutputOf<'clip.open'>
  return answer.opening
}

/** What each tenth of the clip is answered, claimed of an opening of its own after `read`. */
async function tenths(read: (opening: string, from: number, until: number) => Promise<unknown>): Promise<unknown[]> {
  const answers = []
  for (let from = 0; from < frames; from += frames / 10) {
    const opening = await opened()
    const until = from + frames / 10
    await read(opening, from, until)
    desk.wait(5_000)
    const claim = { clip, redaction: desk.redaction, opening, revision: 1, sound: [], speed: 1 }
    answers.push(await desk.ask(bob, 'redaction.seen', { ...claim, frames: [[from, until]] }))
    await desk.ask(bob, 'clip.close', { opening })
  }
  return answers
}

it('a clip of which next to nothing was fetched is not seen by opening it again and again', async () => {
  const answers = await tenths((opening) => desk.ask(bob, 'clip.read-range', { opening, start: 0, end: 100 }))
  expect(answers[0]).toEqual(expect.any(Object))
  expect(answers.at(-1)).toBe('coverage-refused')
})

it('who fetches what they look at may open it as often as they like', async () => {
  const answers = await tenths((opening, from, until) =>
    desk.ask(bob, 'clip.decode-frames', { opening, from: frameIndex(from), until, longestSide: null }),
  )
  expect(answers.at(-1)).toMatchObject({ unseenFrames: 0 })
})

it('small pictures of frames are no frames that were seen', async () => {
  const answers = await tenths((opening, from, until) =>
    desk.ask(bob, 'clip.decode-frames', { opening, from: frameIndex(from), until, longestSide: 64 }),
  )
  expect(answers[0]).toBe('coverage-refused')
})
