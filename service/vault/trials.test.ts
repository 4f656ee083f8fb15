import { expect, it } from 'vitest'
import { redactionId } from '../../core/redaction/redaction-record.ts'
import { fakeHash } from '../fake-ports.ts'
import { fakeId } from './fake-vault.ts'
import { type Trial, Trials } from './trials.ts'

const trial = (revision: number): Trial => ({
  ...{ revision, projectSha256: fakeHash('project') },
  report: { outcome: 'passed', checks: [], leaks: [], lookHere: [] },
})
const redaction = (number: number) => redactionId(String(fakeId(`redaction${number}`)))

it('remembers the last trial of a redaction, until a copy was checked', () => {
  const trials = new Trials()
  expect(trials.of(redaction(1))).toBeNull()
  trials.begin(redaction(1))(trial(1))
  trials.begin(redaction(1))(trial(2))
  expect(trials.of(redaction(1))).toEqual(trial(2))
  trials.forget(redaction(1))
  expect(trials.of(redaction(1))).toBeNull()
})

it('forgets what was tried longest ago where there are too many', () => {
  const trials = new Trials()
  for (let number = 0; number < 50; number++) trials.begin(redaction(number))(trial(number))
  trials.begin(redaction(0))(trial(99))
  trials.begin(redaction(50))(trial(50))
  expect(trials.of(redaction(1))).toBeNull()
  expect(trials.of(redaction(0))).toEqual(trial(99))
  expect(trials.of(redaction(2))).toEqual(trial(2))
})

it('is not taken back by a slower trial of an older state', () => {
  const trials = new Trials()
  const slow = trials.begin(redaction(1))
  trials.begin(redaction(1))(trial(6))
  slow(trial(5))
  expect(trials.of(redaction(1))).toEqual(trial(6))
  trials.begin(redaction(1))(trial(7))
  expect(trials.of(redaction(1))).toEqual(trial(7))
})

it('remembers no trial that began before a copy was checked', () => {
  const trials = new Trials()
  const [before, ofAnother] = [trials.begin(redaction(1)), trials.begin(redaction(2))]
  trials.forget(redaction(1))
  before(trial(2))
  ofAnother(trial(2))
  expect([trials.of(redaction(1)), trials.of(redaction(2))]).toEqual([null, trial(2)])
  trials.begin(redaction(1))(trial(2))
  expect(trials.of(redaction(1))).toEqual(trial(2))
})
