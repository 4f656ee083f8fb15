import type { FollowDirection, FollowedPath } from '../../core/following/follow-request.ts'
import { iou, shareInside } from '../../core/geometry/overlap.ts'
import type { Size } from '../../core/geometry/shape.ts'
import type { Work } from '../../core/ports/work.ts'
import { frameIndex } from '../../core/time.ts'
import { openFileSource } from '../../native/evidence/file-source.ts'
import { followRegions } from '../../native/following/follow-regions.ts'
import { indexMedia } from '../../native/media/index-clip.ts'
import { openScene, type ThingTruth } from './draw-scene.ts'
import { sceneClip } from './scene-clip.ts'
import type { FollowScene } from './scenes.ts'

const unwatched: Work = { signal: new AbortController().signal, onProgress: () => undefined }

/** What following one scene one way came to, in frames. */
export type FollowTally = {
  /** Frames in which at least half of the thing could be seen. */
  readonly followable: number
  /** Frames answered for in which any of it could be seen. */
  readonly answered: number
  /** Of those: overlap of box and true box at least half; the true box covered to 90 %. */
  readonly onTarget: number
  readonly covered: number
  /** Frames said to be sure that were not: off target, or the thing hidden. */
  readonly drifted: number
  readonly reason: FollowedPath['reason']
  readonly scene: FollowScene
  readonly direction: FollowDirection
  readonly lastFrame: number
}

/** Least share of a thing that must be seen for its place to be judged. */
const barelySeen = 0.25

/** Follows the thing of a scene from the first frame on, or from the last in which all of it can be seen back. */
export async function followScene(scene: FollowScene, size: Size, direction: FollowDirection): Promise<FollowTally> {
  const { truth } = await openScene(scene, size)
  const whole = (frame: number) => truth(frame).visible > 0.98
  const frames = Array.from({ length: scene.frames }, (_, frame) => frame)
  const start = (direction === 'forward' ? frames.find(whole) : frames.findLast(whole)) ?? 0
  const lastFrame = direction === 'forward' ? scene.frames - 1 : 0
  const source = await openFileSource(await sceneClip(scene, size), scene.name)
  if (!source.ok) throw new Error(source.failure.kind)
  const media = await indexMedia(source.value.bytes, scene.name, false, unwatched)
  if (!media.ok || !media.value.video) throw new Error('a scene is a clip with a picture')
  const outline = { shape: 'ellipse', box: truth(start).box } as const
  const ends = { startFrame: frameIndex(start), lastFrame: frameIndex(lastFrame), toClipEnd: true }
  const followed = await followRegions(
    source.value.bytes,
    media.value.video,
    [{ direction, outline, ...ends }],
    unwatched,
  )
  await source.value.close()
  const [path] = followed.ok ? followed.value : []
  if (!path) throw new Error('following failed')
  const passed = frames.filter((frame) => (direction === 'forward' ? frame > start : frame < start))
  const followable = passed.filter((frame) => truth(frame).visible >= 0.5).length
  const facts = { scene, direction, reason: path.reason, lastFrame: path.steps.at(-1)?.frame ?? start }
  return { ...facts, followable, ...tallyOf(path, truth) }
}

function tallyOf({ steps }: FollowedPath, truth: (frame: number) => ThingTruth) {
  let [answered, onTarget, covered, drifted] = [0, 0, 0, 0]
  for (const { frame, box, confidence } of steps) {
    const { box: due, visible } = truth(frame)
    const hit = iou(box, due) >= 0.5
    if (confidence > 0 && (visible < barelySeen || !hit)) drifted++
    if (visible < barelySeen) continue
    answered++
    if (hit) onTarget++
    if (shareInside(due, box) >= 0.9) covered++
  }
  return { answered, onTarget, covered, drifted }
}
