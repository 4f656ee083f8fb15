import { expect, test } from 'vitest'
import { editorKeys } from './editor-keys.ts'
import { keyOfAction } from './key-of-action.ts'

test('each action has the first of its keys, and one that no key does has none', () => {
  for (const { action } of editorKeys) {
    const first = editorKeys.find((key) => JSON.stringify(key.action) === JSON.stringify(action))
    expect(keyOfAction(action)).toBe(first)
  }
  expect(keyOfAction({ kind: 'turn', degrees: 77 })).toBeNull()
})
