import type { Box, Size } from '../../core/geometry/shape.ts'
import { cellCentres, cellInFace, type TruthFace } from '../face-truth.ts'
import { cameraAt, cast, type Plane, poseAt, type Role } from './cast.ts'
import { type CutOut, cutOuts } from './cut-outs.ts'
import { type ComposedFrame, drawSprite } from './draw-sprite.ts'
import { opacityAt, type Placement, type Sprite } from './sprite.ts'
import { hedge, houses, lampPosts, nearPost, type Scenery, stalls, wall } from './street.ts'

type Actor = { readonly role: Role; readonly cutOut: CutOut }

/** Everything that is drawn, from the back to the front. */
export type Scene = { readonly layers: readonly (Scenery | Actor)[] }

/** Width of the scene that positions refer to; other sizes are scaled. */
const sceneWidth = 1920

/** Cuts the people out of their photographs and paints the street. Takes a few seconds. */
export async function makeScene(): Promise<Scene> {
  const people = new Map((await cutOuts()).map((cutOut) => [cutOut.person, cutOut]))
  const actors = (plane: Plane): Actor[] =>
    cast
      .filter((role) => role.plane === plane)
      .map((role) => {
        const cutOut = people.get(role.person)
        if (!cutOut) throw new Error(`nobody called ${role.person} in demo-faces.json`)
        return { role, cutOut }
      })
  return {
    layers: [
      ...[houses(), ...actors('behind-wall'), wall(), ...actors('behind-stalls'), ...lampPosts(), stalls()],
      ...[...actors('behind-hedge'), hedge(), ...actors('in-front'), nearPost()],
    ],
  }
}

type Drawn = { readonly sprite: Sprite; readonly place: Placement; readonly face?: { person: string; box: Box } }

/** Draws the scene at a second of its 20 and tells which faces are to be seen and how much of each. */
export function drawScene(scene: Scene, frame: ComposedFrame, second: number): TruthFace[] {
  const size = { width: frame.luma.width, height: frame.luma.height }
  const drawn = scene.layers.flatMap((layer) => placed(layer, second, size.width / sceneWidth) ?? [])
  for (const { sprite, place } of drawn) drawSprite(frame, sprite, place)
  return drawn.flatMap(({ face }, at) => {
    if (!face) return []
    const truth = truthOf(face, drawn.slice(at + 1), size)
    return truth.seen.includes('1') ? [truth] : []
  })
}

function placed(layer: Scenery | Actor, second: number, scale: number): Drawn | null {
  const camera = cameraAt(second)
  if (!('role' in layer)) {
    const { sprite, left, top, depth } = layer
    const place = { left: (left - camera.x * depth) * scale, top: (top - camera.y * depth) * scale, scale }
    // Whole pixels where nothing is scaled: scenery is then copied, not sampled.
    const whole = { left: Math.round(place.left / 2) * 2, top: Math.round(place.top / 2) * 2, scale }
    return { sprite, place: scale === 1 ? whole : place }
  }
  const { role, cutOut } = layer
  const pose = poseAt(role, second)
  if (!pose) return null
  const [faceX, faceY, faceWidth, faceHeight] = cutOut.face
  const size = (pose.faceHeight / faceHeight) * scale
  const left = (pose.x - camera.x * role.depth) * scale - (faceX + faceWidth / 2) * size
  const top = (pose.y - camera.y * role.depth) * scale - (faceY + faceHeight / 2) * size
  const box: Box = [left + faceX * size, top + faceY * size, faceWidth * size, faceHeight * size]
  return { sprite: cutOut.sprite, place: { left, top, scale: size }, face: { person: role.person, box } }
}

function truthOf(face: { person: string; box: Box }, inFront: readonly Drawn[], size: Size): TruthFace {
  const open = cellCentres(face.box).map(([x, y]) => {
    const inPicture = x >= 0 && y >= 0 && x < size.width && y < size.height
    return inPicture && inFront.every(({ sprite, place }) => opacityAt(sprite, place, x, y) < 128)
  })
  const inFace = cellInFace.filter(Boolean).length
  const visible = open.filter((isOpen, cell) => isOpen && cellInFace[cell]).length / inFace
  const rounded = face.box.map((value) => Math.round(value * 100) / 100)
  const [x = 0, y = 0, width = 0, height = 0] = rounded
  return {
    person: face.person,
    box: [x, y, width, height],
    visible: Math.round(visible * 1000) / 1000,
    seen: open.map((isOpen) => (isOpen ? '1' : '0')).join(''),
  }
}
