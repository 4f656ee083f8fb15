import { expect, test } from 'vitest'
import { onePane, type Panes, paneAt } from './panes.ts'

test('a place belongs to the last pane that begins before it', () => {
  const [one] = onePane(100)
  const panes: Panes = [
    { ...one, shows: 'recorded', until: 50 },
    { ...one, from: 50 },
  ]
  expect([-5, 0, 49.9, 50, 120].map((x) => paneAt(panes, x).shows)).toEqual([
    ...['recorded', 'recorded', 'recorded'],
    ...['covered', 'covered'],
  ])
})
