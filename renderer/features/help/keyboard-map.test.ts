import { expect, test } from 'vitest'
import { keyboardMap } from './keyboard-map.ts'

test('what a key does stands once in its part, with every key for it', () => {
  for (const { part, keys } of keyboardMap) {
    const does = keys.map((key) => key.does)
    expect([part, new Set(does).size]).toEqual([part, does.length])
    expect([part, keys.every(({ press }) => press.length > 0 && new Set(press).size === press.length)]).toEqual([
      part,
      true,
    ])
  }
  const steps = keyboardMap.flatMap(({ keys }) => keys).find(({ does }) => does === 'One frame on')
  expect(steps?.press).toEqual(['.', '→'])
})

test('lists have their keys', () => {
  const keysOf = (words: string) =>
    keyboardMap.find(({ part }) => part.endsWith(words))?.keys.flatMap(({ press }) => press)
  expect(keysOf('pages of what to look at first')).toEqual(
    expect.arrayContaining(['↑', '↓', '←', '→', 'Home', 'End', 'Alt + Page Up', 'Alt + Page Down', 'Enter']),
  )
  expect(keysOf('pages of what to look at first')).toContain('Shift + Enter')
  expect(keysOf('what was found in the copy')).toEqual(['↑', '↓', 'Home', 'End', 'Enter'])
})
