import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ModelEntry, PassRule } from './manifest.ts'
import { openModelFolder } from './model-folder.ts'
import { closePasses, scalesOf, wholePasses } from './schedule.ts'

const opened = await openModelFolder()
if (!opened.ok) throw new Error(opened.failure.kind)
const [shipped] = opened.value.manifest.models

/** A model with these passes in every profile. */
function modelWith(id: string, ...rules: readonly PassRule[]): ModelEntry {
  if (!shipped) throw new Error('no model is shipped')
  return { ...shipped, id, passes: { fast: rules, balanced: rules, thorough: rules } }
}

const faces = modelWith(
  'faces',
  { scale: 640, every: 2 },
  { scale: 1920, every: 8 },
  { scale: 1920, every: 4, around: 'uncertain' },
)
const things = modelWith('things', { scale: 416, every: 6 })

function whole(sinceBlock: number, isEdge = false): readonly string[] {
  return wholePasses([faces, things], 'fast', { sinceBlock, isEdge }).map(({ model, scale }) => `${model.id} ${scale}`)
}

test('each pass has its own stride, the largest scale of a model first', () => {
  expect([1, 2, 4, 6, 8, 12].map((frame) => whole(frame))).toEqual([
    [],
    ['faces 640'],
    ['faces 640'],
    ['faces 640', 'things 416'],
    ['faces 1920', 'faces 640'],
    ['faces 640', 'things 416'],
  ])
})

test('first frames of blocks and scenes, and the last of a clip, get every pass', () => {
  const all = ['faces 1920', 'faces 640', 'things 416']
  expect(whole(0)).toEqual(all)
  expect(whole(5, true)).toEqual(all)
})

test('close looks have a stride of their own, and are no looks at the whole picture', () => {
  const close = (sinceBlock: number) =>
    closePasses([faces, things], 'fast', { sinceBlock, isEdge: false }).map(({ model, scale }) => [model.id, scale])
  expect(close(4)).toEqual([['faces', 1920]])
  expect(close(6)).toEqual([])
  expect(scalesOf(faces, 'fast')).toEqual([1920, 640])
  expect(scalesOf(modelWith('only close', { scale: 960, every: 1, around: 'uncertain' }), 'fast')).toEqual([])
})

test('no frame is further than the stride from one that is looked at', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 200 }), (every, frame) => {
      const model = modelWith('any', { scale: 640, every })
      const looked = (at: number) => wholePasses([model], 'fast', { sinceBlock: at, isEdge: false }).length > 0
      const within = Array.from({ length: every }, (_, ahead) => looked(frame + ahead))
      expect(within.filter(Boolean)).toHaveLength(1)
    }),
  )
})
