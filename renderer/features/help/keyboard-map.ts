/** A part of the window, and the keys that do something in it. */
export type KeyboardPart = {
  readonly part: string
  readonly keys: readonly { readonly press: readonly string[]; readonly does: string }[]
}

/** Every key of the window; each part's own code follows it. */
export const keyboardMap: readonly KeyboardPart[] = [
  {
    part: 'Everywhere',
    keys: [
      { press: ['Ctrl+L'], does: 'Lock the vault at once' },
      { press: ['Tab', 'Shift+Tab'], does: 'To the next or previous control' },
      { press: ['Ctrl++', 'Ctrl+-', 'Ctrl+0'], does: 'Larger, smaller, as designed' },
      { press: ['Esc'], does: 'Close a dialog, or go back to the library' },
    ],
  },
  {
    part: 'Library',
    keys: [
      { press: ['Ctrl+F', '/'], does: 'Search' },
      { press: ['↑', '↓', 'Page Up', 'Page Down', 'Home', 'End'], does: 'Move through the clips' },
      { press: ['Shift+↑', 'Shift+↓'], does: 'Select a range' },
      { press: ['Space'], does: 'Select one more, or one less' },
      { press: ['Enter'], does: 'Open the clip' },
    ],
  },
]
