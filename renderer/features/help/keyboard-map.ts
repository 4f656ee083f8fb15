import { type PlayerKey, playerKeys } from '../player/index.ts'
import { type EditorKey, editorKeys } from '../redaction/index.ts'

/** A part of the window, and the keys that do something in it. */
export type KeyboardPart = {
  readonly part: string
  readonly keys: readonly { readonly press: readonly string[]; readonly does: string }[]
}

const playerParts: Readonly<Record<PlayerKey['group'], string>> = {
  Play: 'Clip: play',
  Step: 'Clip: go to a frame',
  Marks: 'Clip: marks and bookmarks',
  Picture: 'Clip: look at the picture',
  Clip: 'Clip: keep what is seen',
}

const groups = ['Play', 'Step', 'Marks', 'Picture', 'Clip'] as const satisfies readonly PlayerKey['group'][]

/** The keys of one group of the player's; keys that do the same stand together. */
function playerPart(group: PlayerKey['group']): KeyboardPart {
  const press = new Map<string, readonly string[]>()
  for (const key of playerKeys)
    if (key.group === group) press.set(key.does, [...(press.get(key.does) ?? []), key.shown])
  return { part: playerParts[group], keys: [...press].map(([does, keys]) => ({ press: keys, does })) }
}

const editorParts: Readonly<Record<EditorKey['group'], string>> = {
  Decide: 'Redaction: decide about people and things',
  Draw: 'Redaction: draw and look',
  Region: 'Redaction: the chosen region',
  Sound: 'Redaction: sound',
  Work: 'Redaction: find the way, undo',
}

const held = {
  press: ['Alt', 'Ctrl'],
  does: 'Held while dragging: edges go where the pointer is, and to no line or turn near it',
}

/** The keys of one group of the editor's; keys that do the same stand together. */
function editorPart(group: EditorKey['group']): KeyboardPart {
  const press = Map.groupBy(
    editorKeys.filter((key) => key.group === group),
    ({ does }) => does,
  )
  const keys = [...press].map(([does, all]) => ({ press: all.map(({ shown }) => shown), does }))
  return { part: editorParts[group], keys: group === 'Draw' ? [...keys, held] : keys }
}

const editorGroups = ['Decide', 'Draw', 'Region', 'Sound', 'Work'] as const satisfies readonly EditorKey['group'][]

/** Every key of the window; each part's own code follows it. */
export const keyboardMap: readonly KeyboardPart[] = [
  {
    part: 'Everywhere',
    keys: [
      { press: ['Ctrl + L'], does: 'Lock the vault at once' },
      { press: ['Tab', 'Shift + Tab'], does: 'To the next or previous control' },
      { press: ['Ctrl + +', 'Ctrl + −', 'Ctrl + 0'], does: 'Larger, smaller, as designed' },
      { press: ['Esc'], does: 'Close a dialog' },
    ],
  },
  {
    part: 'Library',
    keys: [
      { press: ['Ctrl + F', '/'], does: 'Search' },
      { press: ['Enter'], does: 'In a search field: search now, without waiting for a pause' },
      { press: ['↑', '↓', 'Page Up', 'Page Down', 'Home', 'End'], does: 'Move through the clips' },
      { press: ['Shift + ↑', 'Shift + ↓', 'Shift + Home', 'Shift + End'], does: 'Select a range' },
      { press: ['Space'], does: 'Select one more, or one less' },
      { press: ['Enter'], does: 'Open the clip' },
    ],
  },
  {
    part: 'Redactions',
    keys: [
      { press: ['↑', '↓', 'Page Up', 'Page Down', 'Home', 'End'], does: 'Move through the redactions' },
      { press: ['Enter'], does: 'Open the redaction' },
    ],
  },
  ...groups.map(playerPart),
  ...editorGroups.map(editorPart),
  {
    part: 'Redaction: pages of what to look at first',
    keys: [
      { press: ['↑', '↓', '←', '→', 'Home', 'End'], does: 'Move through the pictures' },
      { press: ['Alt + Page Up', 'Alt + Page Down'], does: 'To the page before or after this one' },
      { press: ['Enter'], does: 'Go to the frame of the chosen picture' },
      { press: ['Shift + Enter'], does: 'Show what of this page is not viewed yet, frame by frame; again: stop' },
    ],
  },
  {
    part: 'Redaction: what was found in the copy',
    keys: [
      { press: ['↑', '↓', 'Home', 'End'], does: 'Move through what was found, and go there' },
      { press: ['Enter'], does: 'Go to the chosen one' },
    ],
  },
]
