import type { KeyboardEvent } from 'react'

type Pressed = Pick<KeyboardEvent, 'target' | 'key' | 'altKey'>

/** Whether a key is the player's, and not that of a field or button in it. */
export function isForPlayer({ target, key, altKey }: Pressed): boolean {
  if (!(target instanceof HTMLElement)) return true
  if (target.closest('input, textarea, select, [contenteditable], [role="menu"], [role="dialog"]')) return false
  // A list that is open is gone through and typed into; Alt and an arrow open and close it.
  if (target.closest('[role="combobox"][aria-expanded="true"]')) return false
  const opens = altKey && (key === 'ArrowUp' || key === 'ArrowDown')
  if (opens && target.closest('[role="combobox"]')) return false
  const presses = key === ' ' || key === 'Enter'
  return !(presses && target.closest('button'))
}
