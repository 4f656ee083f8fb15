import { expect, it } from 'vitest'
import type { WorkEvent } from '../../contract/window/window-shapes.ts'
import type { Progress } from '../../core/ports/work.ts'
import { RunningWork } from './running-work.ts'

function board() {
  const told: WorkEvent[] = []
  const clock = { now: 10_000 }
  return {
    told,
    clock,
    work: new RunningWork(
      (event) => void told.push(event),
      () => clock.now,
    ),
  }
}

const at = (done: number, more: Partial<Progress> = {}): Progress => ({
  stage: 'import',
  done,
  total: 100,
  seconds: 0,
  ...more,
})

it('tells of work once it has come somewhere, not more often than windows need, and of its end', () => {
  const { told, clock, work } = board()
  const importing = work.begin('clip.import', () => undefined)
  expect([told, work.current]).toEqual([[], []])
  importing.progress(at(1))
  clock.now += 100
  importing.progress(at(2))
  expect(told.map(({ progress }) => progress.done)).toEqual([1])
  expect(work.current).toMatchObject([{ method: 'clip.import', state: 'running', progress: { done: 2 } }])
  clock.now += 500
  importing.progress(at(3))
  importing.ended('done')
  expect(told.map(({ state, progress }) => [state, progress.done])).toEqual([
    ['running', 1],
    ['running', 3],
    ['done', 3],
  ])
  expect(work.current).toEqual([])
})

it('says nothing of work that ends before it has come anywhere', () => {
  const { told, work } = board()
  work.begin('clip.decode', () => undefined).ended('failed')
  expect(told).toEqual([])
})

it('tells how long the rest takes at the pace of its stage, once it can be told', () => {
  const { told, clock, work } = board()
  const making = work.begin('clip.redact', () => undefined)
  const left = (seconds: number, progress: Progress) => {
    clock.now += seconds * 1_000
    making.progress(progress)
    return told.at(-1)?.secondsLeft
  }
  expect(left(0, at(20))).toBeNull()
  expect(left(2, at(40))).toBeNull()
  expect(left(2, at(60))).toBe(4)
  expect(left(5, at(10, { stage: 'verify' }))).toBeNull()
  expect(left(10, at(20, { stage: 'verify' }))).toBe(80)
  expect(left(5, at(30, { stage: 'verify', files: { done: 1, all: null } }))).toBeNull()
})

it('asks the work that is meant to end, and no other', () => {
  const { told, work } = board()
  const stopped: string[] = []
  for (const name of ['clip.import', 'clip.decode']) work.begin(name, () => void stopped.push(name)).progress(at(1))
  work.stop(told[1]?.work ?? '')
  work.stop('work-99')
  expect(stopped).toEqual(['clip.decode'])
})
