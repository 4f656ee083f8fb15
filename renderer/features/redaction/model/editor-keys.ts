import type { Look } from './looks.ts'
import { type Panel, panels } from './panels.ts'

/** What a key does in the editor of redactions. */
export type EditorAction =
  | { readonly kind: 'next' | 'previous' | 'next-undecided' }
  | { readonly kind: 'hide' | 'keep' | 'ignore' | 'undecided' }
  | { readonly kind: 'extent' | 'hide-found' | 'pin-requester' }
  | { readonly kind: 'merge' | 'split' | 'name' | 'show-only' }
  | { readonly kind: 'undo' | 'redo' }
  | { readonly kind: 'panel'; readonly panel: Panel }
  | { readonly kind: 'next-look' | 'previous-look' }
  | { readonly kind: 'next-unseen'; readonly by: 'own' | 'nobody' }
  | { readonly kind: 'preview' }
  | { readonly kind: 'look'; readonly look: Extract<Look, 'split' | 'side-by-side'> }
  | { readonly kind: 'divider'; readonly by: number }
  | { readonly kind: 'follow-view' | 'loupe' | 'loupe-further' }
  | { readonly kind: 'tool'; readonly tool: Tool }
  | { readonly kind: 'begin' | 'end' | 'copy' | 'remove' | 'remove-key' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'nudge' | 'grow'; readonly by: readonly [across: number, down: number] }
  | { readonly kind: 'turn'; readonly degrees: number }
  | { readonly kind: 'next-key' | 'previous-key' }
  | { readonly kind: 'sound'; readonly what: SoundAction }

/** What a key does about a stretch of sound. */
export type SoundAction = 'next' | 'previous' | 'play' | 'loop' | 'keep' | 'mute' | 'bleep' | 'undecided'

/** What the pointer does on the picture. */
export type Tool = 'select' | 'rect' | 'ellipse' | 'polygon'

/** A key of the editor, as `PlayerKey`. None of them is one of the player's. */
export type EditorKey = {
  readonly key: string
  readonly shift?: true
  readonly control?: true
  readonly alt?: true
  readonly shown: string
  readonly does: string
  readonly group: 'Decide' | 'Draw' | 'Region' | 'Sound' | 'Work'
  readonly action: EditorAction
}

type Pressing = Pick<EditorKey, 'shift' | 'control' | 'alt'>
type Named = readonly [key: string, shown: string, does: string]

function keysOf(group: EditorKey['group']): (named: Named, action: EditorAction, pressing?: Pressing) => EditorKey {
  return ([key, shown, does], action, pressing = {}) => ({ key, shown, does, group, action, ...pressing })
}

const decide = keysOf('Decide')
const draw = keysOf('Draw')
const region = keysOf('Region')
const sound = keysOf('Sound')
const work = keysOf('Work')
const alt = { alt: true } as const
const shift = { shift: true } as const
const altShift = { alt: true, shift: true } as const

function unseen(by: 'own' | 'nobody'): EditorAction {
  return { kind: 'next-unseen', by }
}

/** Every key of the editor, in the order of the help page. */
export const editorKeys: readonly EditorKey[] = [
  decide(['n', 'N', 'Next person or thing'], { kind: 'next' }),
  decide(['n', 'Shift + N', 'Previous person or thing'], { kind: 'previous' }, { shift: true }),
  decide(['u', 'U', 'Next that nobody has decided about'], { kind: 'next-undecided' }),
  decide(['h', 'H', 'Hide'], { kind: 'hide' }),
  decide(
    ['h', 'Shift + H', 'Hide more of a person: head and hands, whole body; then as usual'],
    { kind: 'extent' },
    { shift: true },
  ),
  decide(['h', 'Alt + H', 'Hide what was found in the copy'], { kind: 'hide-found' }, alt),
  decide(['y', 'Y', 'Keep visible; say why'], { kind: 'keep' }),
  decide(['f', 'F', 'Not a thing'], { kind: 'ignore' }),
  decide(['q', 'Q', 'Leave undecided: hidden'], { kind: 'undecided' }),
  decide(['y', 'Shift + Y', 'Show only this person'], { kind: 'show-only' }, { shift: true }),
  decide(['w', 'W', 'The same as the one before: merge'], { kind: 'merge' }),
  decide(['c', 'C', 'Somebody else from this frame on: split'], { kind: 'split' }),
  decide(['e', 'E', 'Name'], { kind: 'name' }),
  decide(['e', 'Shift + E', 'Pin this as the picture of the requester'], { kind: 'pin-requester' }, { shift: true }),
  draw(['2', '2', 'Select on the picture'], { kind: 'tool', tool: 'select' }),
  draw(['3', '3', 'Draw a rectangle'], { kind: 'tool', tool: 'rect' }),
  draw(['4', '4', 'Draw an ellipse'], { kind: 'tool', tool: 'ellipse' }),
  draw(['5', '5', 'Draw a polygon: a click for each corner, Enter to close it'], { kind: 'tool', tool: 'polygon' }),
  draw(['p', 'P', 'Outlines, as redacted, or as recorded'], { kind: 'preview' }),
  draw(['6', '6', 'One picture: left as recorded, right as redacted'], { kind: 'look', look: 'split' }),
  draw(['7', '7', 'Two pictures: as recorded, and as redacted'], { kind: 'look', look: 'side-by-side' }),
  draw(['8', '8', 'Divider of the one picture further left'], { kind: 'divider', by: -0.02 }),
  draw(['9', '9', 'Divider of the one picture further right'], { kind: 'divider', by: 0.02 }),
  draw(['l', 'Alt + L', 'Keep the chosen one in view, or let the view go'], { kind: 'follow-view' }, alt),
  draw(['m', 'Alt + M', 'Loupe under the pointer, or away with it'], { kind: 'loupe' }, alt),
  draw(['m', 'Alt + Shift + M', 'Loupe at the next corner of the chosen region'], { kind: 'loupe-further' }, altShift),
  region(['ArrowUp', 'Alt + ↑', 'Move the region up a pixel'], { kind: 'nudge', by: [0, -1] }, alt),
  region(['ArrowDown', 'Alt + ↓', 'Move the region down a pixel'], { kind: 'nudge', by: [0, 1] }, alt),
  region(['ArrowLeft', 'Alt + ←', 'Move the region left a pixel'], { kind: 'nudge', by: [-1, 0] }, alt),
  region(['ArrowRight', 'Alt + →', 'Move the region right a pixel'], { kind: 'nudge', by: [1, 0] }, alt),
  region(['ArrowUp', 'Alt + Shift + ↑', 'Taller'], { kind: 'grow', by: [0, 4] }, altShift),
  region(['ArrowDown', 'Alt + Shift + ↓', 'Lower'], { kind: 'grow', by: [0, -4] }, altShift),
  region(['ArrowRight', 'Alt + Shift + →', 'Wider'], { kind: 'grow', by: [4, 0] }, altShift),
  region(['ArrowLeft', 'Alt + Shift + ←', 'Narrower'], { kind: 'grow', by: [-4, 0] }, altShift),
  region(['.', 'Alt + .', 'Turn clockwise'], { kind: 'turn', degrees: 2 }, alt),
  region([',', 'Alt + ,', 'Turn the other way'], { kind: 'turn', degrees: -2 }, alt),
  region(['i', 'Alt + I', 'The region begins at this frame'], { kind: 'begin' }, alt),
  region(['o', 'Alt + O', 'The region ends with this frame'], { kind: 'end' }, alt),
  region(['c', 'Alt + C', 'Copy the region over the marked part'], { kind: 'copy' }, alt),
  region(['b', 'Alt + B', 'Cover the marked part wholly'], { kind: 'blank' }, alt),
  region(['PageDown', 'Page Down', 'Next keyed frame'], { kind: 'next-key' }),
  region(['PageUp', 'Page Up', 'Previous keyed frame'], { kind: 'previous-key' }),
  region(['Delete', 'Del', 'Remove the region'], { kind: 'remove' }),
  region(['Delete', 'Shift + Del', 'Take this keyed frame away'], { kind: 'remove-key' }, { shift: true }),
  sound(['z', 'Z', 'Next stretch of sound, played'], { kind: 'sound', what: 'next' }),
  sound(['z', 'Shift + Z', 'Previous stretch of sound, played'], { kind: 'sound', what: 'previous' }, shift),
  sound([' ', 'Shift + Space', 'Play the chosen stretch'], { kind: 'sound', what: 'play' }, shift),
  sound(['r', 'Shift + R', 'Play it again and again, or once'], { kind: 'sound', what: 'loop' }, shift),
  sound(['k', 'Shift + K', 'Let the stretch be heard; say why'], { kind: 'sound', what: 'keep' }, shift),
  sound(['m', 'Shift + M', 'Mute the stretch'], { kind: 'sound', what: 'mute' }, shift),
  sound(['b', 'Shift + B', 'Lay a tone over the stretch'], { kind: 'sound', what: 'bleep' }, shift),
  sound(['q', 'Shift + Q', 'Leave the stretch undecided: muted'], { kind: 'sound', what: 'undecided' }, shift),
  work(['n', 'Alt + N', 'Next frame to look at first'], { kind: 'next-look' }, alt),
  work(['n', 'Alt + Shift + N', 'Previous frame to look at first'], { kind: 'previous-look' }, altShift),
  work(['u', 'Alt + U', 'Next frame that you have not seen, or sound that you have not heard'], unseen('own'), alt),
  work(['u', 'Alt + Shift + U', 'Next frame that nobody has seen'], unseen('nobody'), altShift),
  ...panels.map(({ panel, name }, at) =>
    work([`${at + 1}`, `Alt + ${at + 1}`, `To the panel ${name}`], { kind: 'panel', panel }, alt),
  ),
  work(['z', 'Ctrl + Z', 'Undo'], { kind: 'undo' }, { control: true }),
  work(['y', 'Ctrl + Y', 'Do again'], { kind: 'redo' }, { control: true }),
  work(['z', 'Ctrl + Shift + Z', 'Do again'], { kind: 'redo' }, { control: true, shift: true }),
]

/** What of a key event decides. */
export type PressedKey = {
  readonly key: string
  readonly code: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** The key as it is called here: with Alt held some keyboards write other letters, so then the key's place decides. */
function nameOf({ key, code, altKey }: PressedKey): string {
  const place = altKey ? /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1] : undefined
  if (place !== undefined) return place.toLowerCase()
  if (altKey && code === 'Period') return '.'
  if (altKey && code === 'Comma') return ','
  return key.length === 1 ? key.toLowerCase() : key
}

/** The key of the editor that was pressed; null for none of them. */
export function editorKeyOf(pressed: PressedKey): EditorKey | null {
  const name = nameOf(pressed)
  const control = pressed.ctrlKey || pressed.metaKey
  return (
    editorKeys.find(
      (key) =>
        key.key === name &&
        (key.shift ?? false) === pressed.shiftKey &&
        (key.control ?? false) === control &&
        (key.alt ?? false) === pressed.altKey,
    ) ?? null
  )
}
