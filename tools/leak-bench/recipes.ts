import { seededNumbers } from '../clips/spoil.ts'
import type { Sprite } from '../demo/sprite.ts'
import { actor, type Cast, type Way } from './cast.ts'
import type { Actor, Camera, Prop, Scene } from './scene.ts'
import { page, plate, post, screen } from './things.ts'
import type { Weather } from './weather.ts'

/** How a clip of the bench is made. The same recipe serves both halves, with other people before other backgrounds. */
export type Recipe = {
  readonly name: string
  /** What is hard about it. */
  readonly what: string
  readonly seconds: number
  /** Rate factor of x264: larger is worse. */
  readonly crf: number
  readonly weather: Weather
  /** Share of a frame's time for which the shutter is open: a quarter is 1/120 s, as by day. */
  readonly shutter: number
  readonly scenes: (means: Means) => readonly Scene[]
}

/** What a recipe is cooked from. */
export type Means = {
  readonly cast: Cast
  readonly background: (at: number) => Sprite
  /** Numbers in [0, 1), the same for the same half and recipe. */
  readonly next: () => number
}

const clear: Weather = { light: 1, noise: 1.5 }
const still: Camera = { x: 0, y: 0, roll: 0, zoom: 1 }
const wave = (second: number, hertz: number, phase = 0) => Math.sin(2 * Math.PI * hertz * second + phase)

/** On somebody's chest, walking. */
function walking(second: number): Camera {
  return {
    x: 40 * wave(second, 0.21) + 9 * wave(second, 0.95) + 3 * wave(second, 3.1, 1),
    y: 12 * wave(second, 1.9, 0.5) + 4 * wave(second, 3.8),
    roll: 1.2 * wave(second, 0.95, 1),
    zoom: 1 + 0.02 * second,
  }
}

/** A struggle. */
function shaking(second: number): Camera {
  return {
    x: 90 * wave(second, 0.9) + 45 * wave(second, 2.3, 1) + 14 * wave(second, 5.1),
    y: 55 * wave(second, 1.3, 2) + 35 * wave(second, 2.9) + 12 * wave(second, 6.3, 1),
    roll: 5 * wave(second, 1.1) + 2 * wave(second, 3.7, 2),
    zoom: 1 + 0.05 * wave(second, 0.6),
  }
}

/** Turns away by 900 pixels and back, each within half a second. */
function whipping(second: number): Camera {
  const eased = (from: number) => {
    const share = Math.max(0, Math.min(1, (second - from) / 0.5))
    return share * share * (3 - 2 * share)
  }
  return { ...still, x: 900 * (eased(1.2) - eased(3.2)) + 5 * wave(second, 2.1), y: 6 * wave(second, 1.9) }
}

/** Width of the picture and the row at which faces of no size would be: nearer ones are lower. */
const width = 1920
const horizon = 300

/** Everybody on a way of their own: some stand, some cross the picture, some come in from a border or leave by it. */
function crowd(means: Means, heights: readonly number[], seconds: number, change: Partial<Way> = {}): Actor[] {
  const { next } = means
  return means.cast.take(heights).map((person, at) => {
    const height = heights[at] ?? 0
    const lane = ((at + 0.3 + 0.4 * next()) / heights.length) * (width - 200) + 100
    const y = horizon + height * 0.9 + next() * 160
    const side = next() < 0.5 ? -1 : 1
    const key = (share: number, x: number, grown = 1) => ({ second: seconds * share, x, y, height: height * grown })
    return actor(person, { ...wayOf(at % 4, { lane, side, height, seconds }, key), ...change })
  })
}

/** Face heights a second: a face is about 0.23 m high, so these are 1.8 and 3.7 m a second. */
const walkingPace = 8
const runningPace = 16

type Lane = { readonly lane: number; readonly side: number; readonly height: number; readonly seconds: number }

function wayOf(
  kind: number,
  { lane, side, height, seconds }: Lane,
  key: (at: number, x: number, grown?: number) => Way['keys'][number],
): Way {
  const step = side * (28 + height * 0.24) * seconds
  const outside = side < 0 ? -height : width + height
  const inside = (pace: number, share: number) => {
    const reach = Math.min(Math.abs(lane - outside), pace * height * share * seconds)
    return outside - side * reach
  }
  // Ways end after the clip does.
  if (kind === 0) return { keys: [key(0, lane), key(1.2, lane + 60, 1.08)] }
  if (kind === 1) return { keys: [key(0, lane - step), key(1.2, lane + step, 0.94)], pace: 1.8 }
  if (kind === 2) {
    const to = inside(walkingPace, 0.45)
    return { keys: [key(0.15, outside), key(0.6, to), key(1.2, to + 20)], pace: 1.7 }
  }
  const from = inside(runningPace, 0.5)
  return { keys: [key(0, from), key(0.35, from), key(0.85, outside)], pace: 1.7 }
}

function posts(seconds: number): Prop[] {
  return [260, 610, 930, 1290, 1640].map((x, at) => ({
    id: `post-${at}`,
    class: null,
    sprite: post(26 + at * 16, [70 + at * 12, 74, 70]),
    ...{ scale: 1, roll: 0 },
    centreAt: (second) => [x + (at % 2 === 0 ? 160 : -160) * (second / seconds - 0.5), 540],
  }))
}

function thing(
  id: string,
  kind: Exclude<Prop['class'], null>,
  sprite: Sprite,
  at: readonly [number, number, number],
): Prop {
  const [x, y, scale] = at
  return { id, class: kind, sprite, scale, roll: (id.length % 3) * 3 - 3, centreAt: (second) => [x + 30 * second, y] }
}

function one(means: Means, seconds: number, layers: Scene['layers'], cameraAt: Scene['cameraAt']): Scene[] {
  return [{ untilSecond: seconds, background: means.background(0), layers, cameraAt }]
}

/** Looks away to the side and back; every second person right round. */
function turning(means: Means, heights: readonly number[]): Actor[] {
  return means.cast.take(heights).map((person, at) => {
    const x = 220 + at * 370
    const y = horizon + 60 + (heights[at] ?? 0) * 0.7
    const most = at % 2 === 0 ? 180 : 62
    const turnAt = (second: number) => most * Math.max(0, Math.sin((2 * Math.PI * (second + at * 0.7)) / 4)) ** 0.7
    const key = (second: number, shift: number) => ({ second, x: x + shift, y, height: heights[at] ?? 0 })
    return actor(person, { keys: [key(0, -30), key(7, 60)], turnAt })
  })
}

/** Close to the camera, in and out by every border. */
function close(means: Means): Actor[] {
  const heights = [165, 210, 250, 290]
  const people = means.cast.take(heights)
  const ways: Way['keys'][] = [
    [
      { second: 0, x: -160, y: 420, height: 160 },
      { second: 2, x: 420, y: 430, height: 175 },
      { second: 5.1, x: 700, y: 470, height: 185 },
    ],
    [
      { second: 0.3, x: 1500, y: 1300, height: 205 },
      { second: 1.6, x: 1450, y: 560, height: 215 },
      { second: 5.1, x: 1250, y: 520, height: 215 },
    ],
    [
      { second: 0, x: 1000, y: 400, height: 225 },
      { second: 2.5, x: 1300, y: 400, height: 250 },
      { second: 4.3, x: 2150, y: 420, height: 260 },
    ],
    [
      { second: 1.2, x: 500, y: -220, height: 290 },
      { second: 2.6, x: 560, y: 420, height: 290 },
      { second: 3.4, x: 560, y: 440, height: 300 },
      { second: 4.8, x: 300, y: 1330, height: 300 },
    ],
  ]
  return people.map((person, at) => {
    const rollAt = (second: number) => 12 * wave(second, 0.3, at)
    return actor(person, { keys: ways[at] ?? [], rollAt })
  })
}

function things(means: Means): Scene['layers'] {
  return [
    thing('monitor', 'screen', screen(false), [330, 420, 0.6]),
    thing('phone', 'screen', screen(true), [760, 640, 0.32]),
    thing('page', 'document', page(), [1130, 560, 0.6]),
    thing('small-page', 'document', page(), [1480, 700, 0.34]),
    thing('plate', 'plate', plate('AB12 CDE'), [760, 930, 0.42]),
    thing('far-plate', 'plate', plate('XY34 FGH'), [1500, 300, 0.2]),
    ...crowd(means, [70, 110, 45], 5),
  ]
}

/** All clips of a half. */
export const recipes: readonly Recipe[] = [
  {
    ...{ name: 'far', what: 'faces of 12 to 38 px, slow pan', seconds: 5, crf: 23, weather: clear, shutter: 0.25 },
    scenes: (means) =>
      one(means, 5, crowd(means, [12, 14, 16, 18, 21, 24, 28, 32, 38], 5), (second) => ({
        ...{ x: 60 * second - 150, y: 8 * wave(second, 0.4), roll: 0, zoom: 1 },
      })),
  },
  {
    ...{ name: 'crowd', what: 'people passing each other, walking camera', seconds: 9, crf: 28, weather: clear },
    shutter: 0.25,
    scenes: (means) => one(means, 9, crowd(means, [20, 26, 34, 42, 50, 58, 66, 80], 9), walking),
  },
  {
    ...{ name: 'shake', what: 'hard shake, motion blur', seconds: 5, crf: 26, weather: clear, shutter: 0.35 },
    scenes: (means) => one(means, 5, crowd(means, [30, 44, 60, 85, 115, 150], 5), shaking),
  },
  {
    ...{
      name: 'dark',
      what: 'low light, noise',
      seconds: 5,
      crf: 27,
      weather: { light: 0.28, noise: 6 },
      shutter: 0.7,
    },
    scenes: (means) => one(means, 5, crowd(means, [18, 26, 36, 50, 70, 95, 120], 5), walking),
  },
  {
    ...{
      name: 'posts',
      what: 'people behind posts and each other',
      seconds: 6,
      crf: 25,
      weather: clear,
      shutter: 0.25,
    },
    scenes: (means) =>
      one(means, 6, [...crowd(means, [35, 50, 70, 95, 125, 160], 6, { pace: 1.8 }), ...posts(6)], walking),
  },
  {
    ...{ name: 'turning', what: 'heads turned to the side and right round', seconds: 6, crf: 25, weather: clear },
    shutter: 0.25,
    scenes: (means) =>
      one(means, 6, turning(means, [50, 80, 120, 170, 210]), (second) => ({ ...still, x: 20 * second })),
  },
  {
    ...{ name: 'cuts', what: 'three scenes, hard cuts', seconds: 6, crf: 25, weather: clear, shutter: 0.25 },
    scenes: (means) =>
      [0, 1, 2].map((at) => ({
        untilSecond: 2 * (at + 1),
        background: means.background(at),
        layers: crowd(means, [30 - at * 4, 52, 84, 130 - at * 20], 6),
        cameraAt: at === 1 ? shaking : walking,
      })),
  },
  {
    ...{ name: 'close', what: 'faces of 160 to 300 px, in and out by every border', seconds: 5, crf: 24 },
    ...{ weather: clear, shutter: 0.25 },
    scenes: (means) => one(means, 5, close(means), walking),
  },
  {
    ...{ name: 'whip', what: 'the camera turns away and back within half a second', seconds: 5, crf: 26 },
    ...{ weather: clear, shutter: 0.25 },
    scenes: (means) => one(means, 5, crowd(means, [30, 40, 54, 72, 96, 120], 5), whipping),
  },
  {
    ...{ name: 'tilted', what: 'heads and camera tilted', seconds: 5, crf: 25, weather: clear, shutter: 0.25 },
    scenes: (means) => {
      const rollAt = (second: number) => 42 * wave(second, 0.24, 0.6)
      return one(means, 5, crowd(means, [30, 48, 72, 100, 140, 180], 5, { rollAt }), (second) => ({
        ...walking(second),
        roll: 12 * wave(second, 0.15),
      }))
    },
  },
  {
    ...{ name: 'pressed', what: 'strong compression', seconds: 5, crf: 38, weather: clear, shutter: 0.25 },
    scenes: (means) => one(means, 5, crowd(means, [16, 22, 30, 40, 54, 70, 90], 5), walking),
  },
  {
    ...{ name: 'things', what: 'drawn screens, pages and plates (synthetic)', seconds: 5, crf: 25, weather: clear },
    shutter: 0.25,
    scenes: (means) => one(means, 5, things(means), walking),
  },
]

/** Numbers for a recipe: the same for the same half and name. */
export function numbersFor(half: string, name: string): () => number {
  return seededNumbers([...`${half} ${name}`].reduce((sum, sign) => Math.imul(sum, 31) + (sign.codePointAt(0) ?? 0), 7))
}
