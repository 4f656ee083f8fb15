import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import type { ExternalSchedule } from '../../../../core/disclosure/schedule.ts'
import {
  type DisclosureForm,
  emptyForm,
  formFor,
  heldBackOf,
  outgoingRows,
  outgoingWords,
  scheduleIn,
  stillToSay,
  withChoice,
} from './disclosure-form.ts'

const full: ExternalSchedule = {
  version: 1,
  kind: 'external',
  rows: [
    { row: 1, deed: 'hidden', object: 'person', stretches: [[0, 5]], ground: 'Somebody else' },
    { row: 2, deed: 'hidden', object: 'screen', stretches: [[1, 2]], ground: 'An investigation' },
    { row: 3, deed: 'muted', object: 'sound', stretches: [[0, 9]], ground: 'What was said' },
  ],
}
const whole: DisclosureForm = {
  ...emptyForm,
  ...{ recipient: 'J. Public', route: 'by hand', reason: 'SAR 12', folder: '/media/stick' },
  schedule: { copy: 'c', full, sha256: sha256('0'.repeat(64)), telling: [] },
}
const none = { once: '', again: '' }

describe('what is held back', () => {
  it('is a row or its ground, each with its own reason, and the rest is shown as it will go out', () => {
    const row = withChoice(whole, 2, { told: 'nothing', reason: ' it would tell of it ' })
    const form = withChoice(row, 1, { told: 'no-ground', reason: 'a witness' })
    expect(heldBackOf(form)).toEqual([
      { row: 1, what: 'ground', reason: 'a witness' },
      { row: 2, what: 'row', reason: 'it would tell of it' },
    ])
    expect(outgoingRows(form)?.map(({ row: number, object, ground }) => [number, object, ground])).toEqual([
      [1, 'person', null],
      [2, 'sound', 'What was said'],
    ])
    expect(outgoingWords(form)).toContain('Held back: 1 row and 1 ground.')
    expect(heldBackOf(withChoice(form, 2, { told: 'all' }))).toHaveLength(1)
  })

  it('is nothing, and nothing is known of the rows, until somebody looks', () => {
    expect([outgoingRows(emptyForm), heldBackOf(emptyForm)]).toEqual([null, []])
    expect(outgoingWords(whole)).toBe(
      'The copy, its certificate and its schedule (five files, not encrypted) will go to J. Public (by hand), written to /media/stick. Nothing is held back.',
    )
  })
})

describe('what has still to be said', () => {
  it.each<[string, DisclosureForm, string]>([
    ['to whom', { ...whole, recipient: ' ' }, 'Say to whom'],
    ['by which route', { ...whole, route: '' }, 'by which route'],
    ['why', { ...whole, reason: '' }, 'Say why it goes out'],
    ['where to', { ...whole, folder: null }, 'Choose the folder'],
    ['why a row is held back', withChoice(whole, 3, { told: 'nothing', reason: ' ' }), 'why row 3 is held back'],
    ['the passphrase', { ...whole, sealed: true }, 'Give the archive a passphrase'],
  ])('is %s', (_what, form, words) => {
    expect(stillToSay(form, none)).toContain(words)
  })

  it('is that a ground is held back that names somebody', () => {
    const telling = [{ row: 2, tells: ['officer'] as const }]
    const form = { ...whole, schedule: { copy: 'c', full, sha256: sha256('0'.repeat(64)), telling } }
    expect(stillToSay(form, none)).toContain('the ground of row 2 (the officer)')
    for (const told of ['no-ground', 'nothing'] as const)
      expect(stillToSay(withChoice(form, 2, { told, reason: 'an officer' }), none)).toBe(null)
  })

  it('is nothing once all is said, and a passphrase is typed twice', () => {
    expect(stillToSay(whole, none)).toBe(null)
    expect(stillToSay({ ...whole, sealed: true }, { once: 'a', again: 'b' })).toContain('the same')
    expect(stillToSay({ ...whole, sealed: true }, { once: 'a', again: 'a' })).toBe(null)
  })
})

it('forgets what was said about the rows of another copy, and nothing else', () => {
  const form = withChoice(whole, 1, { told: 'nothing', reason: 'a witness' })
  expect(formFor(form, 'c')).toBe(form)
  expect(formFor(form, 'd')).toEqual({ ...whole, schedule: null, choices: new Map() })
})

it('takes a schedule of the kind that was asked for alone', () => {
  expect(scheduleIn(full, 'external')?.rows).toHaveLength(3)
  expect([scheduleIn(full, 'internal'), scheduleIn(null, 'external')]).toEqual([null, null])
})
