import type { ClipIndex } from '../../../../core/clips/clip-index.ts'
import { planAudio } from '../../../../core/redaction/plan-audio.ts'
import type { AudioDecision, RedactionProject } from '../../../../core/redaction/project.ts'
import { complementRanges } from '../../../../core/time.ts'
import type { PlayerSession } from '../../player/index.ts'
import type { SoundAction } from '../model/editor-keys.ts'
import {
  decideStretch,
  moveStretch,
  muteRadio,
  rangeWithin,
  type SoundPlace,
  type Stretch,
  stretchAt,
  stretchesOf,
} from '../model/stretches.ts'
import type { Editor } from './editor-store.ts'
import { playStretch } from './play-stretch.ts'

/** What actions about sound act on. */
export type SoundDesk = { readonly editor: Editor; readonly session: PlayerSession }

/** What there is to decide about in the sound of a redaction, in the clip's order. */
function stretchesAt({ editor, session }: SoundDesk): readonly Stretch[] {
  return stretchesOf(editor.project, editor.sound.getState().heard ?? [], session.footage.index)
}

/** The stretch that is chosen; null where there is none. */
function chosenStretch(desk: SoundDesk): Stretch | null {
  return stretchAt(stretchesAt(desk), desk.editor.sound.getState().chosen)
}

/** Samples a second of a track. */
export function rateOf({ audio }: ClipIndex, audioTrack: number): number {
  return audio.find(({ track }) => track === audioTrack)?.sampleRate ?? 1
}

/** When a stretch begins and ends, in clip seconds. */
export function secondsOfStretch(
  { audioTrack, fromSample, untilSample }: Pick<Stretch, 'audioTrack' | 'fromSample' | 'untilSample'>,
  index: ClipIndex,
): readonly [from: number, until: number] {
  const rate = rateOf(index, audioTrack)
  return [fromSample / rate, untilSample / rate]
}

/** Chooses a stretch; it is shown beside the picture. */
export function chooseStretch({ editor }: SoundDesk, { audioTrack, fromSample, untilSample }: SoundPlace): void {
  editor.sound.setState({ chosen: { audioTrack, fromSample, untilSample } })
  editor.set({ panel: 'whole' })
}

/** Plays a stretch as the picture is looked at: as redacted, what the copy mutes is silent. */
function play({ editor, session }: SoundDesk, stretch: Stretch): void {
  const [from, until] = secondsOfStretch(stretch, session.footage.index)
  const { sound } = editor
  playStretch(session, { audioTrack: stretch.audioTrack, from, until }, () => sound.getState().loop)
}

/** Chooses a stretch, goes to it and plays it. */
function playChosen(desk: SoundDesk, stretch: Stretch): void {
  chooseStretch(desk, stretch)
  play(desk, stretch)
}

/** The next or the one before of what is chosen; of where the playhead is, while nothing is. */
function walk(desk: SoundDesk, way: 'next' | 'previous'): void {
  const { editor, session } = desk
  const all = stretchesAt(desk)
  const chosen = stretchAt(all, editor.sound.getState().chosen)
  const at = chosen ? all.indexOf(chosen) : null
  const here = session.times.secondsOf(session.store.getState().transport.frame)
  const begins = (stretch: Stretch) => secondsOfStretch(stretch, session.footage.index)[0]
  const next =
    way === 'next'
      ? all.find((stretch, place) => (at === null ? begins(stretch) >= here : place > at))
      : all.findLast((stretch, place) => (at === null ? begins(stretch) < here : place < at))
  if (next) playChosen(desk, next)
  else editor.set({ said: nowhereWords(desk, way) })
}

function nowhereWords({ editor, session }: SoundDesk, way: 'next' | 'previous'): string {
  const { heard, listening } = editor.sound.getState()
  if (session.footage.index.audio.length === 0) return 'This clip has no sound'
  if (listening !== null) return 'The clip is being listened to; stretches of speech come when that is done'
  if (heard === null) return 'Nobody has listened for speech yet: see the Clip tab'
  return way === 'next' ? 'No stretch of sound after this one' : 'No stretch of sound before this one'
}

/** Whether anything of a stretch can be heard in the copy. */
function isHeard({ audio }: RedactionProject, stretch: Stretch, index: ClipIndex): boolean {
  const planned = planAudio(audio, index).find(({ track }) => track === stretch.audioTrack)?.ranges ?? []
  const changed = planned.map(({ fromSample, untilSample }) => [fromSample, untilSample] as const)
  return complementRanges(changed, stretch.fromSample, stretch.untilSample).length > 0
}

/** What a stretch is muted by: radio traffic has a ground of its own. Null: the profile's default for sound. */
function hideReason({ heard, reason, decision }: Stretch, editor: Editor): string | null {
  if (decision === 'mute' || decision === 'bleep') return reason
  return heard === 'radio' ? editor.sound.getState().radioGround : null
}

const doneWords: Readonly<Record<AudioDecision['kind'], string>> = { keep: 'Kept', mute: 'Muted', bleep: 'Bleeped' }

/** Decides about the chosen stretch. To keep takes a ground: the one that was given last, else it is asked for. */
function decideAbout(desk: SoundDesk, stretch: Stretch, kind: AudioDecision['kind'] | null): void {
  const { editor, session } = desk
  const { ground, asked } = editor.sound.getState()
  const keepReason = stretch.decision === 'keep' ? stretch.reason : ground
  const reason = kind === 'keep' ? keepReason : hideReason(stretch, editor)
  chooseStretch(desk, stretch)
  const isDone = editor.do(decideStretch(editor.project, stretch, kind, reason))
  if (kind === 'keep' && reason === null && editor.state.writable) editor.sound.setState({ asked: asked + 1 })
  if (!isDone || kind === null) return
  const covered = kind === 'keep' && !isHeard(editor.project, stretch, session.footage.index)
  if (covered)
    editor.set({ said: 'Kept, but nothing of it is heard: it is too short, or a mute or a bleep lies over it' })
  else editor.set({ said: kind === 'keep' && reason === null ? 'Kept: now say why' : doneWords[kind] })
}

/** Says why a stretch is kept or hidden. A ground of the list (`known`) by which it is kept is taken for the next one too. */
export function giveGround(desk: SoundDesk, place: SoundPlace, reason: string, known: boolean): void {
  const { editor } = desk
  // A field may give it twice, by Enter and by what is chosen with it.
  const now = stretchAt(stretchesAt(desk), place)
  const given = reason === '' ? null : reason
  if (!now?.decision) return
  if (now.decision === 'keep' && known) editor.sound.setState({ ground: given })
  editor.do(decideStretch(editor.project, now, now.decision, given))
}

/** Mutes all radio traffic that nobody has decided about. */
export function muteAllRadio(desk: SoundDesk): void {
  const { editor } = desk
  const { radioGround } = editor.sound.getState()
  if (radioGround !== null) editor.do(muteRadio(editor.project, stretchesAt(desk), radioGround))
}

/** Moves the edges of a stretch that somebody decided about, and stays with it where it is the chosen one. */
export function moveEdges(desk: SoundDesk, stretch: Stretch, range: readonly [from: number, until: number]): void {
  const { editor, session } = desk
  const track = session.footage.index.audio.find((one) => one.track === stretch.audioTrack)
  const now = stretchAt(stretchesAt(desk), stretch)
  if (!track || !now) return
  const [fromSample, untilSample] = rangeWithin(range, track)
  // What was typed for it may come when another is chosen by now.
  const isChosen = chosenStretch(desk)?.at === now.at
  if (editor.do(moveStretch(editor.project, now, range, track)) && isChosen)
    editor.sound.setState({ chosen: { audioTrack: stretch.audioTrack, fromSample, untilSample } })
}

/** Does what a key or a button about sound stands for. */
export function performSoundAction(what: SoundAction, desk: SoundDesk): void {
  const { editor } = desk
  const stretch = chosenStretch(desk)
  if (what === 'next' || what === 'previous') walk(desk, what)
  else if (what === 'loop') editor.sound.setState(({ loop }) => ({ loop: !loop }))
  else if (!stretch) editor.set({ said: 'No stretch of sound is chosen: Z goes to the next one' })
  else if (what === 'play') playChosen(desk, stretch)
  else decideAbout(desk, stretch, what === 'undecided' ? null : what)
}
