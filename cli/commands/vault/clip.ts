import type { InputOf, OutputOf } from '../../../contract/methods/all.ts'
import {
  atSourceWords,
  fieldNames,
  importReasonWords,
  sourceTaskWords,
} from '../../../contract/wording/record-words.ts'
import { restrictionKinds } from '../../../core/access/access-object.ts'
import { calendarDay, isCalendarDay } from '../../../core/calendar.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ClipId } from '../../../core/vault/ids.ts'
import { type Arguments, required } from '../../arguments.ts'
import { type Command, type Outcome, sharedOptions, stopped, told } from '../../command.ts'
import type { Session } from '../../session.ts'
import { momentOption, readMoment } from '../../vault/asked-moment.ts'
import { columns, counted, factLines, shownDay, shownMoment, shownText } from '../../vault/shown.ts'
import { signInOptions, vaultOptions } from '../../vault/vault-options.ts'
import { clipNamed } from './in-vault.ts'

const options = [...signInOptions, sharedOptions.json]

type ClipRun = (clip: ClipId, args: Arguments, session: Session) => Promise<Outcome>

/** A command about one clip. */
function clipCommand(about: Omit<Command, 'run' | 'group' | 'operands'>, run: ClipRun): Command {
  return {
    ...about,
    group: 'vault',
    operands: ['ID'],
    run: async (args, session) => {
      const clip = clipNamed(args.operands[0] ?? '')
      return clip.ok ? run(clip.value, args, session) : stopped(clip.failure)
    },
  }
}

type Row = OutputOf<'clip.edit'>

function retentionOf({ retention: { state, rule, due, undoUntil } }: Row): string {
  const day = undoUntil ? `may be undone until ${shownMoment(undoUntil)}` : due ? `due ${shownDay(due)}` : 'no day set'
  return `${state}, ${shownText(rule)}, ${day}`
}

function readingOf({ index, indexProblem, frames, seconds }: Row): string {
  return index === 'unindexed'
    ? `no: ${importReasonWords(indexProblem ?? 'not known')}`
    : `${frames ?? '-'} frames, ${seconds?.toFixed(1) ?? '-'} s`
}

/** What decoding found, in a person's words. */
function damageOf({ damage }: Row): string {
  if (damage === null) return 'not looked for yet ("occlude decode")'
  const found = [
    [damage.frames, 'frames do not decode (a copy covers them whole)'],
    [damage.missing, 'frames are announced and not there'],
    [damage.samples, 'samples of sound are missing or damaged'],
    [damage.tracks, 'sound tracks do not decode'],
  ] as const
  const told = found.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []))
  return told.length === 0 ? 'none' : told.join('; ')
}

function rowLines(row: Row): readonly string[] {
  return factLines([
    ['clip', `${row.clip} (${row.kind}${row.madeFrom ? ` of ${row.madeFrom}` : ''})`],
    ['file', shownText(row.name)],
    ['sha256', row.sha256],
    ['recorded', shownMoment(row.recordedOn)],
    ['officer', shownText(row.officer)],
    ['device', shownText(row.device)],
    ['categories', row.categories.map(shownText).join(', ') || '-'],
    ['incident', shownText(row.incident)],
    ['place', shownText(row.place)],
    ['force', shownText(row.ownerForce)],
    ['read', readingOf(row)],
    ['damage', damageOf(row)],
    ['retention', retentionOf(row)],
    ['holds', String(row.retention.holds)],
    ['source', atSourceWords[row.atSource]],
    ['missing', fieldNames(row.missing) || 'nothing'],
  ])
}

type Shown = OutputOf<'clip.show'>

function holdLine({ hold, kind, reason, placedAt, endsAt, reviewAt, releasedAt }: Shown['holds'][number]): string {
  const dates = [
    `since ${shownDay(placedAt)}`,
    ...(endsAt && !releasedAt ? [`to be looked at by ${shownDay(endsAt)}`] : []),
    ...(reviewAt && !releasedAt ? [`to be judged again by ${shownDay(reviewAt)}`] : []),
    ...(releasedAt ? [`released ${shownDay(releasedAt)}`] : []),
  ]
  return `hold         ${hold}  ${shownText(kind)}, ${dates.join(', ')}: ${shownText(reason)}`
}

function sourceLine({ system, id, category, deletionDate }: NonNullable<Shown['source']>): string {
  return `lives in     ${shownText(system)}, ID ${shownText(id)}, category ${shownText(category)}, deleted there ${shownDay(deletionDate)}`
}

/** What is known of a clip beside its own row. */
function besideLines({
  holds,
  todos,
  sourceTasks,
  source,
  attachments,
  copies,
  certificate,
}: Shown): readonly string[] {
  return [
    ...(source ? [sourceLine(source)] : []),
    ...holds.map(holdLine),
    ...sourceTasks.map(
      ({ task, kind, confirmedAt }) =>
        `task         ${task}  ${sourceTaskWords(kind)}, ${confirmedAt ? `confirmed ${shownDay(confirmedAt)}` : 'open'}`,
    ),
    ...todos.map(
      ({ officer, missing, dueAt, overdue }) =>
        `to do        ${shownText(officer)}: ${fieldNames(missing)}, by ${shownDay(dueAt)}${overdue ? ' (overdue)' : ''}`,
    ),
    ...attachments.map(({ name, sha256 }) => `attached     ${shownText(name)}  ${sha256}`),
    ...copies.map((copy) => `copy         ${copy}`),
    ...(certificate ? ['certificate  there; --json shows it'] : []),
  ]
}

const show = clipCommand(
  {
    name: 'clip show',
    summary: 'everything that is known of a clip',
    options: [vaultOptions.breakGlass, ...options],
    details: ['Shows metadata, holds, tasks, copies and, of a copy, its certificate. No picture and no sound.'],
    examples: ['clip show 7k3qx9v2m4n8p6rt --json'],
  },
  async (clip, args, session) => {
    const found = await session.callVault(args, 'clip.show', { clip })
    if (!found.ok) return stopped(found.failure)
    const { clip: row, ...beside } = found.value
    return told({ ...row, ...beside }, [...rowLines(row), ...besideLines(found.value)])
  },
)

type Changes = InputOf<'clip.edit'>['changes']

const textFields = {
  officer: 'officer',
  device: 'device',
  incident: 'incident',
  place: 'place',
  force: 'ownerForce',
  area: 'area',
  team: 'team',
} as const

function textChanges(args: Arguments): Partial<Record<(typeof textFields)[keyof typeof textFields], string | null>> {
  const changes: Partial<Record<(typeof textFields)[keyof typeof textFields], string | null>> = {}
  for (const [option, field] of Object.entries(textFields)) {
    const given = args.text(option)
    if (given !== null) changes[field] = given === 'none' ? null : given
  }
  return changes
}

function recordedOn(args: Arguments): Result<Pick<Changes, 'recordedOn'>> {
  const given = args.text('recorded-on')
  if (given === null) return ok({})
  if (given === 'none') return ok({ recordedOn: null })
  const moment = readMoment(given, '--recorded-on', 'begin')
  return moment.ok ? ok({ recordedOn: moment.value }) : moment
}

function restriction(args: Arguments): Result<Pick<Changes, 'restriction'>> {
  if (args.flag('unrestrict')) return ok({ restriction: null })
  const given = args.text('restrict')
  if (given === null) return ok({})
  const kind = restrictionKinds.find((each) => each === given)
  if (!kind)
    return failed({ kind: 'usage', detail: `--restrict is one of ${restrictionKinds.join(', ')}, not "${given}"` })
  return ok({ restriction: { kind, allowed: args.list('allow') } })
}

function changesOf(args: Arguments): Result<Changes> {
  const recorded = recordedOn(args)
  if (!recorded.ok) return recorded
  const restricted = restriction(args)
  if (!restricted.ok) return restricted
  const categories =
    args.text('category') === null ? {} : { categories: args.list('category').filter((each) => each !== 'none') }
  const involved =
    args.text('involved') === null ? {} : { involved: args.list('involved').filter((each) => each !== 'none') }
  return ok({ ...textChanges(args), ...recorded.value, ...restricted.value, ...categories, ...involved })
}

const edit = clipCommand(
  {
    name: 'clip edit',
    summary: 'complete or correct what is known of a clip',
    options: [
      { name: 'recorded-on', value: 'TIME', help: 'when it was recorded, in UTC' },
      { name: 'officer', value: 'TEXT', help: 'who recorded it ("none" empties a field)' },
      { name: 'device', value: 'TEXT', help: 'the camera' },
      { name: 'category', value: 'NAME,...', help: 'its retention categories; the longest one wins', many: true },
      { name: 'incident', value: 'TEXT', help: 'the incident' },
      { name: 'place', value: 'TEXT', help: 'where' },
      { name: 'force', value: 'NAME', help: 'the force that owns it' },
      { name: 'area', value: 'NAME', help: 'area: LPA or Division' },
      { name: 'team', value: 'NAME', help: 'team' },
      { name: 'involved', value: 'NAME,...', help: 'users who recorded it, appear in it or supervised it', many: true },
      { name: 'restrict', value: restrictionKinds.join('|'), help: 'only those named with --allow may see it' },
      { name: 'allow', value: 'NAME,...', help: 'who may see a restricted clip', many: true },
      { name: 'unrestrict', value: null, help: 'everybody whose role allows it may see it again' },
      ...options,
    ],
    details: ['Changes metadata, never footage. A shorter retention period deletes nothing at once.'],
    examples: ['clip edit 7k3qx9v2m4n8p6rt --officer "PC 1234" --category stop-search --reason "from the notebook"'],
  },
  async (clip, args, session) => {
    const changes = changesOf(args)
    if (!changes.ok) return stopped(changes.failure)
    if (Object.keys(changes.value).length === 0)
      return stopped({ kind: 'usage', detail: 'say what to change, for example --officer TEXT.' })
    const edited = await session.callVault(args, 'clip.edit', { clip, changes: changes.value })
    return edited.ok ? told({ ...edited.value }, rowLines(edited.value)) : stopped(edited.failure)
  },
)

const hold = clipCommand(
  {
    name: 'clip hold',
    summary: 'keep a clip from being deleted',
    options: [
      { name: 'kind', value: 'sar|panel|case|complaint|safeguarding|investigation', help: 'what it is held for' },
      { name: 'until', value: 'DATE', help: 'when the hold asks to be looked at (default by profile)' },
      { name: 'review', value: 'DATE', help: 'when it has to be judged again (default by profile)' },
      ...options,
    ],
    details: [
      'A hold stops deletion until somebody releases it. It does not reach the store of record: until a named person confirms that the',
      'clip is held there too ("clip confirm"), the clip says so.',
    ],
    examples: ['clip hold 7k3qx9v2m4n8p6rt --kind sar --reason "SAR 12, received today"'],
  },
  async (clip, args, session) => {
    const kind = required(args, 'kind')
    if (!kind.ok) return stopped(kind.failure)
    const endsAt = momentOption(args, 'until', 'end')
    if (!endsAt.ok) return stopped(endsAt.failure)
    const reviewAt = momentOption(args, 'review', 'end')
    if (!reviewAt.ok) return stopped(reviewAt.failure)
    const input = { clip, kind: kind.value, endsAt: endsAt.value, reviewAt: reviewAt.value }
    const placed = await session.callVault(args, 'clip.hold', input)
    if (!placed.ok) return stopped(placed.failure)
    return told({ clip, ...placed.value }, [`Held for ${placed.value.kind}: hold ${placed.value.hold}.`])
  },
)

const unhold = clipCommand(
  {
    name: 'clip unhold',
    summary: 'release holds of a clip',
    options: [{ name: 'hold', value: 'HOLD', help: 'only this one (default: all)' }, ...options],
    details: ['Releases one hold or all of them; "clip show" lists them.'],
    examples: ['clip unhold 7k3qx9v2m4n8p6rt --reason "SAR 12 answered"'],
  },
  async (clip, args, session) => {
    const released = await session.callVault(args, 'clip.unhold', { clip, hold: args.text('hold') })
    if (!released.ok) return stopped(released.failure)
    return told({ clip, ...released.value }, [`${counted(released.value.released, 'hold')} released.`])
  },
)

const source = clipCommand(
  {
    name: 'clip source',
    summary: 'say where a clip officially lives',
    options: [
      { name: 'system', value: 'TEXT', help: 'the store of record, for example Evidence.com' },
      { name: 'id', value: 'TEXT', help: 'its ID there' },
      { name: 'category', value: 'TEXT', help: 'its category there' },
      { name: 'deletion-date', value: 'DATE', help: 'when it is deleted there' },
      ...options,
    ],
    details: ['You confirm by this, in your name, that you have looked there.'],
    examples: ['clip source 7k3qx9v2m4n8p6rt --system Evidence.com --id 0123 --reason "looked it up"'],
  },
  async (clip, args, session) => {
    const system = required(args, 'system')
    if (!system.ok) return stopped(system.failure)
    const day = args.text('deletion-date')
    if (day !== null && !isCalendarDay(day))
      return stopped({ kind: 'usage', detail: `--deletion-date is a day (2026-11-22), not "${day}"` })
    const deletionDate = day === null ? null : calendarDay(day)
    const input = { clip, system: system.value, id: args.text('id'), category: args.text('category'), deletionDate }
    const stored = await session.callVault(args, 'source.set', input)
    return stored.ok ? told({ ...stored.value }, rowLines(stored.value)) : stopped(stored.failure)
  },
)

const confirm = clipCommand(
  {
    name: 'clip confirm',
    summary: 'confirm that something was done in the store of record',
    options: [{ name: 'task', value: 'TASK', help: 'only this one (default: all that are open)' }, ...options],
    details: [
      'A hold, a category or a deletion here has to be done by hand in the store of record; you confirm that it was.',
    ],
    examples: ['clip confirm 7k3qx9v2m4n8p6rt --reason "held in Evidence.com"'],
  },
  async (clip, args, session) => {
    const confirmed = await session.callVault(args, 'source.confirm', { clip, task: args.text('task') })
    if (!confirmed.ok) return stopped(confirmed.failure)
    return told({ clip, ...confirmed.value }, [`${counted(confirmed.value.confirmed, 'task')} confirmed.`])
  },
)

const history = clipCommand(
  {
    name: 'clip history',
    summary: 'what was done with a clip of yours',
    options,
    details: ["Lists who did what with a clip that you recorded or imported, without others' reasons."],
    examples: ['clip history 7k3qx9v2m4n8p6rt'],
  },
  async (clip, args, session) => {
    const found = await session.callVault(args, 'history.own-clip', { clip })
    if (!found.ok) return stopped(found.failure)
    const rows = found.value.entries.map(({ seq, at, user, action, outcome }) => [
      String(seq),
      shownMoment(at),
      shownText(user),
      action,
      outcome,
    ])
    return told({ clip, ...found.value }, columns(['SEQ', 'WHEN', 'WHO', 'ACTION', 'OUTCOME'], rows))
  },
)

const tasks: Command = {
  name: 'tasks',
  group: 'vault',
  summary: 'what somebody has to do: missing metadata, stores of record',
  operands: [],
  options,
  details: ['Lists open to-dos about metadata and open tasks in stores of record, as far as your role may see them.'],
  examples: ['tasks --json'],
  async run(args, session) {
    const todos = await session.callVault(args, 'todo.list', {})
    if (!todos.ok) return stopped(todos.failure)
    const open = await session.callVault(args, 'source.tasks', {})
    if (!open.ok) return stopped(open.failure)
    const todoRows = todos.value.todos.map(({ clip, officer, missing, dueAt, overdue }) => [
      clip,
      shownText(officer),
      fieldNames(missing),
      `${shownDay(dueAt)}${overdue ? ', overdue' : ''}`,
    ])
    const taskRows = open.value.tasks.map(({ task, clip, kind, openedAt }) => [
      task,
      clip,
      sourceTaskWords(kind),
      shownDay(openedAt),
    ])
    const lines = [
      ...columns(['CLIP', 'OFFICER', 'MISSING', 'DUE'], todoRows),
      ...columns(['TASK', 'CLIP', 'TO DO THERE', 'SINCE'], taskRows),
      `${counted(todoRows.length, 'clip')} to complete, ${counted(taskRows.length, 'task')} in stores of record.`,
    ]
    return told({ todos: todos.value.todos, sourceTasks: open.value.tasks }, lines)
  },
}

/** `occlude clip ...` and `occlude tasks`. */
export const clipCommands: readonly Command[] = [show, edit, hold, unhold, source, confirm, history, tasks]
