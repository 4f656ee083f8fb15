import type { Box, Size } from '../../core/geometry/shape.ts'
import { seededNumbers } from '../clips/spoil.ts'
import { brightnessAt, type LumaPicture, lumaPhotograph } from './luma-photograph.ts'
import type { FollowScene, Pose } from './scenes.ts'

/** Where the thing truly is in a frame, and how much of it can be seen. */
export type ThingTruth = { readonly box: Box; readonly visible: number }

/** A scene ready to be drawn, frame by frame. */
export type DrawnScene = {
  readonly scene: FollowScene
  truth(frame: number): ThingTruth
  /** Brightness of the whole picture, rows without padding. */
  draw(frame: number): Uint8Array
}

type Pictures = { readonly thing: LumaPicture; readonly ground: LumaPicture; readonly other: LumaPicture }

/** Loads what a scene shows, for a picture of this size. */
export async function openScene(scene: FollowScene, size: Size): Promise<DrawnScene> {
  const wide = Math.round(size.width * 1.25)
  const pictures = {
    thing: await lumaPhotograph(scene.photograph, 1920),
    ground: await lumaPhotograph(scene.background, wide),
    other: await lumaPhotograph(scene.nextBackground, wide),
  }
  return {
    scene,
    truth: (frame) => truthOf(scene, frame, size),
    draw: (frame) => drawFrame(scene, pictures, frame, size),
  }
}

function boxOf({ thing }: FollowScene, { x, y, scale }: Pose): Box {
  const [width, height] = [thing[2] * scale, thing[3] * scale]
  return [x - width / 2, y - height / 2, width, height]
}

/** Columns that the passer-by takes, `[from, until)`; null where nobody passes. It comes from the left and stands still. */
function passerBy(scene: FollowScene, frame: number, box: Box): readonly [number, number] | null {
  if (!scene.cover) return null
  const [from, until] = scene.cover
  const [wide, quick] = [box[2] * 1.6, 8]
  if (frame < from || frame >= until + quick) return null
  const arrived = Math.min(1, (frame - from) / quick)
  const left = Math.max(0, (frame - until) / quick)
  const at = box[0] - wide - box[2] * 0.2 + (arrived + left) * (wide + box[2] * 0.1)
  return [at, at + wide]
}

function truthOf(scene: FollowScene, frame: number, { width, height }: Size): ThingTruth {
  const box = boxOf(scene, scene.pose(frame))
  if (scene.cut !== null && frame >= scene.cut) return { box, visible: 0 }
  const across = Math.max(0, Math.min(width, box[0] + box[2]) - Math.max(0, box[0]))
  const down = Math.max(0, Math.min(height, box[1] + box[3]) - Math.max(0, box[1]))
  const passer = passerBy(scene, frame, box)
  const hidden = passer ? Math.max(0, Math.min(box[0] + box[2], passer[1]) - Math.max(box[0], passer[0])) : 0
  return { box, visible: ((across * down) / (box[2] * box[3])) * (1 - hidden / box[2]) }
}

function drawFrame(scene: FollowScene, pictures: Pictures, frame: number, size: Size): Uint8Array {
  const sums = new Float32Array(size.width * size.height)
  const moment = new Float32Array(sums.length)
  const open = scene.exposures > 1 ? 0.8 : 0
  for (let step = 0; step < scene.exposures; step++) {
    drawMoment(scene, pictures, frame + ((step + 0.5) / scene.exposures - 0.5) * open, { size, to: moment })
    for (const [at, value] of moment.entries()) sums[at] = (sums[at] ?? 0) + value
  }
  const next = seededNumbers(frame * 7919 + 17)
  const share = scene.brightness / scene.exposures
  return Uint8Array.from(sums, (value) => Math.max(0, Math.min(255, value * share + (next() - 0.5) * 2 * scene.noise)))
}

type Drawing = { readonly size: Size; readonly to: Float32Array }

function drawMoment(scene: FollowScene, pictures: Pictures, frame: number, { size, to }: Drawing): void {
  const [dx, dy] = scene.camera(frame)
  const after = scene.cut !== null && frame >= scene.cut
  const ground = after ? pictures.other : pictures.ground
  const [left, top] = [(ground.width - size.width) / 2 - dx, (ground.height - size.height) / 2 - dy]
  for (let at = 0; at < to.length; at++) {
    const y = Math.floor(at / size.width)
    to[at] = brightnessAt(ground, at - y * size.width + 0.5 + left, y + 0.5 + top)
  }
  if (after) return
  const pose = scene.pose(frame)
  if (scene.twin) {
    const beside = { ...pose, x: pose.x + scene.twinAt(frame) * scene.thing[2] * pose.scale, turn: 0 }
    drawEllipse({ picture: pictures.thing, part: scene.twin, pose: beside }, { size, to })
  }
  drawEllipse({ picture: pictures.thing, part: scene.thing, pose }, { size, to })
  const box = boxOf(scene, pose)
  const passer = passerBy(scene, frame, box)
  if (passer) drawPasser(pictures.other, passer, box, { size, to })
}

type Part = { readonly picture: LumaPicture; readonly part: Box; readonly pose: Pose }

/** Draws the ellipse inside a part of a photograph. */
function drawEllipse({ picture, part, pose }: Part, { size, to }: Drawing): void {
  const reach = (Math.hypot(part[2], part[3]) / 2) * pose.scale
  const turn = (pose.turn * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn) / pose.scale, Math.sin(turn) / pose.scale]
  const middle = [part[0] + part[2] / 2, part[1] + part[3] / 2] as const
  for (let y = Math.max(0, Math.floor(pose.y - reach)); y < Math.min(size.height, pose.y + reach); y++) {
    for (let x = Math.max(0, Math.floor(pose.x - reach)); x < Math.min(size.width, pose.x + reach); x++) {
      const [right, down] = [x + 0.5 - pose.x, y + 0.5 - pose.y]
      const [u, v] = [right * cos + down * sin, down * cos - right * sin]
      if ((u / part[2]) ** 2 + (v / part[3]) ** 2 > 0.25) continue
      to[y * size.width + x] = brightnessAt(picture, middle[0] + u, middle[1] + v)
    }
  }
}

function drawPasser(picture: LumaPicture, columns: readonly [number, number], box: Box, { size, to }: Drawing): void {
  for (let y = Math.max(0, Math.floor(box[1] - box[3] * 0.3)); y < Math.min(size.height, box[1] + box[3] * 1.6); y++) {
    for (let x = Math.max(0, Math.floor(columns[0])); x < Math.min(size.width, columns[1]); x++) {
      to[y * size.width + x] = brightnessAt(picture, 300 + (x - columns[0]) * 1.2, 300 + (y - box[1]) * 1.2)
    }
  }
}
