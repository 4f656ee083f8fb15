import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import type { Failure } from '../../../../core/failure.ts'
import { emptyHistory } from '../../../../core/redaction/history.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import { failed, ok } from '../../../../core/result.ts'
import type { PlayerSession } from '../../player/index.ts'
import type { QueueParts } from '../model/edit-queue.ts'
import { Editor } from './editor-store.ts'
import { type ReviewState, readAnew } from './review-work.ts'
import { goToUnseen, goWhereAsked, isCurrent } from './unseen-frames.ts'

type Send = QueueParts['send']
type Coverage = NonNullable<ReviewState['coverage']>
type Ranges = readonly (readonly [number, number])[]

const project = newProject({
  clip: { sha256: sha256('0'.repeat(64)), frames: 100 },
  purpose: 'SAR',
  secret: '1'.repeat(64),
})

function editorOf(send: Send = async (revision, steps) => ok({ revision: revision + steps.length })): Editor {
  const opened = {
    ...{ redaction: 'r', clip: 'c', purpose: 'SAR', writable: true, heldBy: null },
    ...{
      confirmed: { edited: { project, history: emptyHistory }, revision: 0 },
      detected: { done: 0, proposed: 0, frames: 100 },
    },
  }
  return new Editor(opened, {
    send,
    stepsAfter: async () => ok([]),
    rest: () => Promise.resolve(),
  })
}

/** Somebody at a frame of a silent clip, and where they went. */
function deskAt(frame: number, send?: Send) {
  const went: number[] = []
  const store = createStore(() => ({ transport: { rate: 0, frame }, shown: frame }))
  const session = {
    store,
    times: { frames: 100, secondsOf: (at: number) => at, frameAt: (seconds: number) => seconds },
    footage: { index: { audio: [], video: null } },
    command: ({ frame: to }: { frame: number }) => {
      went.push(to)
      store.setState({ transport: { rate: 0, frame: to } })
    },
  } as unknown as PlayerSession
  return { desk: { editor: editorOf(send), session }, went, store }
}

function coverageOf(revision: number, ...reviewers: readonly { own: boolean; unseen: Ranges }[]): Coverage {
  const asLists = (ranges: Ranges) => ranges.map(([from, until]): [number, number] => [from, until])
  return {
    ...{ revision, disclosedFrames: 100, lookHere: [] },
    reviewers: reviewers.map(({ own, unseen }) => ({
      ...{ name: own ? 'Dora' : 'Sam', own, author: own, unheard: [] },
      unseen: asLists(unseen),
    })),
  }
}

const left = [
  [10, 20],
  [40, 41],
] as const

test('the next stretch that is not seen, and after the last the first', () => {
  const { desk, went } = deskAt(0)
  desk.editor.review.setState({ coverage: coverageOf(0, { own: true, unseen: left }) })
  for (let time = 0; time < 3; time++) goToUnseen(desk, 'own')
  expect(went).toEqual([10, 40, 10])
  expect(desk.editor.state.said).toBe('You have not seen frames 10 to 19: 1 of 2')
})

test('what came to the screen just now is not gone to again, and with all of it seen nothing is', () => {
  const { desk, went } = deskAt(0)
  desk.editor.review.setState({ coverage: coverageOf(0, { own: true, unseen: left }) })
  for (let frame = 10; frame < 15; frame++) desk.editor.watch.shown(frame, 1)
  goToUnseen(desk, 'own')
  expect(went).toEqual([15])
  for (const frame of [15, 16, 17, 18, 19, 40]) desk.editor.watch.shown(frame, 1)
  goToUnseen(desk, 'own')
  expect(went).toEqual([15])
  expect(desk.editor.state.said).toBe('You have seen and heard all of it')
})

test('what somebody else has seen, somebody has', () => {
  const { desk, went } = deskAt(0)
  desk.editor.review.setState({
    coverage: coverageOf(0, { own: true, unseen: [[0, 100]] }, { own: false, unseen: left }),
  })
  goToUnseen(desk, 'nobody')
  expect(went).toEqual([10])
  desk.editor.review.setState({ coverage: coverageOf(0, { own: true, unseen: [] }, { own: false, unseen: left }) })
  goToUnseen(desk, 'nobody')
  expect(desk.editor.state.said).toBe('Every frame has been seen by somebody')
})

test('what is not known, or was before an edit, is asked for first; what could not be read is read anew', async () => {
  const { desk, went } = deskAt(0)
  goToUnseen(desk, 'own')
  expect(desk.editor.review.getState()).toMatchObject({ asked: 'own', turn: 0 })
  desk.editor.review.setState({ asked: null, failure: { kind: 'connection-lost' } })
  goToUnseen(desk, 'nobody')
  expect(desk.editor.review.getState()).toMatchObject({ asked: 'nobody', turn: 1 })
  desk.editor.review.setState({ failure: null, coverage: coverageOf(0, { own: true, unseen: left }) })
  expect(isCurrent(desk)).toBe(true)
  desk.editor.do({ kind: 'set-inverse', inverse: true })
  expect(isCurrent(desk)).toBe(false)
  await desk.editor.settled()
  goToUnseen(desk, 'own')
  expect(went).toEqual([])
  desk.editor.review.setState({ coverage: coverageOf(1, { own: true, unseen: left }) })
  goToUnseen(desk, 'own')
  expect(went).toEqual([10])
  expect(desk.editor.review.getState().asked).toBeNull()
})

test('each reading that is asked for is another', () => {
  const { review } = editorOf()
  readAnew(review)
  readAnew(review)
  expect(review.getState().turn).toBe(2)
})

test('where nothing is saved any more that is said at once, and nothing is read', async () => {
  const refused: Failure = { kind: 'not-open' }
  const { desk, went } = deskAt(0, async () => failed(refused))
  const end = goWhereAsked(desk)
  desk.editor.do({ kind: 'set-inverse', inverse: true })
  goToUnseen(desk, 'own')
  expect(desk.editor.review.getState().asked).toBe('own')
  await desk.editor.settled()
  const said = /^What has been seen is not known, because nothing is saved any more/
  expect(desk.editor.state.said).toMatch(said)
  expect(desk.editor.review.getState().asked).toBeNull()
  desk.editor.set({ said: null })
  goToUnseen(desk, 'nobody')
  expect(desk.editor.state.said).toMatch(said)
  expect(desk.editor.review.getState()).toMatchObject({ asked: null, turn: 0 })
  expect(went).toEqual([])
  end()
})

test('what was asked for is gone to once it is known, unless somebody has gone elsewhere or plays', () => {
  const { desk, went, store } = deskAt(0)
  const end = goWhereAsked(desk)
  const known = (): void => desk.editor.review.setState({ coverage: coverageOf(0, { own: true, unseen: left }) })
  const forget = (): void => desk.editor.review.setState({ coverage: null })
  goToUnseen(desk, 'own')
  known()
  expect(went).toEqual([10])
  forget()
  goToUnseen(desk, 'own')
  store.setState({ transport: { rate: 0, frame: 77 } })
  known()
  forget()
  goToUnseen(desk, 'own')
  store.setState({ transport: { rate: 1, frame: 77 } })
  known()
  expect(went).toEqual([10])
  forget()
  goToUnseen(desk, 'own')
  store.setState({ transport: { rate: 1, frame: 5 } })
  known()
  expect(went).toEqual([10, 10])
  end()
})
