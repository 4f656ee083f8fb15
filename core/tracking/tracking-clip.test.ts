import { expect, test } from 'vitest'
import { type DetectionClass, detectionClasses, type PersonExtent, type Search } from '../detection/detection.ts'
import { classesOfExtent } from '../detection/extent.ts'
import { trackedKinds } from './tracked-kinds.ts'
import { settingsFor } from './tracking-clip.ts'
import { isHidden, trackingOf } from './tracking-settings.ts'

function hiddenBy(search: Partial<Search>): readonly string[] {
  const settings = settingsFor({ classes: ['face'], ...search })
  return trackedKinds.filter((shown) => isHidden(settings, shown)).map((shown) => shown.part ?? shown.class)
}

const things = ['screen', 'document', 'card', 'plate']

test('heads are hidden unless faces alone are asked for', () => {
  expect(hiddenBy({})).toEqual(['face', 'head', ...things])
  expect(hiddenBy({ classes: [] })).toEqual(['face', 'head', ...things])
  expect(hiddenBy({ extent: 'face' })).toEqual(['face', ...things])
})

test('each extent hides what the one before hides, and more', () => {
  const of = (extent: PersonExtent) => hiddenBy({ classes: classesOfExtent(extent), extent })
  expect(of('head-and-hands')).toEqual(['face', 'head', ...things, 'hand'])
  expect(new Set(of('body'))).toEqual(new Set([...of('head-and-hands'), 'person']))
})

test('what is named is hidden: persons with their hands, writing, vehicles', () => {
  expect(new Set(hiddenBy({ classes: ['person'] }))).toEqual(new Set(['face', 'head', 'person', 'hand', ...things]))
  for (const name of detectionClasses) expect(hiddenBy({ classes: [name] })).toContain(name)
  // An extent says more than a name: bodies are then found as evidence.
  expect(hiddenBy({ classes: ['person'], extent: 'head' })).toEqual(['face', 'head', ...things])
})

test('thresholds are those of the run, the lowest where several models see a class', () => {
  const of = (start: number, goOn: number, more: { class?: DetectionClass; part?: 'hand' } = {}) => ({
    ...{ class: 'person' as const, ...more },
    ...{ start, continue: goOn },
  })
  const settings = settingsFor({
    classes: [],
    thresholds: [of(0.5, 0.1), of(0.4, 0.3), of(0.7, 0.6, { part: 'hand' })],
  })
  expect(trackingOf(settings, { class: 'person' })).toMatchObject({ start: 0.4, continue: 0.1 })
  expect(trackingOf(settings, { class: 'person', part: 'hand' })).toMatchObject({ start: 0.7, continue: 0.6 })
  expect(trackingOf(settings, { class: 'face' })).toMatchObject({ start: 0.3, continue: 0.15 })
})
