import { cornerWords } from '../../../../contract/wording/label-words.ts'
import type { PersonExtent } from '../../../../core/detection/detection.ts'
import type { ProjectCommand, TrackChanges } from '../../../../core/redaction/commands.ts'
import { type EditedProject, emptyHistory } from '../../../../core/redaction/history.ts'
import type { RedactionProject, Track, TrackAction } from '../../../../core/redaction/project.ts'
import type { RedactionEdit } from '../../../../core/redaction/redaction-record.ts'
import { takeStep } from '../../../../core/redaction/replay-steps.ts'
import { leaksHidden } from './found-commands.ts'
import { hidFoundWords } from './found-words.ts'
import { soundStepWords } from './sound-step-words.ts'
import { extentName, personName, trackName } from './subjects.ts'

type Find = (id: string) => Track | undefined

const actionWords: Readonly<Record<TrackAction, (who: string) => string>> = {
  hide: (who) => `hid ${who}`,
  keep: (who) => `kept ${who} visible`,
  ignore: (who) => `marked ${who} as not a thing`,
  undecided: (who) => `left ${who} undecided`,
}

/** What somebody calls the tracks: a person once, however many tracks it has. */
function named(ids: readonly string[], find: Find): string {
  const names = new Set(
    ids.map((id) => {
      const track = find(id)
      if (!track) return trackName({ class: 'overlay', id })
      return track.person === undefined ? trackName(track) : personName(track.person)
    }),
  )
  const [first, second, ...more] = names
  if (first === undefined) return 'nothing'
  if (second === undefined) return first
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`
}

function personWords(person: string | null, who: string): string {
  if (person === null) return `took ${who} away from its person`
  // A name that nobody has typed is that of somebody who is there already.
  return /^[ap]\d+$/.test(person) ? `merged ${who} into ${personName(person)}` : `named ${who} ${personName(person)}`
}

function lookWords({ style, strength, margin }: TrackChanges): string {
  if (style !== undefined) return style === null ? 'usual style' : `style ${style}`
  if (strength !== undefined) return strength === null ? 'usual strength' : `strength ${strength}`
  return margin == null ? 'usual margin' : `margin ${Math.round(margin * 100)} %`
}

/** What a change decides about somebody; null where it only changes how they are covered. */
function decisionWords({ action, person }: TrackChanges, who: string): string | null {
  if (action === 'keep' && person === 'requester') return `showed only ${who}`
  if (action !== undefined && person != null) return `merged ${who} into ${personName(person)}`
  if (action !== undefined) return actionWords[action](who)
  return person === undefined ? null : personWords(person, who)
}

function extentWords(extent: PersonExtent | null, who: string): string {
  return extent === null ? `hid as much of ${who} as is usual` : `hid the ${extentName(extent)} of ${who}`
}

function changeWords(changes: TrackChanges, who: string): string {
  const { reason, untilFrame, extent, personExtent } = changes
  const decided = decisionWords(changes, who)
  if (decided !== null) return decided
  if (personExtent !== undefined) return extentWords(personExtent, who)
  if (untilFrame !== undefined) return `ended ${who} before frame ${untilFrame}`
  if (reason !== undefined)
    return reason === null ? `took the reason of ${who} away` : `gave ${who} the reason “${reason}”`
  if (extent !== undefined) return `changed how much of ${who} is hidden`
  return `gave ${who} ${lookWords(changes)}`
}

/** Commands of one kind that make one decision read as one: `hid Person 3`, not eleven tracks. */
function batchWords(commands: readonly ProjectCommand[], find: Find): string {
  const [first] = commands
  if (!first) return 'changed nothing'
  const requester = commands.findLast(
    (command) => command.kind === 'edit-track' && command.changes.person === 'requester',
  )
  if (requester?.kind === 'edit-track' && requester.changes.action === 'keep')
    return `showed only ${named([requester.track], find)}`
  const split = commands.find((command) => command.kind === 'split-track')
  if (split) return commandWords(split, find)
  if (first.kind === 'remove-blank' && commands.length > 1) return 'said why whole frames are covered'
  const edits = commands.filter((command) => command.kind === 'edit-track')
  // What was found beside somebody stays no thing while they are decided about.
  const last = edits.findLast(({ changes }) => changes.action !== 'ignore') ?? edits.at(-1)
  if (last && edits.length === commands.length)
    return changeWords(
      last.changes,
      named(
        edits.map(({ track }) => track),
        find,
      ),
    )
  return commandWords(first, find)
}

function spansWords(command: Extract<ProjectCommand, { kind: 'set-spans' }>): string {
  if (command.spans === null) return 'disclosed the whole clip'
  const frames = command.spans.reduce((sum, [from, until]) => sum + until - from, 0)
  return `disclosed only ${frames.toLocaleString('en-GB')} frames`
}

function trackWords(command: Extract<ProjectCommand, { readonly track: string | Track }>, find: Find): string {
  if (command.kind === 'add-track') return `drew ${trackName(command.track)}`
  const who = named([command.track], find)
  switch (command.kind) {
    case 'edit-track':
      return changeWords(command.changes, who)
    case 'set-key':
      return `placed ${who} at frame ${command.key.frame}`
    case 'remove-key':
      return `took the keyed frame ${command.frame} of ${who} away`
    case 'remove-track':
      return `removed ${who}`
    case 'split-track':
      return `split ${who} at frame ${command.frame}`
  }
}

function labelWords({ label }: Extract<ProjectCommand, { kind: 'set-label' }>): string {
  return label ? `labelled the copy “${label.text}”, ${cornerWords[label.at]}` : 'took the label away'
}

function requesterWords({ requester }: Extract<ProjectCommand, { kind: 'set-requester' }>): string {
  return requester ? 'noted how the requester looks' : 'took the note about the requester away'
}

function commandWords(command: ProjectCommand, find: Find): string {
  switch (command.kind) {
    case 'merge-tracks':
      return `joined ${named([command.from], find)} to ${named([command.into], find)}`
    case 'replace-tracks':
      if (leaksHidden(command) > 0) return hidFoundWords(leaksHidden(command))
      if (command.remove.length === 1 && command.put.length === 1) return `followed ${named(command.remove, find)}`
      return `put ${command.put.length} and took ${command.remove.length} tracks`
    case 'add-blank':
      return `covered frames ${command.blank.from} to ${command.blank.until - 1} wholly`
    case 'remove-blank':
      return 'uncovered frames that were covered wholly'
    case 'set-audio':
      return 'decided about sound'
    case 'set-spans':
      return spansWords(command)
    case 'set-inverse':
      return command.inverse ? 'hid everything but who is kept' : 'hid only what is marked'
    case 'set-label':
      return labelWords(command)
    case 'set-requester':
      return requesterWords(command)
    case 'batch':
      return batchWords(command.commands, find)
    default:
      return 'track' in command ? trackWords(command, find) : 'took note of what was found'
  }
}

/** What a command did, in words that go on after a name: `hid Person 3`. `before`: the project before it, which has the names. */
export function stepWords(command: ProjectCommand, before: Pick<RedactionProject, 'tracks' | 'audio'>): string {
  if (command.kind === 'set-audio') return soundStepWords(before.audio, command.audio)
  const tracks = new Map(before.tracks.map((track) => [track.id, track]))
  return commandWords(command, (id) => tracks.get(id))
}

/** A project before anything was done. */
function begun({ project }: EditedProject): EditedProject {
  const { leftOutReason: _reason, spanSamples: _samples, proposals: _proposals, ...known } = project
  const { search: _search, requester: _requester, label: _label, ...rest } = known
  const nothing = { tracks: [], blanks: [], audio: [], spans: null, inverse: false }
  return { project: { ...rest, ...nothing }, history: emptyHistory }
}

/** Words for all steps of a redaction from its first on: each with the names that held when it was done. */
export class StepLines {
  #edited: EditedProject
  readonly #done: string[] = []
  readonly #undone: string[] = []

  /** `now`: the redaction as it is, of which only the clip is taken. */
  constructor(now: EditedProject) {
    this.#edited = begun(now)
  }

  /** The next step's words; null where it is one with the step before. */
  take(edit: RedactionEdit): string | null {
    const before = this.#edited
    this.#edited = takeStep(before, edit)
    switch (edit.kind) {
      case 'undo':
        return this.#move(this.#done, this.#undone, 'took back')
      case 'redo':
        return this.#move(this.#undone, this.#done, 'did again')
      case 'propose':
        return `proposed ${edit.command.kind === 'replace-tracks' ? edit.command.put.length : 'new'} tracks`
      case 'do': {
        const words = stepWords(edit.command, before.project)
        if (this.#edited.history === before.history) return words
        if (this.#edited.history.done.length === before.history.done.length) return null
        this.#done.push(words)
        this.#undone.length = 0
        return words
      }
    }
  }

  #move(from: string[], to: string[], what: 'took back' | 'did again'): string {
    const words = from.pop()
    if (words === undefined) return `${what} a step`
    to.push(words)
    return `${what}: ${words}`
  }
}
