import { coveredEnough } from '../leak-rate.ts'
import type { ClipTruth } from './clip-truth.ts'
import type { PersonFrame } from './figures.ts'

/** Why a face leaked, as far as the truth tells; the first that holds. */
export const causes = [
  'under 20 px',
  'after a cut',
  'entering or leaving',
  'occluded',
  'turned away',
  'tilted',
  'blurred',
  'dark',
  'none of these',
] as const

/** One of the causes. */
export type Cause = (typeof causes)[number]

/** A leak of one person over frames in a row. */
export type Leak = {
  readonly clip: string
  readonly person: string
  readonly fromFrame: number
  readonly untilFrame: number
  /** The frame in which least is covered. */
  readonly worst: PersonFrame
  readonly cause: Cause
  /** True where some of the face is painted in the worst frame: found, but not enough of it is covered. */
  readonly partly: boolean
}

/** Frames after a cut, or after somebody is seen for the first time, that count as such. */
const justNow = 12

/** Gathers leaked person-frames into leaks over frames in a row, sorted by cause, the longest first. */
export function leaksOf(frames: readonly PersonFrame[], truths: ReadonlyMap<string, ClipTruth>): Leak[] {
  const leaked = frames.filter(({ covered }) => covered < coveredEnough)
  const byPerson = Map.groupBy(leaked, ({ clip, person }) => `${clip} ${person}`)
  const leaks = [...byPerson.values()].flatMap((ofPerson) =>
    inARow(ofPerson.toSorted((a, b) => a.frame - b.frame)).map((run) => describe(run, truths)),
  )
  const length = ({ fromFrame, untilFrame }: Leak) => untilFrame - fromFrame
  return leaks.toSorted(
    (a, b) =>
      causes.indexOf(a.cause) - causes.indexOf(b.cause) ||
      length(b) - length(a) ||
      Number(a.clip > b.clip) - Number(a.clip < b.clip) ||
      a.fromFrame - b.fromFrame,
  )
}

function inARow(frames: readonly PersonFrame[]): PersonFrame[][] {
  const runs: PersonFrame[][] = []
  for (const one of frames) {
    const last = runs.at(-1)
    if (last && (last.at(-1)?.frame ?? 0) >= one.frame - 1) last.push(one)
    else runs.push([one])
  }
  return runs
}

function describe(run: readonly PersonFrame[], truths: ReadonlyMap<string, ClipTruth>): Leak {
  const worst = run.toSorted((a, b) => a.covered - b.covered || a.frame - b.frame)[0]
  const truth = truths.get(worst?.clip ?? '')
  if (!worst || !truth) throw new Error('a leak belongs to a clip of the bench')
  const { clip, person } = worst
  const fromFrame = run[0]?.frame ?? 0
  const untilFrame = (run.at(-1)?.frame ?? 0) + 1
  return { clip, person, fromFrame, untilFrame, worst, cause: causeOf(worst, truth), partly: worst.covered > 0 }
}

function causeOf({ frame, person, height }: PersonFrame, truth: ClipTruth): Cause {
  const face = truth.frames[frame]?.find((one) => one.person === person)
  const facts = truth.facts[frame]
  const { width, height: rows } = truth.size
  const [x, y, w, h] = face?.box ?? [0, 0, 0, 0]
  const recently = (holds: (at: number) => boolean) =>
    Array.from({ length: justNow }, (_, back) => frame - back).some((at) => at >= 0 && holds(at))
  const tests: Readonly<Record<Exclude<Cause, 'none of these'>, boolean>> = {
    'under 20 px': height < 20,
    'after a cut': recently((at) => truth.facts[at]?.cut === true),
    'entering or leaving': x < 0 || y < 0 || x + w > width || y + h > rows,
    occluded: (face?.visible ?? 1) < 0.85,
    'turned away': (face?.turn ?? 0) > 40,
    tilted: Math.abs(face?.roll ?? 0) > 25,
    blurred: (facts?.blur ?? 0) > 0.2 * height,
    dark: truth.light < 0.5,
  }
  return causes.find((cause) => cause !== 'none of these' && tests[cause]) ?? 'none of these'
}
