import type { Size } from '../../../../core/geometry/shape.ts'
import type { PlayerSession } from '../session/player-session.ts'
import type { PlayerAction, PoseAction } from '../transport/keyboard-map.ts'
import { type PlacedPicture, panned, turnedOn, usualPose, zoomed } from './picture-pose.ts'

/** What keys and buttons of a player act on. */
export type DeskActions = {
  readonly session: PlayerSession
  readonly bookmarks: readonly { readonly frame: number }[]
  readonly room: () => Size
  readonly goTo: () => void
  readonly bookmark: () => void
  readonly snapshot: () => void
}

/** The picture of a session as it is to be placed; null without one. */
export function placedPictureOf({ footage, times }: PlayerSession): PlacedPicture | null {
  return times.hasPicture ? footage.index.video : null
}

/** Does what a key or a button stands for. */
export function performAction(action: PlayerAction, desk: DeskActions): void {
  const { session } = desk
  switch (action.kind) {
    case 'transport':
      session.command(action.command)
      break
    case 'next-bookmark':
    case 'previous-bookmark':
    case 'next-keyframe':
    case 'previous-keyframe':
      goAlong(action.kind, desk)
      break
    case 'zoom':
    case 'fit':
    case 'actual-size':
    case 'turn':
    case 'pan':
      pose(action, desk)
      break
    case 'mute':
      session.setSound({ muted: !session.store.getState().muted })
      break
    case 'next-sound':
      nextSound(session)
      break
    case 'go-to':
      desk.goTo()
      break
    case 'bookmark':
      desk.bookmark()
      break
    case 'snapshot':
      desk.snapshot()
      break
  }
}

function goAlong(
  kind: 'next-bookmark' | 'previous-bookmark' | 'next-keyframe' | 'previous-keyframe',
  { session, bookmarks }: DeskActions,
): void {
  const marked = bookmarks.map(({ frame }) => frame).toSorted((a, b) => a - b)
  const of = kind.endsWith('bookmark') ? marked : (session.footage.index.video?.keyframes ?? [])
  session.command({ do: kind.startsWith('next') ? 'next-of' : 'previous-of', of })
}

function pose(action: PoseAction, { session, room }: DeskActions): void {
  const picture = placedPictureOf(session)
  if (!picture) return
  const { pose: before } = session.store.getState()
  const where = { picture, room: room() }
  switch (action.kind) {
    case 'zoom':
      session.setView({ pose: zoomed(before, action.steps, where) })
      break
    case 'pan':
      session.setView({ pose: panned(before, action.by, where) })
      break
    case 'turn':
      session.setView({ pose: turnedOn(before) })
      break
    case 'fit':
      session.setView({ pose: { ...before, zoom: 'fit', centre: usualPose.centre } })
      break
    case 'actual-size':
      session.setView({ pose: { ...before, zoom: 1 / (window.devicePixelRatio || 1) } })
      break
  }
}

function nextSound(session: PlayerSession): void {
  const { sound } = session.store.getState()
  if (sound === null || session.soundTracks < 2) return
  session.setSound({ sound: (sound + 1) % session.soundTracks })
}
