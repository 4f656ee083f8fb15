import type { TransportCommand } from './transport.ts'

/** What a key does in the player. */
export type PlayerAction =
  | { readonly kind: 'transport'; readonly command: TransportCommand }
  | { readonly kind: 'next-bookmark' | 'previous-bookmark' | 'next-keyframe' | 'previous-keyframe' }
  | { readonly kind: 'go-to' | 'bookmark' | 'mute' | 'snapshot' | 'next-sound' }
  | PoseAction

/** What a key does about how the picture is looked at. */
export type PoseAction =
  | { readonly kind: 'zoom'; readonly steps: number }
  | { readonly kind: 'pan'; readonly by: readonly [x: number, y: number] }
  | { readonly kind: 'fit' | 'actual-size' | 'turn' }

/** A key of the player: `key` as `KeyboardEvent.key` says it (letters in lower case), with modifiers, and in words for people. */
export type PlayerKey = {
  readonly key: string
  readonly shift?: true
  readonly control?: true
  readonly shown: string
  readonly does: string
  readonly group: 'Play' | 'Step' | 'Marks' | 'Picture' | 'Clip'
  readonly action: PlayerAction
}

type Extra = { readonly shift?: true; readonly control?: true }

function transport(command: TransportCommand): PlayerAction {
  return { kind: 'transport', command }
}

function play(key: string, shown: string, does: string, action: PlayerAction): PlayerKey {
  return { key, shown, does, group: 'Play', action }
}

function step(key: string, shown: string, does: string, by: number, extra: Extra = {}): PlayerKey {
  return { key, shown, does, group: 'Step', action: transport({ do: 'step', by }), ...extra }
}

function marks(key: string, shown: string, does: string, action: PlayerAction, extra: Extra = {}): PlayerKey {
  return { key, shown, does, group: 'Marks', action, ...extra }
}

function picture(key: string, shown: string, does: string, action: PlayerAction, extra: Extra = {}): PlayerKey {
  return { key, shown, does, group: 'Picture', action, ...extra }
}

/** Every key of the player, in the order of the help page. */
export const playerKeys: readonly PlayerKey[] = [
  play(' ', 'Space', 'Play, or stop', transport({ do: 'toggle' })),
  play('l', 'L', 'Play; again: twice as fast, up to 8 times', transport({ do: 'forward' })),
  play('k', 'K', 'Stop', transport({ do: 'stop' })),
  play('j', 'J', 'Play backwards; again: twice as fast, up to 8 times', transport({ do: 'back' })),
  play('r', 'R', 'Play the marked part again and again, or stop doing so', transport({ do: 'loop' })),
  play('m', 'M', 'Sound on or off', { kind: 'mute' }),
  play('t', 'T', 'Next sound track', { kind: 'next-sound' }),
  step('.', '.', 'One frame on', 1),
  step(',', ',', 'One frame back', -1),
  step('ArrowRight', '→', 'One frame on', 1),
  step('ArrowLeft', '←', 'One frame back', -1),
  step('>', 'Shift + .', 'Ten frames on', 10, { shift: true }),
  step('<', 'Shift + ,', 'Ten frames back', -10, { shift: true }),
  step('ArrowRight', 'Shift + →', 'Ten frames on', 10, { shift: true }),
  step('ArrowLeft', 'Shift + ←', 'Ten frames back', -10, { shift: true }),
  { key: 'Home', shown: 'Home', does: 'First frame', group: 'Step', action: transport({ do: 'start' }) },
  { key: 'End', shown: 'End', does: 'Last frame', group: 'Step', action: transport({ do: 'end' }) },
  {
    key: 'g',
    shown: 'G',
    does: 'Go to a frame, a clip time or a recorded time',
    group: 'Step',
    action: { kind: 'go-to' },
  },
  marks('i', 'I', 'Mark the first frame of a part', transport({ do: 'mark-in' })),
  marks('o', 'O', 'Mark the last frame of a part', transport({ do: 'mark-out' })),
  marks('x', 'X', 'Take both marks away', transport({ do: 'clear-marks' })),
  marks('b', 'B', 'Bookmark this frame', { kind: 'bookmark' }),
  marks(']', ']', 'Next bookmark', { kind: 'next-bookmark' }),
  marks('[', '[', 'Previous bookmark', { kind: 'previous-bookmark' }),
  marks('ArrowRight', 'Ctrl + →', 'Next keyframe', { kind: 'next-keyframe' }, { control: true }),
  marks('ArrowLeft', 'Ctrl + ←', 'Previous keyframe', { kind: 'previous-keyframe' }, { control: true }),
  picture('+', '+', 'Larger', { kind: 'zoom', steps: 1 }),
  picture('-', '−', 'Smaller', { kind: 'zoom', steps: -1 }),
  picture('0', '0', 'Whole picture', { kind: 'fit' }),
  picture('1', '1', 'Actual size', { kind: 'actual-size' }),
  picture('v', 'V', 'Turn the view a quarter', { kind: 'turn' }),
  picture('ArrowUp', 'Shift + ↑', 'Look further up', { kind: 'pan', by: [0, 40] }, { shift: true }),
  picture('ArrowDown', 'Shift + ↓', 'Look further down', { kind: 'pan', by: [0, -40] }, { shift: true }),
  picture('a', 'A', 'Look further left', { kind: 'pan', by: [40, 0] }),
  picture('d', 'D', 'Look further right', { kind: 'pan', by: [-40, 0] }),
  {
    key: 's',
    shown: 'S',
    does: 'Snapshot of this frame, where your role may',
    group: 'Clip',
    action: { kind: 'snapshot' },
  },
]

/** What of a key event decides. */
export type PressedKey = {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** The key of the player that was pressed; null for none of them. */
export function playerKeyOf(pressed: PressedKey): PlayerKey | null {
  if (pressed.altKey || pressed.metaKey) return null
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key
  // Which of `+` and `=` is shifted depends on the keyboard.
  const plain = key === '=' ? '+' : key
  const fits = (candidate: PlayerKey): boolean =>
    candidate.key === plain &&
    (candidate.control ?? false) === pressed.ctrlKey &&
    (isSign(plain) || (candidate.shift ?? false) === pressed.shiftKey)
  return playerKeys.find(fits) ?? null
}

/** What needs one clip alone: to go somewhere by writing it, to note, to take a picture out. */
const ofOneClip: ReadonlySet<PlayerAction['kind']> = new Set([
  'go-to',
  'bookmark',
  'next-bookmark',
  'previous-bookmark',
  'snapshot',
])

/** The key that was pressed, where several clips are side by side; null for none, or for what is done with one clip alone. */
export function besideKeyOf(pressed: PressedKey): PlayerKey | null {
  const key = playerKeyOf(pressed)
  return key && ofOneClip.has(key.action.kind) ? null : key
}

/** Signs are where they are on somebody's keyboard, shifted or not. */
function isSign(key: string): boolean {
  return key.length === 1 && !/[a-z0-9 ]/.test(key)
}
