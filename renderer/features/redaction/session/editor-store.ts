import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Point, Shape } from '../../../../core/geometry/shape.ts'
import { apply } from '../../../../core/redaction/apply.ts'
import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import { coversFrame } from '../../../../core/redaction/track-region.ts'
import type { FrameIndex } from '../../../../core/time.ts'
import { EditQueue, type QueueParts, type QueueState } from '../model/edit-queue.ts'
import type { Tool } from '../model/editor-keys.ts'
import type { Look } from '../model/looks.ts'
import type { Loupe } from '../model/loupe.ts'
import { NudgeRun } from '../model/nudge-run.ts'
import type { Panel } from '../model/panels.ts'
import type { OwnEdit } from '../model/rebase-edits.ts'
import { keyAt } from '../model/region-commands.ts'
import { ReviewWatch } from '../model/review-watch.ts'
import { type ChoiceOfAll, type Choosing, choosing } from '../model/several.ts'
import type { Sight } from '../model/sight.ts'
import type { Guide } from '../model/snapping.ts'
import { type Subject, subjectKeyOf, subjectsOf } from '../model/subjects.ts'
import { foundWork } from './found-work.ts'
import { lookWork } from './look-work.ts'
import type { OpenedRedaction } from './open-redaction.ts'
import { reviewWork } from './review-work.ts'
import { soundWork } from './sound-work.ts'

/** Everything that an editor shows of itself. */
export type EditorState = {
  readonly queue: QueueState
  readonly subjects: readonly Subject[]
  readonly writable: boolean
  /** Key of the subject that is chosen, and of the one that was before. */
  readonly chosen: string | null
  readonly before: string | null
  /** Keys of all subjects that are chosen, where those are several, and where a range of them began. */
  readonly several: ReadonlySet<string>
  readonly anchor: string | null
  /** Track that is chosen among the subject's; null: whichever is there. */
  readonly track: string | null
  readonly tool: Tool
  readonly look: Look
  /** How far to the right the divider of the split picture stands, 0 to 1. */
  readonly divider: number
  /** Key of the subject that the view keeps in sight; null: it follows nobody. */
  readonly following: string | null
  /** What the loupe shows; null: there is none. */
  readonly loupe: Loupe | null
  /** How the picture's place lies before whoever watches. */
  readonly sight: Sight
  readonly panel: Panel
  /** A chosen region while it is dragged: not saved before it is let go. */
  readonly drag: { readonly track: string; readonly frame: FrameIndex; readonly shape: Shape } | null
  /** A new region while it is drawn. */
  readonly drawing: { readonly shape: 'rect' | 'ellipse' | 'polygon'; readonly points: readonly Point[] } | null
  /** Lines to which what is dragged or drawn has been drawn. */
  readonly guides: readonly Guide[]
  /** What could not be done, said in place; null where nothing is to be said. */
  readonly said: string | null
}

/** One redaction that somebody works on. */
export class Editor {
  readonly opened: OpenedRedaction
  readonly store: StoreApi<EditorState>
  readonly sound = soundWork()
  readonly found = foundWork()
  readonly looks = lookWork()
  readonly review = reviewWork()
  /** What was watched and is not told yet. */
  readonly watch = new ReviewWatch()
  readonly #queue: EditQueue
  readonly #run = new NudgeRun()
  #told: Promise<unknown> = Promise.resolve()
  /** Whether a person has chosen somebody or decided something: until then the first is chosen, whoever else is found. */
  #hasChosen = false

  constructor(opened: OpenedRedaction, roads: Pick<QueueParts, 'send' | 'stepsAfter' | 'rest'>) {
    this.opened = opened
    this.#queue = new EditQueue(opened.confirmed, { ...roads, onState: (queue) => this.#take(queue) })
    const subjects = subjectsOf(opened.confirmed.edited.project.tracks)
    this.store = createStore(() => ({
      ...{ queue: this.#queue.state, subjects, writable: opened.writable },
      ...{ chosen: subjects[0]?.key ?? null, before: null, track: null },
      ...{ several: new Set<string>(), anchor: null },
      ...{
        tool: 'select' as Tool,
        look: 'outlines' as Look,
        divider: 0.5,
        following: null,
        loupe: null,
        sight: 'part' as Sight,
        panel: 'subjects' as Panel,
      },
      ...{ drag: null, drawing: null, guides: [], said: null },
    }))
  }

  get state(): EditorState {
    return this.store.getState()
  }

  get project(): RedactionProject {
    return this.state.queue.edited.project
  }

  /** Does it and has it saved; false where it changes nothing or may not be done. */
  edit(edit: OwnEdit): boolean {
    this.#run.end()
    return this.#edit(edit)
  }

  /** Puts a keyed frame down that is one step with those just before it, while somebody goes on changing it. */
  adjust(command: Extract<ProjectCommand, { readonly kind: 'set-key' }>): boolean {
    const joins = this.#run.joins(command, performance.now())
    return this.#edit({ kind: 'do', command, ...(joins ? { joins } : {}) })
  }

  #edit(edit: OwnEdit): boolean {
    if (!this.state.writable) return false
    this.#hasChosen = true
    this.store.setState({ said: null })
    return this.#queue.edit(edit)
  }

  do(command: ProjectCommand | null): boolean {
    return command !== null && this.edit({ kind: 'do', command })
  }

  /** The vault has come to a revision: nobody judges, or signs, what is not before them. */
  catchUpTo(revision: number): void {
    if (revision > this.state.queue.revision) this.moved()
  }

  /** The vault has gone on: what the detection proposed is fetched. */
  moved(): void {
    this.#queue.moved()
  }

  set(change: Partial<Omit<EditorState, 'queue' | 'subjects' | 'writable'>>): void {
    this.store.setState(change)
  }

  /** Chooses somebody or something; the one before stays known for merging. */
  choose(key: string | null, track: string | null = null): void {
    this.#hasChosen = true
    this.store.setState(({ chosen, before }) => ({
      chosen: key,
      several: new Set(),
      anchor: key,
      before: chosen !== null && chosen !== key ? chosen : before,
      track,
    }))
  }

  /** Chooses one more, or all through to it. */
  chooseMore(key: string, how: Choosing): void {
    this.#hasChosen = true
    const { state } = this
    const order = state.subjects.map((subject) => subject.key)
    this.store.setState({ ...choosing(state, key, how, order), track: null })
  }

  /** Chooses everybody and everything of a kind; false where there is none. */
  chooseAll({ takes }: ChoiceOfAll): boolean {
    const keys = this.state.subjects.filter(takes).map(({ key }) => key)
    const [first] = keys
    if (first === undefined) return false
    this.choose(first)
    if (keys.length > 1) this.store.setState({ several: new Set(keys) })
    return true
  }

  /** What was watched last is being told: the footage stays open for so long. */
  closesAfter(told: Promise<void>): void {
    this.#told = Promise.all([this.#told, told])
  }

  /** Settled once all that was watched is told. */
  async told(): Promise<void> {
    await this.#told
  }

  /** Settled once everything is saved, or nothing will be. */
  settled(): Promise<void> {
    return this.#queue.settled()
  }

  /** Takes no more edits. */
  close(): void {
    this.#queue.close()
  }

  #take(queue: QueueState): void {
    const { subjects, chosen, writable, queue: before } = this.state
    const { tracks } = queue.edited.project
    const now = tracks === before.edited.project.tracks ? subjects : subjectsOf(tracks)
    // Where there were some and nobody was chosen, somebody wanted it so.
    const isNobody = chosen === null && subjects.length > 0
    const isThere = this.#hasChosen && (isNobody || now.some(({ key }) => key === chosen))
    const next = this.#hasChosen ? follow(subjects, now, chosen) : (now[0]?.key ?? null)
    this.store.setState({
      queue,
      subjects: now,
      writable: writable && queue.refused === null,
      ...(now === subjects ? {} : carriedOver(this.state, now)),
      ...(isThere ? {} : { chosen: next, track: null }),
      ...(queue.unfit === before.unfit ? {} : { said: unfitWords(queue.unfit) }),
    })
  }
}

/** What was done here and fits no longer. */
function unfitWords(unfit: readonly string[]): string {
  return `Not done: ${unfit.join('; ')}. What is proposed has changed meanwhile`
}

/** Who is chosen once the chosen one has gone or has another name: whoever has its tracks now, else whoever stands in its place. */
function follow(before: readonly Subject[], now: readonly Subject[], chosen: string | null): string | null {
  const place = before.findIndex(({ key }) => key === chosen)
  return heirOf(before, now, chosen) ?? now[Math.min(Math.max(0, place), now.length - 1)]?.key ?? null
}

/** The key of whoever has somebody's tracks now; null: nobody has. */
function heirOf(before: readonly Subject[], now: readonly Subject[], key: string | null): string | null {
  const gone = before.find((subject) => subject.key === key)
  const ids = new Set(gone?.tracks.map(({ id }) => id))
  return now.find(({ tracks }) => tracks.some(({ id }) => ids.has(id)))?.key ?? null
}

type Carried = Pick<EditorState, 'before' | 'several' | 'anchor' | 'following'>

/** Who is followed, and chosen beside the chosen one, under the names that they have now; who has gone is so no longer. */
function carriedOver({ subjects, before, several, anchor, following }: EditorState, now: readonly Subject[]): Carried {
  const keys = new Set(now.map(({ key }) => key))
  const carry = (key: string | null): string | null =>
    key === null || keys.has(key) ? key : heirOf(subjects, now, key)
  const still = [...several].map(carry).filter((key) => key !== null)
  return { before: carry(before), several: new Set(still), anchor: carry(anchor), following: carry(following) }
}

/** The chosen subject; null where nobody is chosen. */
export function chosenSubject({ subjects, chosen }: Pick<EditorState, 'subjects' | 'chosen'>): Subject | null {
  return subjects.find(({ key }) => key === chosen) ?? null
}

/** Everybody and everything that is chosen; the one on which the keyboard is where no others are. */
export function chosenSubjects(state: Pick<EditorState, 'subjects' | 'several' | 'chosen'>): readonly Subject[] {
  const several = state.subjects.filter(({ key }) => state.several.has(key))
  if (several.length > 0) return several
  const one = chosenSubject(state)
  return one ? [one] : []
}

/** The track that is meant at a frame: the chosen one, else the chosen subject's that is there, what is decided about before the rest. */
export function chosenTrack(state: EditorState, frame: number): Track | null {
  const tracks = chosenSubject(state)?.tracks ?? []
  const own = tracks.find(({ id }) => id === state.track)
  if (own) return own
  const there = tracks.filter((track) => coversFrame(track, frame))
  return there.find((track) => track.class !== 'person') ?? there[0] ?? tracks[0] ?? null
}

/** The project as it is shown: with what is being dragged where it is by now. */
export function shownProject({ queue, drag }: Pick<EditorState, 'queue' | 'drag'>): RedactionProject {
  const { project } = queue.edited
  const track = drag && project.tracks.find(({ id }) => id === drag.track)
  return track && drag ? apply(project, keyAt(track, drag.frame, drag.shape)).project : project
}

/** Chooses the subject of a track, and the track. */
export function chooseTrack(editor: Editor, id: string): void {
  const track = editor.project.tracks.find((one) => one.id === id)
  if (track) editor.choose(subjectKeyOf(track), id)
}
