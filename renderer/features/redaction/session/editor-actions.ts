import type { Shape, Size } from '../../../../core/geometry/shape.ts'
import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import { outlineAt } from '../../../../core/redaction/track-region.ts'
import type { PlayerSession } from '../../player/index.ts'
import { decide, mergeSubjects, showOnly, splitSubject } from '../model/decisions.ts'
import type { EditorAction } from '../model/editor-keys.ts'
import { lookStops, stopFrom } from '../model/look-stops.ts'
import { grownBy, movedBy, turnedBy } from '../model/outline-drag.ts'
import {
  beginAt,
  blankFrames,
  copyTo,
  drawnTrack,
  endAt,
  keyAt,
  withoutKey,
  withoutRegion,
} from '../model/region-commands.ts'
import { together } from '../model/several.ts'
import type { Subject } from '../model/subjects.ts'
import { chooseTrack, chosenSubject, chosenSubjects, chosenTrack, type Editor } from './editor-store.ts'
import { hideWhatWasFound } from './found-in-copy.ts'
import { frameMeant, markedFrames } from './frame-meant.ts'
import { hideFurther } from './hide-further.ts'
import { pinRequester } from './note-requester.ts'
import { performSoundAction } from './sound-actions.ts'
import { goToUnseen } from './unseen-frames.ts'
import { performViewAction } from './view-actions.ts'

/** What actions of the editor act on. */
export type EditorDesk = {
  readonly editor: Editor
  readonly session: PlayerSession
  /** Puts the person into a field, after what it is about has been chosen. */
  readonly focus: (field: 'reason' | 'name' | 'panel') => void
}

function step({ editor, session }: EditorDesk, kind: 'next' | 'previous' | 'next-undecided'): void {
  const { subjects, chosen } = editor.state
  const at = subjects.findIndex(({ key }) => key === chosen)
  const asked = kind === 'previous' ? subjects.slice(0, Math.max(0, at)).toReversed() : subjects.slice(at + 1)
  const round = kind === 'next-undecided' ? [...asked, ...subjects.slice(0, at)] : asked
  const next = round.find(({ decision }) => kind !== 'next-undecided' || decision === 'undecided')
  if (next) {
    editor.choose(next.key)
    if (next.best) session.command({ do: 'go-to', frame: next.best.frame })
  } else if (kind === 'next-undecided') editor.set({ said: 'Nobody and nothing else is undecided' })
}

function triage(desk: EditorDesk, kind: 'hide' | 'keep' | 'ignore' | 'undecided'): void {
  const { editor } = desk
  const subjects = chosenSubjects(editor.state)
  if (subjects.length === 0) return
  editor.do(together(subjects.map((subject) => decide(subject, kind, editor.project))))
  if (kind === 'keep' || kind === 'ignore') desk.focus('reason')
}

function split({ editor, session }: EditorDesk, subject: Subject): void {
  const isDone = editor.do(splitSubject(editor.project, subject, frameMeant(session)))
  if (!isDone) editor.set({ said: `${subject.name} is not there both before and from this frame on` })
}

function merge({ editor }: EditorDesk, subject: Subject): void {
  const before = editor.state.subjects.find(({ key }) => key === editor.state.before)
  if (before && before.key !== subject.key) editor.do(mergeSubjects(editor.project, before, subject))
  else editor.set({ said: 'Choose the two that are one, one after the other' })
}

function identity(desk: EditorDesk, kind: 'merge' | 'split' | 'name' | 'show-only'): void {
  const subject = chosenSubject(desk.editor.state)
  if (!subject) return
  if (chosenSubjects(desk.editor.state).length > 1) desk.editor.set({ said: 'That is done with one at a time' })
  else if (kind === 'name') desk.focus('name')
  else if (kind === 'split') split(desk, subject)
  else if (kind === 'merge') merge(desk, subject)
  else desk.editor.do(showOnly(desk.editor.project, subject))
}

/** Puts a changed outline of the chosen region down as a keyed frame. */
function reshape({ editor, session }: EditorDesk, change: (shape: Shape) => Shape): void {
  const frame = frameMeant(session)
  const track = chosenTrack(editor.state, frame)
  const outline = track && outlineAt(track, frame)
  if (track && outline) editor.adjust(keyAt(track, frame, change(outline)))
  else editor.set({ said: 'The chosen region is not there at this frame' })
}

function alongKeys({ editor, session }: EditorDesk, kind: 'next-key' | 'previous-key'): void {
  const track = chosenTrack(editor.state, frameMeant(session))
  const frames = (track?.keys ?? []).map(({ frame }) => frame)
  session.command({ do: kind === 'next-key' ? 'next-of' : 'previous-of', of: frames })
}

/** To the nearest frame to look at first, and why. */
function goToLook({ editor, session }: EditorDesk, kind: 'next-look' | 'previous-look'): void {
  const stops = lookStops(editor.project, new Set(session.footage.index.video?.damagedFrames))
  const at = stopFrom(stops, frameMeant(session), kind === 'next-look' ? 1 : -1)
  const stop = stops[at]
  if (stop) session.command({ do: 'go-to', frame: stop.frame })
  const said = stop ? `${at + 1} of ${stops.length}: ${stop.words}` : 'There is no further frame to look at first'
  editor.set({ said })
}

type RegionKind = 'begin' | 'end' | 'copy' | 'remove' | 'remove-key'

function regionCommand({ editor, session }: EditorDesk, kind: RegionKind): ProjectCommand | null {
  const frame = frameMeant(session)
  const track = chosenTrack(editor.state, frame)
  if (!track) return null
  switch (kind) {
    case 'begin':
      return beginAt(editor.project, track, frame)
    case 'end':
      return endAt(editor.project, track, frame)
    case 'remove':
      return withoutRegion(track, frame)
    case 'remove-key':
      return withoutKey(track, frame)
    case 'copy': {
      const marked = markedFrames(session)
      const copy = marked && copyTo(editor.project, track, frame, marked)
      return copy && { kind: 'add-track', track: copy }
    }
  }
}

const refusals: Readonly<Record<RegionKind, string>> = {
  begin: 'The chosen region cannot begin at this frame',
  end: 'The chosen region cannot end with this frame',
  remove: 'There is no chosen region at this frame, or it is no thing already',
  'remove-key': 'There is no keyed frame here, none but this, or it was found here',
  copy: 'Mark a part with I and O, at a frame that shows the region',
}

/** Takes the chosen region away; what was found is no thing from then on, and its ground is asked for. */
function remove(desk: EditorDesk): void {
  const { editor } = desk
  const track = chosenTrack(editor.state, frameMeant(desk.session))
  if (!editor.do(regionCommand(desk, 'remove'))) editor.set({ said: refusals.remove })
  else if (track?.evidence) {
    chooseTrack(editor, track.id)
    desk.focus('reason')
  }
}

function blank({ editor, session }: EditorDesk): void {
  const marked = markedFrames(session)
  if (marked) editor.do(blankFrames(marked, ''))
  else editor.set({ said: 'Mark a part with I and O first' })
}

type RegionAction = Extract<
  EditorAction,
  { readonly kind: 'begin' | 'end' | 'copy' | 'remove' | 'remove-key' | 'nudge' | 'grow' | 'turn' | 'blank' }
>

type WayAction = Extract<
  EditorAction,
  { readonly kind: 'next-look' | 'previous-look' | 'next-unseen' | 'next-key' | 'previous-key' }
>

/** To the next frame of a kind, or the one before. */
function goAlong(action: WayAction, desk: EditorDesk): void {
  switch (action.kind) {
    case 'next-unseen':
      goToUnseen(desk, action.by)
      break
    case 'next-key':
    case 'previous-key':
      alongKeys(desk, action.kind)
      break
    default:
      goToLook(desk, action.kind)
  }
}

/** Does what a key or a button stands for. */
export function performEditorAction(action: EditorAction, desk: EditorDesk): void {
  const { editor } = desk
  switch (action.kind) {
    case 'next':
    case 'previous':
    case 'next-undecided':
      step(desk, action.kind)
      break
    case 'hide':
    case 'keep':
    case 'ignore':
    case 'undecided':
      triage(desk, action.kind)
      break
    case 'extent':
      hideFurther(editor)
      break
    case 'hide-found':
      hideWhatWasFound(desk)
      break
    case 'pin-requester':
      pinRequester(editor, frameMeant(desk.session))
      break
    case 'merge':
    case 'split':
    case 'name':
    case 'show-only':
      identity(desk, action.kind)
      break
    case 'undo':
    case 'redo':
      editor.edit({ kind: action.kind })
      break
    case 'preview':
    case 'look':
    case 'divider':
    case 'follow-view':
    case 'loupe':
    case 'loupe-further':
      performViewAction(action, editor)
      break
    case 'panel':
      editor.set({ panel: action.panel })
      desk.focus('panel')
      break
    case 'next-look':
    case 'previous-look':
    case 'next-unseen':
    case 'next-key':
    case 'previous-key':
      goAlong(action, desk)
      break
    case 'tool':
      editor.set({ tool: editor.state.writable ? action.tool : 'select', drawing: null, drag: null, guides: [] })
      break
    case 'sound':
      performSoundAction(action.what, desk)
      break
    default:
      changeRegion(action, desk)
  }
}

/** What is done about the chosen card or its region. */
const aboutChosen: ReadonlySet<EditorAction['kind']> = new Set([
  ...(['hide', 'keep', 'ignore', 'undecided', 'extent', 'pin-requester'] as const),
  ...(['merge', 'split', 'name', 'show-only'] as const),
  ...(['begin', 'end', 'copy', 'remove', 'remove-key', 'nudge', 'grow', 'turn'] as const),
])

/** Does what a key stands for among what was found in a copy: that is no card, so nothing is done there about the chosen one. */
export function performAmongFound(action: EditorAction, desk: EditorDesk): void {
  if (aboutChosen.has(action.kind))
    desk.editor.set({ said: 'That is for people and things, not for what was found. Alt + H hides what was found' })
  else performEditorAction(action, desk)
}

function changeExtent(desk: EditorDesk, kind: RegionKind): void {
  const command = regionCommand(desk, kind)
  if (!desk.editor.do(command)) desk.editor.set({ said: refusals[kind] })
  else if (kind !== 'copy' && command?.kind === 'batch' && command.commands.some((each) => each.kind === 'split-track'))
    desk.editor.set({ said: 'It was found beyond that: the rest is called no thing now, and needs a ground' })
}

function changeRegion(action: RegionAction, desk: EditorDesk): void {
  switch (action.kind) {
    case 'blank':
      blank(desk)
      break
    case 'nudge':
      reshape(desk, (shape) => movedBy(shape, action.by))
      break
    case 'grow':
      reshape(desk, (shape) => grownBy(shape, action.by))
      break
    case 'turn':
      reshape(desk, (shape) => turnedBy(shape, action.degrees))
      break
    case 'remove':
      remove(desk)
      break
    default:
      changeExtent(desk, action.kind)
  }
}

/** Adds a region that somebody has drawn: from this frame until the marked part ends, or the clip. It is chosen then. */
export function addDrawn({ editor, session }: Omit<EditorDesk, 'focus'>, shape: Shape): void {
  const frame = frameMeant(session)
  const marked = markedFrames(session)
  const until = marked && marked[1] > frame ? marked[1] : editor.project.clip.frames
  const track = drawnTrack(editor.project, shape, [frame, until])
  editor.set({ drawing: null, tool: 'select' })
  if (editor.do({ kind: 'add-track', track })) chooseTrack(editor, track.id)
}

/** A rectangle in the middle of the picture, for those who draw by keys. */
export function middleShape({ width, height }: Size, shape: 'rect' | 'ellipse'): Shape {
  return { shape, box: [width * 0.4, height * 0.4, width * 0.2, height * 0.2] }
}
