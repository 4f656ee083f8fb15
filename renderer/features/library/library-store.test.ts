import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noFilters } from './filters.ts'
import { createLibraryStore } from './library-store.ts'

/** As the store has it, in milliseconds. */
const typingPause = 400

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A library, and everything that was searched for in it. */
function watched() {
  const store = createLibraryStore(true)
  const searches: string[] = []
  store.subscribe(({ sought }, before) => {
    if (sought !== before.sought) searches.push(sought.text)
  })
  return { store, searches, type: (text: string) => store.type({ ...noFilters, text }) }
}

test('what is typed is one search, made after a pause', () => {
  const { store, searches, type } = watched()
  for (const text of ['m', 'ma', 'mar', 'mark']) {
    type(text)
    vi.advanceTimersByTime(typingPause - 1)
  }
  expect(store.getState().filters.text).toBe('mark')
  expect(searches).toEqual([])
  vi.advanceTimersByTime(1)
  expect(searches).toEqual(['mark'])
})

test('Enter searches at once, and the pause after it searches no more', () => {
  const { store, searches, type } = watched()
  type('market')
  store.settle()
  vi.advanceTimersByTime(10 * typingPause)
  expect(searches).toEqual(['market'])
})

test('what is chosen is searched for at once, with what was typed until then', () => {
  const { store, searches, type } = watched()
  type('mar')
  store.search({ ...store.getState().filters, state: 'held' })
  vi.advanceTimersByTime(10 * typingPause)
  expect(searches).toEqual(['mar'])
  expect(store.getState().sought.state).toBe('held')
})

test('what asks for the same is no search', () => {
  const { store, searches, type } = watched()
  for (const text of ['m', '', '  ']) type(text)
  vi.advanceTimersByTime(10 * typingPause)
  store.search({ ...noFilters, text: ' ' })
  expect(searches).toEqual([])
})
