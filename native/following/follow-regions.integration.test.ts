import { afterAll, describe, expect, it } from 'vitest'
import type { FollowDirection, FollowedPath, FollowTask } from '../../core/following/follow-request.ts'
import { boundsOf } from '../../core/geometry/bounds.ts'
import { iou, shareInside } from '../../core/geometry/overlap.ts'
import { toDisplay } from '../../core/geometry/rotation.ts'
import type { Box } from '../../core/geometry/shape.ts'
import { frameIndex } from '../../core/time.ts'
import { clipOfPhotograph, panned, photographClip } from '../../tools/acceptance/photograph-clip.ts'
import { need, openIndexed, unwatched } from '../../tools/acceptance/redact-file.ts'
import { makeClip } from '../../tools/clips/make-clip.ts'
import { deterministic } from '../../tools/clips/sources.ts'
import { followRegions } from './follow-regions.ts'

/** A head in the photograph at frame 0 of the panned clip, and where it is in the others. */
const [headX, headY, headWidth, headHeight] = [390, 60, 84, 108]
function truth(frame: number): Box {
  const [x, y] = panned(headX, headY, frame)
  return [x, y, headWidth, headHeight]
}

type Opened = Awaited<ReturnType<typeof openIndexed>>
const opened = new Map<string, Promise<Opened>>()

function clipAt(path: string): Promise<Opened> {
  const known = opened.get(path) ?? openIndexed(path)
  opened.set(path, known)
  return known
}

afterAll(async () => {
  for (const clip of opened.values()) await (await clip).close()
})

async function follow(path: string, tasks: readonly FollowTask[]): Promise<readonly FollowedPath[]> {
  const { bytes, index } = await clipAt(path)
  if (!index.video) throw new Error('the clip has a picture')
  return need(await followRegions(bytes, index.video, tasks, unwatched), 'follow')
}

function task(
  direction: FollowDirection,
  start: number,
  box: Box,
  last = direction === 'forward' ? 59 : 0,
): FollowTask {
  const outline = { shape: 'ellipse', box } as const
  return {
    direction,
    outline,
    startFrame: frameIndex(start),
    lastFrame: frameIndex(last),
    toClipEnd: last === 0 || last === 59,
  }
}

const plain = () => clipOfPhotograph('following-plain')

describe('a head in a clip whose camera pans', () => {
  it('is followed to the end, covered in every frame', async () => {
    const [path] = await follow(await plain(), [task('forward', 0, truth(0))])
    expect(path).toMatchObject({ direction: 'forward', reason: 'clip-end' })
    expect(path?.steps.map(({ frame }) => frame)).toEqual(Array.from({ length: 59 }, (_, at) => at + 1))
    for (const { frame, box, confidence } of path?.steps ?? []) {
      expect(iou(box, truth(frame))).toBeGreaterThan(0.7)
      expect(shareInside(truth(frame), box)).toBeGreaterThan(0.97)
      expect(confidence).toBeGreaterThan(0.5)
    }
  })

  it('gives the same numbers every time, alone or among others', async () => {
    const one = task('forward', 5, truth(5), 30)
    const [alone] = await follow(await plain(), [one])
    const [first, second] = await follow(await plain(), [one, task('backward', 40, truth(40), 20)])
    expect(first).toEqual(alone)
    expect(second?.steps.map(({ frame }) => frame)).toEqual(Array.from({ length: 20 }, (_, at) => 39 - at))
    expect(first?.reason).toBe('asked-end')
  })

  it('is followed backward as it is forward through the mirrored clip', async () => {
    const mirrored = await clipOfPhotograph('following-mirrored', {
      motion: "scale=960:768,crop=640:360:x='40+4*(59-n)':y='110+12*sin((59-n)/7)'",
    })
    const [backward] = await follow(await plain(), [task('backward', 59, truth(59))])
    const [forward] = await follow(mirrored, [task('forward', 0, truth(59))])
    expect(backward?.steps).toHaveLength(59)
    for (const [at, { box }] of (backward?.steps ?? []).entries()) {
      expect(iou(box, forward?.steps[at]?.box ?? [0, 0, 0, 0])).toBeGreaterThan(0.9)
    }
  })
})

describe('following stops', () => {
  it('before it drifts, where something comes before the head and stays', async () => {
    const covered = await clipOfPhotograph('following-covered', {
      grain:
        "drawbox=x=150:y=0:w=330:h=360:color=gray:t=fill:enable='gte(n,20)',noise=alls=5:allf=t:all_seed=7,format=yuv420p",
    })
    const [path] = await follow(covered, [task('forward', 0, truth(0))])
    expect(path?.reason).toBe('lost')
    expect(path?.steps.at(-1)?.frame).toBeGreaterThan(15)
    expect(path?.steps.at(-1)?.frame).toBeLessThan(22)
  })

  it('where the scene changes', async () => {
    const cut = await clipOfPhotograph('following-cut', {
      grain: "rotate=a='PI*gte(n,30)',noise=alls=5:allf=t:all_seed=7,format=yuv420p",
    })
    const [path] = await follow(cut, [task('forward', 0, truth(0))])
    expect(path).toMatchObject({ reason: 'scene-cut' })
    expect(path?.steps.at(-1)?.frame).toBe(29)
  })

  it('where the head leaves the picture, covering it on its way out', async () => {
    const fast = await clipOfPhotograph('following-leaving', {
      motion: "scale=960:768,crop=640:360:x='min(320,40+9*n)':y=110",
      grain: 'crop=250:360:x=220:y=0,noise=alls=5:allf=t:all_seed=7,format=yuv420p',
    })
    const box = (frame: number): Box => [headX - 220 - Math.min(280, 9 * frame), headY, headWidth, headHeight]
    const [path] = await follow(fast, [task('forward', 0, box(0))])
    expect(path?.reason).toBe('left-picture')
    const last = path?.steps.at(-1)?.frame ?? 0
    expect(box(last)[0] + headWidth).toBeLessThan(headWidth * 0.55)
    for (const { frame, box: found } of path?.steps ?? []) {
      const [x, y, width, height] = box(frame)
      const visible: Box = [Math.max(0, x), y, Math.max(1, Math.min(width, x + width)), height]
      expect(shareInside(visible, found)).toBeGreaterThan(0.85)
    }
  })

  it('at once where there is nothing to hold on to', async () => {
    const flat = await clipOfPhotograph('following-flat', { grain: 'drawbox=color=gray:t=fill,format=yuv420p' })
    const [path] = await follow(flat, [task('forward', 0, [200, 100, 80, 80])])
    expect(path).toMatchObject({ steps: [], reason: 'lost' })
  })
})

describe('clips of other kinds', () => {
  it('turned clips: the same path, turned', async () => {
    const path = await plain()
    const turned = await makeClip({
      ...{ name: 'following-turned', fileName: 'clip.mp4', files: {} },
      runs: [['-i', path, '-map', '0:v', '-c', 'copy', '-metadata:s:v', 'rotate=90', ...deterministic, 'clip.mp4']],
      truth: { container: 'mov', picture: null, sound: [], secrets: [] },
    })
    const { index } = await clipAt(turned)
    const rotation = index.video?.rotation ?? 0
    expect(rotation).not.toBe(0)
    const upright = (box: Box): Box => boundsOf(toDisplay({ shape: 'rect', box }, rotation, photographClip))
    const [straight] = await follow(path, [task('forward', 0, truth(0), 20)])
    const [sideways] = await follow(turned, [task('forward', 0, upright(truth(0)), 20)])
    expect(sideways?.steps.map(({ frame }) => frame)).toEqual(straight?.steps.map(({ frame }) => frame))
    for (const [at, { box }] of (sideways?.steps ?? []).entries()) {
      expect(iou(box, upright(straight?.steps[at]?.box ?? [0, 0, 1, 1]))).toBeGreaterThan(0.999)
    }
  })

  it.each([
    ['10 bits', { grain: 'format=yuv420p10le' }],
    ['grey', { grain: 'format=gray' }],
    ['odd sides', { motion: "scale=960:768,crop=639:359:x='40+4*n':y='110+12*sin(n/7)'", grain: 'format=yuv444p' }],
  ])('%s', async (name, options) => {
    const clip = await clipOfPhotograph(`following-${name.replace(' ', '-')}`, options)
    const [path] = await follow(clip, [task('forward', 0, truth(0), 30)])
    expect(path?.reason).toBe('asked-end')
    for (const { frame, box } of path?.steps ?? []) expect(iou(box, truth(frame))).toBeGreaterThan(0.7)
  })
})
