import type { Box, Size } from '../../core/geometry/shape.ts'
import { seededNumbers } from '../clips/spoil.ts'

/** Ways in which following is made hard. */
export const troubles = [
  'plain',
  'growing',
  'shaking',
  'turning',
  'covered',
  'blurred',
  'small',
  'twins',
  'leaving',
  'cut',
  'dark',
] as const

/** One of them. */
export type Trouble = (typeof troubles)[number]

/** Where something is drawn: its middle in the picture, its size against the photograph's, its turn in degrees. */
export type Pose = { readonly x: number; readonly y: number; readonly scale: number; readonly turn: number }

/** A thing cut from one photograph that moves before another, with everything that happens known. */
export type FollowScene = {
  readonly name: string
  readonly trouble: Trouble
  readonly half: 'tuning' | 'report'
  readonly photograph: string
  /** The thing in the photograph at its full width of 1920. */
  readonly thing: Box
  readonly background: string
  /** What is behind it after a cut, and on whoever passes in front. */
  readonly nextBackground: string
  readonly frames: number
  pose(frame: number): Pose
  /** Shift of the background, in pixels of the picture. */
  camera(frame: number): readonly [number, number]
  /** Steps that one frame's exposure is drawn in. */
  readonly exposures: number
  /** Frames over which something passes in front of the thing, if it does. */
  readonly cover: readonly [number, number] | null
  /** First frame of another scene. */
  readonly cut: number | null
  /** Another thing of the same photograph that moves beside it, at so many of its widths. */
  readonly twin: Box | null
  twinAt(frame: number): number
  readonly brightness: number
  readonly noise: number
}

type Source = { readonly photograph: string; readonly thing: Box; readonly half: 'tuning' | 'report' }

/** Things to follow: faces, clothes, hands and signs of photographs; no photograph is in both halves. */
const sources: readonly Source[] = [
  { photograph: 'sample3.jpg', thing: [592, 332, 198, 273], half: 'tuning' },
  { photograph: 'sample3.jpg', thing: [1075, 195, 225, 313], half: 'tuning' },
  { photograph: 'sample3.jpg', thing: [1512, 285, 178, 295], half: 'tuning' },
  { photograph: 'sample5.jpg', thing: [1405, 395, 205, 290], half: 'tuning' },
  { photograph: 'sample5.jpg', thing: [1110, 218, 175, 227], half: 'tuning' },
  { photograph: 'sample1.jpg', thing: [700, 300, 240, 180], half: 'tuning' },
  { photograph: 'sample6.jpg', thing: [240, 478, 230, 284], half: 'report' },
  { photograph: 'sample6.jpg', thing: [668, 318, 170, 322], half: 'report' },
  { photograph: 'sample6.jpg', thing: [1172, 292, 190, 293], half: 'report' },
  { photograph: 'sample6.jpg', thing: [1488, 262, 184, 298], half: 'report' },
  { photograph: 'sample4.jpg', thing: [1272, 128, 148, 270], half: 'report' },
  { photograph: 'sample2.jpg', thing: [800, 500, 260, 180], half: 'report' },
]

const grounds = {
  tuning: ['sample1.jpg', 'sample5.jpg', 'sample3.jpg'],
  report: ['sample2.jpg', 'sample4.jpg', 'sample6.jpg'],
} as const

function twinOf({ photograph, thing }: Source): Box {
  const other = sources.find((source) => source.photograph === photograph && source.thing !== thing)
  return other?.thing ?? [thing[0] + 40, thing[1] + 40, thing[2], thing[3]]
}

function wave(seed: number, reach: number, period: number): (frame: number) => number {
  return (frame) => reach * Math.sin((2 * Math.PI * frame) / period + seed)
}

/** A hand-held shake: slow sway with quick knocks. */
function shake(next: () => number, reach: number): (frame: number) => readonly [number, number] {
  const [a, b, c, d] = [next() * 6, next() * 6, next() * 6, next() * 6]
  return (frame) => [
    reach * (Math.sin(frame / 9 + a) + 0.5 * Math.sin(frame / 2.3 + b)),
    reach * (0.7 * Math.sin(frame / 7 + c) + 0.5 * Math.sin(frame / 1.9 + d)),
  ]
}

/** What sets each trouble apart. */
const settings: Readonly<Record<Trouble, Partial<Ways>>> = {
  plain: {},
  growing: { growth: 1.012 },
  shaking: { shake: 36, exposures: 3 },
  turning: { turn: 12 },
  covered: { covered: true },
  blurred: { shake: 20, exposures: 5 },
  small: { size: 0.4 },
  twins: { twins: true },
  leaving: { speed: 8 },
  cut: { cut: 45 },
  dark: { brightness: 0.3, noise: 7 },
}

type Ways = {
  /** Share of the usual size. */
  readonly size: number
  readonly growth: number
  readonly shake: number
  readonly exposures: number
  readonly turn: number
  readonly covered: boolean
  readonly twins: boolean
  readonly speed: number
  readonly cut: number | null
  readonly brightness: number
  readonly noise: number
}

const usual: Ways = {
  size: 1,
  growth: 1,
  shake: 2,
  exposures: 1,
  turn: 2,
  covered: false,
  twins: false,
  speed: 1.5,
  cut: null,
  brightness: 1,
  noise: 3,
}

function sceneOf(trouble: Trouble, source: Source, seed: number, { width, height }: Size): FollowScene {
  const next = seededNumbers(seed)
  for (let skip = 0; skip < 5; skip++) next()
  const ways = { ...usual, ...settings[trouble] }
  const unit = height / 540
  const size = (0.18 + next() * 0.25) * unit * ways.size
  const [startX, startY] = [width * (0.35 + next() * 0.3), height * (0.4 + next() * 0.2)]
  const speed = (next() < 0.5 ? -1 : 1) * ways.speed * unit
  const sway = wave(next() * 6, (20 + next() * 50) * unit, 50 + next() * 60)
  const rise = wave(next() * 6, (10 + next() * 30) * unit, 40 + next() * 60)
  const growth = next() < 0.5 ? ways.growth : 1 / ways.growth
  const turning = wave(0, ways.turn, 80)
  const shaking = shake(next, ways.shake * unit)
  const others = grounds[source.half]
  const { exposures, cut, brightness, noise } = ways
  return {
    ...{ name: `${trouble}-${seed}`, trouble, half: source.half, photograph: source.photograph, thing: source.thing },
    background: others[seed % others.length] ?? others[0],
    nextBackground: others[(seed + 1) % others.length] ?? others[0],
    frames: 90,
    pose: (frame) => {
      const [dx, dy] = shaking(frame)
      const x = startX + speed * frame + sway(frame) - sway(0) + dx
      return { x, y: startY + rise(frame) - rise(0) + dy, scale: size * growth ** frame, turn: turning(frame) }
    },
    camera: shaking,
    cover: ways.covered ? [30, 33 + Math.round(next() * 30)] : null,
    twin: ways.twins ? twinOf(source) : null,
    twinAt: (frame) => 1.35 * Math.cos(frame / 25),
    ...{ exposures, cut, brightness, noise },
  }
}

/** Scenes of every trouble, each with half of the things of this half in turn; the same every time. */
export function followScenes(half: 'tuning' | 'report', size: Size): FollowScene[] {
  const things = sources.filter((source) => source.half === half)
  const seed = half === 'report' ? 1010 : 1000
  return troubles.flatMap((trouble, row) =>
    things.flatMap((source, column) =>
      (row + column) % 2 === 0 ? [sceneOf(trouble, source, seed + row * 20 + column, size)] : [],
    ),
  )
}
