import type { Size } from '../../core/geometry/shape.ts'
import { fromTop, makeCanvas, paint, roughen, spriteFrom } from '../demo/canvas.ts'
import type { Sprite } from '../demo/sprite.ts'
import { hedge } from '../demo/street.ts'
import { actor, type Way } from '../leak-bench/cast.ts'
import { type BenchPerson, demoCast } from '../leak-bench/people.ts'
import type { Actor, Prop, Scene } from '../leak-bench/scene.ts'
import { screen } from '../leak-bench/things.ts'

/** Who asked for the clip and is all that it may show. */
export const requester = 'burgundy-dress'

/** Somebody's way in shares: of the clip's length, the picture's width and height, and the height of a face of the picture's. */
type Path = { readonly person: string; readonly pace?: number; readonly keys: readonly (readonly number[])[] }

/** Six people, from the back to the front: one comes late, one passes, one leaves and comes back, three stay. */
const far: readonly Path[] = [
  {
    person: 'blonde-hair',
    keys: [
      [0.45, 1.1, 0.3, 0.1],
      [0.6, 0.8, 0.31, 0.1],
      [1.1, 0.78, 0.31, 0.1],
    ],
    pace: 1.6,
  },
  {
    person: 'curly-hair',
    keys: [
      [0.12, -0.1, 0.33, 0.12],
      [0.4, 1.1, 0.33, 0.12],
    ],
    pace: 1.8,
  },
]
const near: readonly Path[] = [
  {
    person: 'green-dress',
    keys: [
      [0, 0.14, 0.42, 0.15],
      [1.1, 0.17, 0.43, 0.16],
    ],
  },
  {
    person: 'red-top',
    keys: [
      [0, 0.86, 0.42, 0.16],
      [0.3, 0.87, 0.42, 0.16],
      [0.42, 1.12, 0.42, 0.16],
    ],
  },
  {
    person: 'red-top',
    keys: [
      [0.66, 1.12, 0.42, 0.16],
      [0.74, 0.88, 0.42, 0.16],
      [1.1, 0.87, 0.42, 0.16],
    ],
  },
  {
    person: 'black-top',
    keys: [
      [0.5, -0.1, 0.45, 0.17],
      [0.64, 0.32, 0.46, 0.17],
      [1.1, 0.33, 0.46, 0.17],
    ],
  },
  {
    person: requester,
    keys: [
      [0, 0.53, 0.44, 0.18],
      [0.5, 0.56, 0.44, 0.18],
      [1.1, 0.54, 0.45, 0.18],
    ],
  },
]

/** In a few seconds nobody comes or goes: the three who are there at the beginning. */
function isThereFirst({ keys: [first] }: Path): boolean {
  return first?.[0] === 0
}

/** What is before the camera: a yard, two screens with somebody's data, six people; three where it is `short`. */
export async function requestScene(seconds: number, size: Size, short: boolean): Promise<Scene> {
  const people = new Map((await demoCast()).map((one) => [one.id, one]))
  const walks = (paths: readonly Path[]): Actor[] =>
    paths
      .filter((path) => !short || isThereFirst(path))
      .map((path) => walkOf(short ? standing(path) : path, people, { seconds, size }))
  const lower: Prop = {
    ...{ id: 'hedge', class: null, sprite: hedge().sprite, scale: size.width / 1920, roll: 0 },
    centreAt: () => [size.width / 2, size.height * 0.7],
  }
  return {
    untilSecond: seconds,
    background: yard(),
    layers: [
      screenAt('desk-screen', { tall: false, across: 0.33, down: 0.16, wide: 0.2 }, size),
      ...walks(far),
      lower,
      ...walks(near),
      screenAt('phone-screen', { tall: true, across: 0.7, down: 0.72, wide: 0.1 }, size),
    ],
    cameraAt: (second) => ({
      x: size.width * (0.012 * Math.sin(second * 0.7) + 0.002 * Math.sin(second * 9)),
      y: size.height * (0.008 * Math.sin(second * 0.9 + 1) + 0.003 * Math.sin(second * 11)),
      roll: 0.5 * Math.sin(second * 0.8),
      zoom: 1,
    }),
  }
}

function standing({ person, keys: [first = []] }: Path): Path {
  const [, ...place] = first
  return { person, keys: [first, [1.1, ...place]] }
}

/** A rendered wall over paving. The demo's shop fronts look like papers and plates to a detector, which is not what is shown here. */
function yard(): Sprite {
  const canvas = makeCanvas(1600, 900)
  paint(canvas, [0, 0, 1600, 560], fromTop([178, 172, 158], [150, 146, 136]))
  paint(canvas, [0, 560, 1600, 340], fromTop([120, 118, 116], [88, 88, 90]))
  roughen(canvas, 10, 17)
  return spriteFrom(canvas, true)
}

type Stage = { readonly seconds: number; readonly size: Size }

function walkOf(
  { person, keys, pace }: Path,
  people: ReadonlyMap<string, BenchPerson>,
  { seconds, size }: Stage,
): Actor {
  const found = people.get(person)
  if (!found) throw new Error(`nobody of the demo is called ${person}`)
  const way: Way = {
    keys: keys.map(([at = 0, across = 0, down = 0, height = 0]) => ({
      second: at * seconds,
      x: across * size.width,
      y: down * size.height,
      height: height * size.height,
    })),
    ...(pace === undefined ? {} : { pace }),
  }
  return actor(found, way)
}

type Placed = { readonly tall: boolean; readonly across: number; readonly down: number; readonly wide: number }

function screenAt(id: string, { tall, across, down, wide }: Placed, { width, height }: Size): Prop {
  const sprite = screen(tall)
  return {
    ...{ id, class: 'screen', sprite, scale: (wide * width) / sprite.width, roll: tall ? 4 : 0 },
    centreAt: () => [across * width, down * height],
  }
}
