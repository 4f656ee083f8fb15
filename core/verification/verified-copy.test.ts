import { expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { frameIndex } from '../time.ts'
import { type CheckResult, checkNames, type VerificationReport } from './report.ts'
import { verifiedCopy } from './verified-copy.ts'

const hash = sha256('ab'.repeat(32))
const passing: readonly CheckResult[] = checkNames.map((check) => ({
  check,
  outcome: 'passed',
  figures: {},
  failures: [],
}))

function report(checks: readonly CheckResult[], more: Partial<VerificationReport> = {}): VerificationReport {
  return { outcome: 'passed', checks, leaks: [], lookHere: [], ...more }
}

function withOutcome(name: string, outcome: CheckResult['outcome']): readonly CheckResult[] {
  return passing.map((check) => (check.check === name ? { ...check, outcome } : check))
}

it('is made from a report that passed every check', () => {
  const proof = verifiedCopy(report(withOutcome('blur', 'not-applicable')), hash)
  expect(proof).toMatchObject({ ok: true, value: { sha256: hash } })
})

it.each(checkNames)('is not made when %s failed, could not run or is absent', (name) => {
  expect(verifiedCopy(report(withOutcome(name, 'failed')), hash)).toMatchObject({
    failure: { kind: 'verification-failed' },
  })
  expect(verifiedCopy(report(withOutcome(name, 'could-not-run')), hash)).toMatchObject({
    failure: { kind: 'verification-incomplete' },
  })
  expect(verifiedCopy(report(passing.filter((check) => check.check !== name)), hash)).toMatchObject({
    failure: { kind: 'verification-incomplete' },
  })
})

it('is not made from a leak, nor against what the report itself says', () => {
  const leak = { frame: frameIndex(3), class: 'face', box: [0, 0, 9, 9] as const, score: 0.9 }
  expect(verifiedCopy(report(passing, { leaks: [leak] }), hash)).toMatchObject({ ok: false })
  expect(verifiedCopy(report(passing, { outcome: 'failed' }), hash)).toMatchObject({ ok: false })
  expect(verifiedCopy(report(passing, { outcome: 'incomplete' }), hash)).toMatchObject({ ok: false })
})

it('is not made where a check that applies to every copy is said not to apply', () => {
  expect(verifiedCopy(report(withOutcome('streams', 'not-applicable')), hash)).toMatchObject({ ok: false })
  expect(verifiedCopy(report([]), hash)).toMatchObject({ ok: false })
})
