import type { KeyboardEvent } from 'react'

/** Whether a key is the player's, and not that of a field or button in it. */
export function isForPlayer({ target, key }: Pick<KeyboardEvent, 'target' | 'key'>): boolean {
  if (!(target instanceof HTMLElement)) return true
  if (target.closest('input, textarea, select, [contenteditable], [role="menu"], [role="dialog"]')) return false
  const presses = key === ' ' || key === 'Enter'
  return !(presses && target.closest('button'))
}
