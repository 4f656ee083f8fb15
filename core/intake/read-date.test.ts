import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DateOrder } from './mapping.ts'
import { readDay, readMoment } from './read-date.ts'

const london = (dateOrder: DateOrder) => ({ timeZone: 'Europe/London', dateOrder })

function moment(text: string, order: DateOrder = 'day-first', timeZone = 'Europe/London'): string {
  const read = readMoment(text, { timeZone, dateOrder: order })
  return read.ok ? read.value : read.failure
}

it.each([
  ['2026-11-03T14:05:09Z', '2026-11-03T14:05:09.000Z'],
  ['2026-11-03T14:05:09.1234567Z', '2026-11-03T14:05:09.123Z'],
  ['2026-11-03 14:05:09', '2026-11-03T14:05:09.000Z'],
  ['2026-07-03T14:05:09', '2026-07-03T13:05:09.000Z'],
  ['2026-07-03T14:05:09+02:00', '2026-07-03T12:05:09.000Z'],
  ['2026-07-03T14:05:09-0530', '2026-07-03T19:35:09.000Z'],
  ['2026-07-03 14:05 BST', '2026-07-03T13:05:00.000Z'],
  ['2026-07-03 14:05 GMT', '2026-07-03T14:05:00.000Z'],
  ['  03/11/2026   14:05:09 ', '2026-11-03T14:05:09.000Z'],
  ['3.11.2026, 2:05 pm', '2026-11-03T14:05:00.000Z'],
  ['03/11/2026 12:00 AM', '2026-11-03T00:00:00.000Z'],
  ['3 Nov 2026 14:05:09', '2026-11-03T14:05:09.000Z'],
  ['Tue, 3rd November 2026 at 14:05', '2026-11-03T14:05:00.000Z'],
  ['3-Nov-2026 14:05', '2026-11-03T14:05:00.000Z'],
  ['Nov 3, 2026 2:05:09 PM', '2026-11-03T14:05:09.000Z'],
  ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
])('reads %s', (text, expected) => {
  expect(moment(text)).toBe(expected)
})

it.each([
  ['2026-02-30T10:00:00Z', 'impossible-date'],
  ['2027-02-29 10:00', 'impossible-date'],
  ['31/04/2026 10:00', 'impossible-date'],
  ['2026-13-01T10:00:00Z', 'impossible-date'],
  ['2026-00-10T10:00:00Z', 'impossible-date'],
  ['2026-11-03T24:00:00Z', 'impossible-date'],
  ['2026-11-03T10:61:00Z', 'impossible-date'],
  ['2026-11-03 13:00 pm', 'impossible-date'],
  ['2026-11-03T10:00:00+15:00', 'impossible-date'],
  ['1970-01-01T00:00:00Z', 'impossible-date'],
  ['9999-01-01T00:00:00Z', 'impossible-date'],
  ['2026-03-29 01:30', 'impossible-date'],
  ['2026-10-25 01:30', 'ambiguous-date'],
  ['2026-11-03', 'no-time'],
  ['03/11/26 10:00', 'not-a-date'],
  ['2026-11/03 10:00', 'not-a-date'],
  ['2026-11-03T10:00:00 somewhere', 'not-a-date'],
  ['3 Novembrance 2026 10:00', 'not-a-date'],
  ['1793714709', 'not-a-date'],
  ['yesterday', 'not-a-date'],
  ['', 'not-a-date'],
])('does not take %s: %s', (text, problem) => {
  expect(moment(text)).toBe(problem)
})

it('looks at no long text', () => {
  expect(moment(`2026-11-03 10:00${' '.repeat(100_000)}Z`)).toBe('not-a-date')
})

it('names the hour that autumn has twice by its offset alone', () => {
  expect(moment('2026-10-25 01:30 BST')).toBe('2026-10-25T00:30:00.000Z')
  expect(moment('2026-10-25 01:30 GMT')).toBe('2026-10-25T01:30:00.000Z')
  expect(moment('2026-10-25T01:30:00', 'day-first', 'UTC')).toBe('2026-10-25T01:30:00.000Z')
})

it('knows British Summer Time nowhere else', () => {
  expect(moment('2026-07-03 14:05 BST', 'day-first', 'Asia/Dhaka')).toBe('impossible-date')
})

it('follows the declared order, and without one takes only what has one meaning', () => {
  expect(moment('03/04/2026 10:00 Z', 'day-first')).toBe('2026-04-03T10:00:00.000Z')
  expect(moment('03/04/2026 10:00 Z', 'month-first')).toBe('2026-03-04T10:00:00.000Z')
  expect(moment('03/04/2026 10:00 Z', 'either')).toBe('ambiguous-date')
  expect(moment('25/04/2026 10:00 Z', 'either')).toBe('2026-04-25T10:00:00.000Z')
  expect(moment('04/25/2026 10:00 Z', 'either')).toBe('2026-04-25T10:00:00.000Z')
  expect(moment('04/04/2026 10:00 Z', 'either')).toBe('2026-04-04T10:00:00.000Z')
  expect(moment('25/04/2026 10:00 Z', 'month-first')).toBe('impossible-date')
})

it('reads a day as it is named, whatever zone follows', () => {
  expect(readDay('2027-01-31', london('either'))).toEqual({ ok: true, value: '2027-01-31' })
  expect(readDay('31/01/2027 23:59:59 +05:00', london('either'))).toEqual({ ok: true, value: '2027-01-31' })
  expect(readDay('31/02/2027', london('day-first'))).toEqual({ ok: false, failure: 'impossible-date' })
  expect(readDay('2027-01-31 or so', london('either'))).toEqual({ ok: false, failure: 'not-a-date' })
})

const anyMoment = fc.date({
  min: new Date('2000-01-02T00:00:00Z'),
  max: new Date('2099-12-30T00:00:00Z'),
  noInvalidDate: true,
})

it('reads back every moment that it is given in UTC', () => {
  fc.assert(
    fc.property(anyMoment, (date) => {
      expect(moment(date.toISOString())).toBe(date.toISOString())
    }),
  )
})

it('never takes a wall time for a moment at which clocks there show another', () => {
  const shown = (iso: string, timeZone: string) =>
    new Date(iso).toLocaleString('sv-SE', { timeZone, hourCycle: 'h23' }).replace(',', '')
  const zones = fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata')
  fc.assert(
    fc.property(anyMoment, zones, (date, zone) => {
      const wall = date.toISOString().slice(0, 19).replace('T', ' ')
      const read = moment(wall, 'day-first', zone)
      if (read.endsWith('Z')) expect(shown(read, zone)).toBe(wall)
      else expect(['ambiguous-date', 'impossible-date']).toContain(read)
    }),
  )
})

it('answers for any text whatever', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
      expect(typeof moment(text)).toBe('string')
    }),
  )
})
