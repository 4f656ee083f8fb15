import type { Box, Point, Size } from '../../core/geometry/shape.ts'
import type { ComposedFrame } from '../demo/draw-sprite.ts'
import type { Sprite } from '../demo/sprite.ts'
import { cellCentres, cellInFace, type TruthFace } from '../face-truth.ts'
import type { TruthObject } from './clip-truth.ts'
import type { BenchPerson } from './people.ts'
import { type Affine, drawWarped, mapped, opacityOf, type Place } from './warp.ts'

/** Where somebody's face is while the camera rests: centre and height in picture pixels. */
export type Pose = {
  readonly x: number
  readonly y: number
  readonly height: number
  /** Clockwise, in degrees. */
  readonly roll: number
  /** About the upright, in degrees; 180 shows the back of the head. */
  readonly turn: number
}

/** Somebody in a scene; null while not there. `second` counts from the start of the clip. */
export type Actor = { readonly person: BenchPerson; readonly poseAt: (second: number) => Pose | null }

/** A thing in a scene: in the way of people, or itself something to be found. `centre` is where its middle is. */
export type Prop = {
  readonly id: string
  readonly class: TruthObject['class'] | null
  readonly sprite: Sprite
  readonly scale: number
  readonly roll: number
  readonly centreAt: (second: number) => Point
}

/** How the camera has moved from its rest: pixels, clockwise degrees, and how much nearer it looks. */
export type Camera = { readonly x: number; readonly y: number; readonly roll: number; readonly zoom: number }

/** What is before the camera until a second of the clip, from the back to the front. */
export type Scene = {
  readonly untilSecond: number
  readonly background: Sprite
  readonly layers: readonly (Actor | Prop)[]
  readonly cameraAt: (second: number) => Camera
}

/** What is to be seen in one frame. */
export type SceneTruth = {
  readonly faces: readonly TruthFace[]
  readonly heads: readonly TruthFace[]
  readonly objects: readonly TruthObject[]
}

type Drawn = { readonly sprite: Sprite; readonly place: Place; readonly of: Actor | Prop; readonly pose: Pose | null }

/** From the resting picture to the picture that the camera takes. */
export function cameraMap({ x, y, roll, zoom }: Camera, { width, height }: Size): Affine {
  const angle = (roll * Math.PI) / 180
  const [a, c] = [zoom * Math.cos(angle), zoom * Math.sin(angle)]
  const [u, v] = [width / 2 + x, height / 2 + y]
  return { a, b: -c, c, d: a, e: width / 2 - a * u + c * v, f: height / 2 - c * u - a * v }
}

/** Draws a scene at a second of the clip, and tells what is to be seen. */
export function drawScene(scene: Scene, frame: ComposedFrame, second: number): SceneTruth {
  const size = { width: frame.luma.width, height: frame.luma.height }
  const camera = cameraMap(scene.cameraAt(second), size)
  drawWarped(frame, scene.background, {
    map: after(camera, backgroundMap(scene.background, size)),
    endless: true,
  })
  const drawn = scene.layers.flatMap((layer) => placed(layer, second, camera) ?? [])
  for (const { sprite, place } of drawn) drawWarped(frame, sprite, place)
  const faces: TruthFace[] = []
  const heads: TruthFace[] = []
  const objects: TruthObject[] = []
  for (const [at, one] of drawn.entries()) {
    const inFront = drawn.slice(at + 1)
    if ('person' in one.of && one.pose) {
      const face = faceOf(one.of.person, one.pose)
      if (face) faces.push(...seenPart({ ...one, box: face, pose: one.pose }, inFront, size))
      heads.push(...seenPart({ ...one, box: one.of.person.head, pose: one.pose }, inFront, size))
    } else if ('class' in one.of && one.of.class) objects.push(...seenObject(one, inFront, size))
  }
  return { faces, heads, objects }
}

/** The background's share of a margin around the picture, into which the camera may look. */
const backgroundMargin = 0.18

function backgroundMap(sprite: Sprite, { width, height }: Size): Affine {
  const scale = Math.max(width / sprite.width, height / sprite.height) * (1 + 2 * backgroundMargin)
  return {
    ...{ a: scale, b: 0, c: 0, d: scale },
    e: (width - sprite.width * scale) / 2,
    f: (height - sprite.height * scale) / 2,
  }
}

/** First `inner`, then `outer`. */
function after(outer: Affine, inner: Affine): Affine {
  const [e, f] = mapped(outer, inner.e, inner.f)
  return {
    a: outer.a * inner.a + outer.b * inner.c,
    b: outer.a * inner.b + outer.b * inner.d,
    c: outer.c * inner.a + outer.d * inner.c,
    d: outer.c * inner.b + outer.d * inner.d,
    ...{ e, f },
  }
}

/** A sprite whose point `pivot` lies at `at`, scaled and turned clockwise about it. */
function turnedAbout(pivot: Point, at: Point, scale: number, roll: number): Affine {
  const angle = (roll * Math.PI) / 180
  const [a, c] = [scale * Math.cos(angle), scale * Math.sin(angle)]
  return { a, b: -c, c, d: a, e: at[0] - a * pivot[0] + c * pivot[1], f: at[1] - c * pivot[0] - a * pivot[1] }
}

function placed(layer: Actor | Prop, second: number, camera: Affine): Drawn | null {
  if (!('person' in layer)) {
    const { sprite, scale, roll } = layer
    const map = turnedAbout([sprite.width / 2, sprite.height / 2], layer.centreAt(second), scale, roll)
    return { sprite, place: { map: after(camera, map) }, of: layer, pose: null }
  }
  const pose = layer.poseAt(second)
  if (!pose) return null
  const { sprite, back, face, head } = layer.person
  const pivot: Point = [face[0] + face[2] / 2, face[1] + face[3] / 2]
  const map = after(camera, turnedAbout(pivot, [pose.x, pose.y], pose.height / face[3], pose.roll))
  const turn = {
    angle: (pose.turn * Math.PI) / 180,
    centre: head[0] + head[2] / 2,
    radius: head[2] / 2,
    until: face[1] + face[3] * 1.02,
    back,
  }
  return { sprite, place: pose.turn === 0 ? { map } : { map, turn }, of: layer, pose }
}

/** A face is no longer one when its middle is turned away further than this (degrees). */
const turnedAway = 78

/** The face's box in sprite pixels, narrowed as the head turns; null when it is turned away. */
function faceOf({ face, head }: BenchPerson, { turn }: Pose): Box | null {
  if (turn === 0) return face
  const [centre, radius] = [head[0] + head[2] / 2, head[2] / 2]
  const seenAt = (x: number) => {
    const degrees = (Math.asin(Math.max(-1, Math.min(1, (x - centre) / (0.9 * radius)))) * 180) / Math.PI - turn
    return ((((degrees + 180) % 360) + 360) % 360) - 180
  }
  if (Math.abs(seenAt(face[0] + face[2] / 2)) > turnedAway) return null
  const edge = (x: number) => centre + radius * Math.sin((Math.max(-90, Math.min(90, seenAt(x))) * Math.PI) / 180)
  const [left, right] = [edge(face[0]), edge(face[0] + face[2])]
  return [left, face[1], right - left, face[3]]
}

type Placed = Drawn & { readonly box: Box; readonly pose: Pose }

/** What of a box on a person is to be seen; nothing when no cell of it is. */
function seenPart({ box, place, of, pose }: Placed, inFront: readonly Drawn[], size: Size): TruthFace[] {
  if (!('person' in of)) return []
  const { map } = place
  const bounds = ellipseBounds(box, map)
  const open = cellCentres(bounds).map((point) => isOpen(point, inFront, size))
  const visible = open.filter((isSeen, cell) => isSeen && cellInFace[cell]).length / cellInFace.filter(Boolean).length
  if (!open.includes(true)) return []
  const roll = Math.round((Math.atan2(map.c, map.a) * 180) / Math.PI)
  const turn = Math.round(Math.abs(((((pose.turn + 180) % 360) + 360) % 360) - 180))
  return [
    {
      person: of.person.id,
      box: rounded(bounds),
      visible: Math.round(visible * 1000) / 1000,
      seen: open.map((isSeen) => (isSeen ? '1' : '0')).join(''),
      ...(turn === 0 ? {} : { turn }),
      ...(roll === 0 ? {} : { roll }),
    },
  ]
}

function isOpen([x, y]: readonly [number, number], inFront: readonly Drawn[], { width, height }: Size): boolean {
  const inPicture = x >= 0 && y >= 0 && x < width && y < height
  return inPicture && inFront.every(({ sprite, place }) => opacityOf(sprite, place, x, y) < 128)
}

/** The upright box about the ellipse that a box on a sprite holds, in the picture. */
function ellipseBounds([x, y, width, height]: Box, map: Affine): Box {
  const [cx, cy] = mapped(map, x + width / 2, y + height / 2)
  const across = Math.hypot((map.a * width) / 2, (map.b * height) / 2)
  const down = Math.hypot((map.c * width) / 2, (map.d * height) / 2)
  return [cx - across, cy - down, 2 * across, 2 * down]
}

function seenObject({ sprite, place, of }: Drawn, inFront: readonly Drawn[], size: Size): TruthObject[] {
  if (!('class' in of) || !of.class) return []
  const corners = [0, sprite.width].flatMap((u) => [0, sprite.height].map((v) => mapped(place.map, u, v)))
  const [left, right] = extent(corners.map(([x]) => x))
  const [top, bottom] = extent(corners.map(([, y]) => y))
  const box: Box = [left, top, right - left, bottom - top]
  const open = cellCentres(box).filter((point) => isOpen(point, inFront, size))
  if (open.length === 0) return []
  return [{ id: of.id, class: of.class, box: rounded(box), visible: open.length / cellCentres(box).length }]
}

function extent(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)]
}

function rounded(box: Box): Box {
  const [x, y, width, height] = box.map((value) => Math.round(value * 100) / 100)
  return [x ?? 0, y ?? 0, width ?? 0, height ?? 0]
}
