import type { Box, Point } from '../../geometry/shape.ts'

/** Where a synthetic face is, frame by frame; null where it is not in the scene. Boxes may leave the picture. */
export type FacePath = (frame: number) => Box | null

/** A synthetic clip with known faces: what tracking is measured on. Test data, no part of the product. */
export type Scene = {
  readonly name: string
  readonly frames: number
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  readonly faces: readonly FacePath[]
  /** Frames in which a face is hidden from the detector (turned away, behind something), though it may be made out. */
  readonly unseen?: (face: number, frame: number) => boolean
}

const size = { width: 1920, height: 1080, framesPerSecond: 30 }

function faceAt(x: number, y: number, width: number): Box {
  const height = width * 1.3
  return [x - width / 2, y - height / 2, width, height]
}

/** Straight walk of a face's centre. */
function walk(from: Point, perFrame: Point, width: number, grows = 0): FacePath {
  return (frame) => faceAt(from[0] + perFrame[0] * frame, from[1] + perFrame[1] * frame, width * (1 + grows * frame))
}

/** A walk with the sway and bob of a person. */
function swaying(from: Point, perFrame: Point, width: number, phase: number): FacePath {
  return (frame) =>
    faceAt(
      from[0] + perFrame[0] * frame + width * 0.25 * Math.sin(frame / 9 + phase),
      from[1] + perFrame[1] * frame + width * 0.12 * Math.sin(frame / 4.5 + phase),
      width * (1 + 0.08 * Math.sin(frame / 20 + phase)),
    )
}

/** The same path under a camera that moves the picture. */
function underCamera(path: FacePath, camera: (frame: number) => Point): FacePath {
  return (frame) => {
    const box = path(frame)
    if (!box) return null
    const [x, y] = camera(frame)
    return [box[0] + x, box[1] + y, box[2], box[3]]
  }
}

/** Hand and step shake with a turn of the body now and then: up to about 25 px a frame. */
function shake(frame: number): Point {
  const turn = 260 * Math.tanh((frame % 150) / 12 - 6) * (Math.floor(frame / 150) % 2 === 0 ? 1 : -1)
  return [
    turn + 22 * Math.sin(frame / 2.3) + 14 * Math.sin(frame / 1.1 + 1),
    26 * Math.sin(frame / 3.1 + 2) + 9 * Math.sin(frame / 1.3),
  ]
}

const standing: readonly FacePath[] = [
  swaying([420, 420], [0, 0], 60, 0),
  swaying([760, 500], [0.3, 0], 44, 1),
  swaying([1100, 430], [-0.4, 0.1], 80, 2),
  swaying([1430, 560], [0.2, -0.1], 34, 3),
  swaying([930, 700], [0, 0], 120, 4),
]

/** Jumps over `[from, until)`: the face is there, the detector does not see it. */
function hiddenDuring(
  ranges: readonly (readonly [face: number, from: number, until: number])[],
): (face: number, frame: number) => boolean {
  return (face, frame) => ranges.some(([of, from, until]) => of === face && frame >= from && frame < until)
}

/** The scenes that leak rates are measured on. */
export const scenes: readonly Scene[] = [
  { name: 'standing', ...size, frames: 240, faces: standing },
  {
    name: 'crossings',
    ...size,
    frames: 240,
    faces: [
      walk([300, 500], [6, 0], 60),
      walk([1600, 510], [-5, 0], 62),
      walk([960, 250], [0, 2.2], 50),
      walk([700, 700], [3, -2], 56),
    ],
    unseen: hiddenDuring([
      [1, 112, 124],
      [2, 110, 120],
    ]),
  },
  {
    name: 'gaps',
    ...size,
    frames: 240,
    faces: standing,
    unseen: hiddenDuring([
      [0, 40, 52],
      [1, 60, 84],
      [2, 100, 108],
      [3, 30, 55],
      [4, 150, 170],
    ]),
  },
  {
    name: 'borders',
    ...size,
    frames: 240,
    faces: [
      walk([-120, 400], [7, 0.5], 70),
      walk([2050, 600], [-9, 0], 90),
      walk([600, -100], [1, 4], 64),
      walk([1200, 500], [4, 5], 56),
      walk([500, 700], [-5, 1], 48),
      walk([1900, 300], [-0.3, 0.2], 60),
    ],
  },
  { name: 'shake', ...size, frames: 300, faces: standing.map((path) => underCamera(path, shake)) },
  {
    name: 'shake-one-face',
    ...size,
    frames: 300,
    faces: [underCamera(swaying([900, 500], [0.3, 0], 70, 1), (frame) => [shake(frame)[0] / 2, shake(frame)[1] / 2])],
  },
  {
    name: 'sizes',
    ...size,
    frames: 240,
    faces: [
      walk([500, 400], [1.5, 1], 24, 0.02),
      walk([1300, 600], [-1, -1], 220, -0.0036),
      walk([900, 300], [0.5, 0], 22),
      walk([1600, 800], [-2, -1.5], 30, 0.012),
    ],
  },
  {
    name: 'crowd',
    ...size,
    frames: 180,
    faces: Array.from({ length: 24 }, (_, face) =>
      swaying(
        [160 + (face % 8) * 220, 260 + Math.floor(face / 8) * 240],
        [((face * 7) % 9) / 4 - 1, ((face * 5) % 7) / 8 - 0.4],
        24 + ((face * 11) % 40),
        face,
      ),
    ),
  },
]

/** The part of a box that lies in the picture; null where nothing or hardly anything (under 2 px) does. */
export function visibleBox(box: Box, scene: Scene): Box | null {
  const left = Math.max(0, box[0])
  const top = Math.max(0, box[1])
  const width = Math.min(scene.width, box[0] + box[2]) - left
  const height = Math.min(scene.height, box[1] + box[3]) - top
  return width >= 2 && height >= 2 ? [left, top, width, height] : null
}
