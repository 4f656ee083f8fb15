import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import { boundsOf } from '../../../../core/geometry/bounds.ts'
import { boxCentre, boxUnion } from '../../../../core/geometry/overlap.ts'
import { rotatedSize } from '../../../../core/geometry/rotation.ts'
import type { Box, Point, Size } from '../../../../core/geometry/shape.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { coversFrame, outlineAt } from '../../../../core/redaction/track-region.ts'
import { frameIndex } from '../../../../core/time.ts'
import { mostZoom, type PicturePose, placementOf } from '../../player/index.ts'

type Turn = PicturePose['turn']

/** A point of the upright picture as a pose names it: in shares of the sides of the picture as it is turned. */
export function centreAt([x, y]: Point, video: Pick<VideoIndex, 'width' | 'height' | 'rotation'>, turn: Turn): Point {
  const { width, height } = rotatedSize(video, video.rotation)
  let share: Point = [x / width, y / height]
  for (let done = 0; done < turn; done += 90) share = [1 - share[1], share[0]]
  return share
}

/** How many frames to each side the view looks, so that it goes smoothly where an outline trembles. */
const lookAround = 12
/** How much of the room's sides somebody may fill: around them it can be seen who comes near. */
const mostShare = 0.4
/** Larger than this nothing more can be told. */
const mostFollowed = 4

/** Everything of some tracks that is there at a frame; null where nothing is. */
function boxAt(tracks: readonly Track[], frame: number): Box | null {
  const boxes = tracks.flatMap((track) => {
    const outline = coversFrame(track, frame) ? outlineAt(track, frameIndex(frame)) : null
    return outline ? [boundsOf(outline)] : []
  })
  return boxes.reduce<Box | null>((all, one) => (all ? boxUnion(all, one) : one), null)
}

/** Of the frames at which some track is there, the nearest. */
function nearestFrame(tracks: readonly Track[], frame: number): number | null {
  const ends = tracks.flatMap(({ keys, untilFrame }) =>
    keys[0] && keys[0].frame < untilFrame ? [Math.min(Math.max(frame, keys[0].frame), untilFrame - 1)] : [],
  )
  return ends.reduce<number | null>(
    (nearest, one) => (nearest !== null && Math.abs(nearest - frame) <= Math.abs(one - frame) ? nearest : one),
    null,
  )
}

/** Where somebody is at a frame, and about it: nearer frames weigh more. Null where their tracks are never there. */
export function followedBox(tracks: readonly Track[], frame: number): { readonly now: Box; readonly calm: Box } | null {
  const there = nearestFrame(tracks, frame)
  const now = there === null ? null : boxAt(tracks, there)
  if (there === null || !now) return null
  let [x, y, width, height, weights] = [0, 0, 0, 0, 0]
  for (let by = -lookAround; by <= lookAround; by++) {
    const box = boxAt(tracks, there + by)
    if (!box) continue
    const weight = lookAround + 1 - Math.abs(by)
    const centre = boxCentre(box)
    x += weight * centre[0]
    y += weight * centre[1]
    width += weight * box[2]
    height += weight * box[3]
    weights += weight
  }
  const [wide, high] = [width / weights, height / weights]
  return { now, calm: [x / weights - wide / 2, y / weights - high / 2, wide, high] }
}

/** The middle of the view along one side, in shares: what is followed lies in it, and it ends where the picture does. */
function heldWithin(middle: number, [from, until]: readonly [number, number], half: number): number {
  if (half >= 0.5) return 0.5
  const seen = Math.min(Math.max(middle, until - half), Math.max(from + half, until - half))
  return Math.min(1 - half, Math.max(half, seen))
}

/** What is followed, in shares of the picture's sides as it is turned: `[from, until]` across, and down. */
function sharesOf(box: Box, video: VideoIndex, turn: Turn): readonly [Point, Point] {
  const [a, b] = [centreAt([box[0], box[1]], video, turn), centreAt([box[0] + box[2], box[1] + box[3]], video, turn)]
  return [
    [Math.min(a[0], b[0]), Math.max(a[0], b[0])],
    [Math.min(a[1], b[1]), Math.max(a[1], b[1])],
  ]
}

/** The picture's size in the room at one pixel of the screen for each of its own, as it is turned. */
function fullSize(video: VideoIndex, turn: Turn, room: Size): Size {
  const { width, height, turn: whole } = placementOf({ zoom: 1, centre: [0.5, 0.5], turn }, video, room)
  return whole % 180 === 0 ? { width, height } : { width: height, height: width }
}

/** The pose that shows somebody at a frame, large enough to be judged; null where their tracks are never there. */
export function followingPose(
  tracks: readonly Track[],
  frame: number,
  { video, room, turn }: { readonly video: VideoIndex; readonly room: Size; readonly turn: Turn },
): PicturePose | null {
  const followed = followedBox(tracks, frame)
  if (!followed) return null
  const [now, calm] = [sharesOf(followed.now, video, turn), sharesOf(followed.calm, video, turn)]
  const full = fullSize(video, turn, room)
  const sideOf = (at: 0 | 1): number => Math.max(now[at][1] - now[at][0], calm[at][1] - calm[at][0], 0.001)
  const fit = Math.min(room.width / full.width, room.height / full.height, mostZoom)
  const wanted = Math.min(
    (room.width * mostShare) / (full.width * sideOf(0)),
    (room.height * mostShare) / (full.height * sideOf(1)),
    Math.max(fit, mostFollowed),
  )
  const zoom = Math.max(fit, wanted)
  const centre = ([0, 1] as const).map((at) => {
    const half = (at === 0 ? room.width / full.width : room.height / full.height) / zoom / 2
    return heldWithin((calm[at][0] + calm[at][1]) / 2, now[at], half)
  })
  return { zoom, centre: [centre[0] ?? 0.5, centre[1] ?? 0.5], turn }
}
