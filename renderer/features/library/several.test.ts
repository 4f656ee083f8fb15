import { expect, test } from 'vitest'
import { failed, ok } from '../../../core/result.ts'
import type { ClipRow } from '../../client/window-client.ts'
import { changesOf } from './editable-fields.ts'
import { clipsWords, fieldsInCommon, withEach } from './several.ts'

const clip = (name: string, fields: Partial<ClipRow> = {}) =>
  ({ clip: name, recordedOn: null, officer: null, category: null, incident: null, ...fields }) as ClipRow

test('one clip that fails stops no other; being stopped leaves the rest as they were', async () => {
  const controller = new AbortController()
  const counted: number[] = []
  const act = async ({ clip: name }: ClipRow) => {
    if (name === 'c') controller.abort()
    return name === 'b' ? failed({ kind: 'not-signed-in' } as const) : ok(name)
  }
  const { done, left } = await withEach(
    ['a', 'b', 'c', 'd'].map((name) => clip(name)),
    act,
    {
      signal: controller.signal,
      onDone: (count) => counted.push(count),
    },
  )
  expect(done.map(({ value }) => value)).toEqual(['a', 'c'])
  expect(left.map(({ clip: { clip: name }, failure }) => [name, failure.kind])).toEqual([
    ['b', 'not-signed-in'],
    ['d', 'cancelled'],
  ])
  expect(counted).toEqual([1, 2, 3, 4])
})

test('the form shows what all have, and changes only what was changed in it', () => {
  const clips = [
    clip('a', { officer: 'PC 1', category: 'routine' }),
    clip('b', { officer: 'PC 2', category: 'routine' }),
  ]
  const before = fieldsInCommon(clips)
  expect([before.officer, before.category]).toEqual(['', 'routine'])
  expect(changesOf(before, before)).toEqual({})
  expect(changesOf(before, { ...before, category: ' ', incident: ' INC-1 ' })).toEqual({
    category: null,
    incident: 'INC-1',
  })
})

test('clips are counted in words', () => {
  expect([1, 2, 100_000].map(clipsWords)).toEqual(['1 clip', '2 clips', '100,000 clips'])
})
