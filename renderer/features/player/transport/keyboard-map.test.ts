import { expect, test } from 'vitest'
import { besideKeyOf, playerKeyOf, playerKeys } from './keyboard-map.ts'

const pressed = (key: string, more: { shiftKey?: boolean; ctrlKey?: boolean; altKey?: boolean } = {}) =>
  playerKeyOf({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...more })

test('no two keys are the same, and each is found by pressing it', () => {
  for (const key of playerKeys) {
    const found = pressed(key.key, { shiftKey: key.shift ?? false, ctrlKey: key.control ?? false })
    expect(found).toBe(key)
  }
})

test('letters work with the shift lock on, signs wherever the keyboard has them', () => {
  expect(pressed('L')?.shown).toBe('L')
  expect(pressed('=')?.shown).toBe('+')
  expect(pressed('+', { shiftKey: true })?.shown).toBe('+')
  expect(pressed('>', { shiftKey: true })?.does).toBe('Ten frames on')
})

test('keys of the window are not taken from it', () => {
  expect(pressed('l', { altKey: true })).toBeNull()
  expect(pressed('+', { ctrlKey: true })).toBeNull()
  expect(pressed('Escape')).toBeNull()
})

test('side by side, keys for one clip alone are left to whoever wants them', () => {
  const left = playerKeys.filter(
    ({ key, shift = false, control = false }) =>
      besideKeyOf({ key, shiftKey: shift, ctrlKey: control, altKey: false, metaKey: false }) === null,
  )
  expect(left.map(({ shown }) => shown)).toEqual(['G', 'B', ']', '[', 'S'])
})
