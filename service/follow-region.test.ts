import { expect, it } from 'vitest'
import type { FollowedPath, FollowTask } from '../core/following/follow-request.ts'
import type { FollowWish } from '../core/following/follow-tasks.ts'
import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { HandDrawnRegion } from '../core/redaction/new-project.ts'
import { failed, ok } from '../core/result.ts'
import { frameIndex } from '../core/time.ts'
import { fakeClip, fakeIndex, fakeWork, soundIndex } from './fake-ports.ts'
import { followRegion } from './follow-region.ts'

const index = fakeIndex()
const wish: FollowWish = { directions: ['forward', 'backward'], from: null, until: null, backTo: 0 }

function region(x: number, frame: number): HandDrawnRegion {
  return {
    shape: 'rect',
    keys: [{ frame: frameIndex(frame), box: [x, 100, 50, 50] }],
    untilFrame: frameIndex(frame + 1),
  }
}

/** Follows by standing still, up to three frames. */
function standStill({ direction, startFrame, outline }: FollowTask): FollowedPath {
  const box = outline.shape === 'polygon' ? ([0, 0, 1, 1] as const) : outline.box
  const step = direction === 'forward' ? 1 : -1
  const steps = [1, 2, 3].map((at) => ({ frame: frameIndex(startFrame + at * step), box, confidence: 0.8 }))
  return { direction, steps, reason: 'lost' }
}

function engine(asked: FollowTask[] = []): Pick<MediaEngine, 'follow'> {
  return {
    follow: async (_source, _index, tasks) => {
      asked.push(...tasks)
      return ok(tasks.map(standStill))
    },
  }
}

it('follows all regions in one go, and gives each its own keys', async () => {
  const asked: FollowTask[] = []
  const subject = { index, regions: [region(100, 10), region(300, 20)], wish }
  const followed = await followRegion(engine(asked), fakeClip(), subject, fakeWork().work)
  expect(asked.map(({ direction, startFrame }) => [direction, startFrame])).toEqual([
    ['forward', 10],
    ['backward', 10],
    ['forward', 20],
    ['backward', 20],
  ])
  expect(followed).toMatchObject({ ok: true, value: [{ untilFrame: 14 }, { untilFrame: 24 }] })
  if (followed.ok) expect(followed.value.map(({ keys }) => keys[0]?.frame)).toEqual([7, 17])
})

it('asks nothing of the engine where one region cannot be followed', async () => {
  const asked: FollowTask[] = []
  const subject = { index, regions: [region(100, 10), region(900, 20)], wish }
  const followed = await followRegion(engine(asked), fakeClip(), subject, fakeWork().work)
  expect(followed).toEqual({ ok: false, failure: { kind: 'cannot-follow', region: 2, why: 'outside' } })
  expect(asked).toEqual([])
})

it('has nothing to follow in sound', async () => {
  const followed = await followRegion(engine(), fakeClip(), { index: soundIndex, regions: [], wish }, fakeWork().work)
  expect(followed).toMatchObject({ ok: false, failure: { kind: 'no-picture' } })
})

it('calls the clip by its name', async () => {
  const broken = { follow: async () => failed({ kind: 'undecodable', name: 'clip' } as const) }
  const clip = fakeClip()
  const followed = await followRegion(broken, clip, { index, regions: [region(100, 10)], wish }, fakeWork().work)
  expect(followed).toMatchObject({ failure: { kind: 'undecodable', name: clip.name } })
})
