import { expect, test } from 'vitest'
import { playerKeys } from '../../player/transport/keyboard-map.ts'
import { editorKeyOf, editorKeys } from './editor-keys.ts'

const plain = { code: '', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false }

test('no key does two things, and none is the player’s', () => {
  const name = (key: { key: string; shift?: true; control?: true; alt?: true }) =>
    [key.key, key.shift ?? false, key.control ?? false, key.alt ?? false].join(' ')
  const all = [...editorKeys.map(name), ...playerKeys.map(name)]
  expect(all.filter((one, at) => all.indexOf(one) !== at)).toEqual([])
})

test('a key is known by its letter, with Alt by its place', () => {
  expect(editorKeyOf({ ...plain, key: 'N', code: 'KeyN', shiftKey: true })?.action).toEqual({ kind: 'previous' })
  expect(editorKeyOf({ ...plain, key: 'ø', code: 'KeyO', altKey: true })?.action).toEqual({ kind: 'end' })
  expect(editorKeyOf({ ...plain, key: 'z', code: 'KeyZ', ctrlKey: true })?.action).toEqual({ kind: 'undo' })
  expect(editorKeyOf({ ...plain, key: ' ', code: 'Space' })).toBeNull()
})
