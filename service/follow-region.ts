import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { FollowTask } from '../core/following/follow-request.ts'
import { type FollowWish, followTasks } from '../core/following/follow-tasks.ts'
import { type FollowedRegion, followedRegion } from '../core/following/followed-region.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { Work } from '../core/ports/work.ts'
import type { HandDrawnRegion } from '../core/redaction/new-project.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { namedFailure } from './named-failure.ts'
import { withFaults } from './storage-faults.ts'

/** Regions to follow through a clip. */
export type FollowSubject = {
  readonly index: ClipIndex
  readonly regions: readonly HandDrawnRegion[]
  readonly wish: FollowWish
}

/**
 * Follows hand-drawn regions through a clip, as far as that is sure. Fails with `no-picture` for sound, `out-of-range` for
 * frames that are not there, `cannot-follow` for regions that cannot be, before any frame is decoded.
 */
export async function followRegion(
  engine: Pick<MediaEngine, 'follow'>,
  clip: ClipSource,
  { index, regions, wish }: FollowSubject,
  work: Work,
): Promise<Result<readonly FollowedRegion[]>> {
  if (!index.video) return failed({ kind: 'no-picture', what: 'following' })
  const { displayWidth, displayHeight, pts } = index.video
  const within = { size: { width: displayWidth, height: displayHeight }, frames: pts.length }
  const tasks: { readonly region: number; readonly task: FollowTask }[] = []
  for (const [at, region] of regions.entries()) {
    const found = followTasks(region, at + 1, wish, within)
    if (!found.ok) return found
    tasks.push(...found.value.map((task) => ({ region: at, task })))
  }
  const followed = await withFaults([clip], work.signal, () =>
    engine.follow(
      clip.bytes,
      index,
      tasks.map(({ task }) => task),
      work,
    ),
  )
  if (!followed.ok) return namedFailure(followed, clip.name)
  const paths = followed.value
  const ways = tasks.flatMap(({ region, task }, at) => {
    const path = paths[at]
    return path ? [{ region, task, path }] : []
  })
  return ok(
    regions.map((region, at) =>
      followedRegion(
        region,
        ways.filter((way) => way.region === at),
      ),
    ),
  )
}
