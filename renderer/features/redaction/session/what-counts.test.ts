import { expect, test } from 'vitest'
import type { PlayerSession } from '../../player/index.ts'
import type { Look } from '../model/looks.ts'
import type { EditorState } from './editor-store.ts'
import { isReviewing, whyUncounted } from './what-counts.ts'

const all: readonly Look[] = ['outlines', 'redacted', 'recorded', 'split', 'side-by-side']
const seen = { sight: 'whole' } as const
const saved = { unsaved: 0 } as EditorState['queue']

function sessionWith(room: { width: number; height: number } | null, zoom: number | 'fit' = 'fit') {
  const pose = { zoom, centre: [0.5, 0.5], turn: 0 }
  const video = { width: 1920, height: 1080, rotation: 0, pixelAspect: [1, 1] }
  const session = { store: { getState: () => ({ room, pose }) }, footage: { index: { video } } }
  return session as unknown as PlayerSession
}

test('what counts is a whole redacted picture, as it is saved: one that is split shows half of it', () => {
  const counting = all.filter((look) => isReviewing({ look, queue: saved, drag: null }))
  expect(counting).toEqual(['redacted', 'side-by-side'])
  const drag = { track: 't1' } as EditorState['drag']
  expect(isReviewing({ look: 'redacted', queue: saved, drag })).toBe(false)
  expect(isReviewing({ look: 'redacted', queue: { ...saved, unsaved: 1 }, drag: null })).toBe(false)
})

test('beside the recorded picture it is at half its size at least, however little room there is', () => {
  const small = sessionWith({ width: 900, height: 900 })
  expect(whyUncounted(small, { look: 'redacted', following: null, loupe: null, ...seen })).toBeNull()
  expect(whyUncounted(small, { look: 'side-by-side', following: null, loupe: null, ...seen })).toBe('small-beside')
  const large = { width: 960, height: 900 }
  expect(whyUncounted(sessionWith(large), { look: 'side-by-side', following: null, loupe: null, ...seen })).toBeNull()
  expect(whyUncounted(sessionWith(large, 0.6), { look: 'side-by-side', following: null, loupe: null, ...seen })).toBe(
    'part',
  )
  expect(whyUncounted(sessionWith(null), { look: 'redacted', following: null, loupe: null, ...seen })).toBe('part')
})

test('nothing counts under a loupe or while somebody is kept in view, however much of the picture that shows', () => {
  const whole = sessionWith({ width: 1920, height: 1080 })
  expect(whyUncounted(whole, { look: 'redacted', following: 'person p1', loupe: null, ...seen })).toBe('following')
  expect(whyUncounted(whole, { look: 'redacted', following: null, loupe: { at: 'pointer' }, ...seen })).toBe('loupe')
  expect(whyUncounted(whole, { look: 'redacted', following: null, loupe: null, ...seen })).toBeNull()
})

test('nothing counts behind a dialog, nor where the picture is scrolled away in part', () => {
  const whole = sessionWith({ width: 1920, height: 1080 })
  const watched = { look: 'redacted', following: null, loupe: null } as const
  expect(whyUncounted(whole, { ...watched, sight: 'whole' })).toBeNull()
  expect(whyUncounted(whole, { ...watched, sight: 'behind' })).toBe('behind')
  expect(whyUncounted(whole, { ...watched, sight: 'part' })).toBe('scrolled')
})
