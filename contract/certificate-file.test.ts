import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readCertificate } from './certificate-file.ts'

const hash = 'ab'.repeat(32)

const certificate = {
  payload: {
    version: 1,
    issuedAt: '2026-11-03T14:05:09.123Z',
    source: { sha256: hash, bytes: 10 },
    copy: { sha256: hash, bytes: 9, container: 'a later version' },
    planSha256: hash,
    projectSha256: hash,
    frameMap: [{ outputFrame: 0, sourceFrame: 10, count: 5 }],
    partial: true,
    damagedFrames: [3],
    missingFrames: 1,
    detection: { profile: 'balanced', classes: ['face'] },
    versions: { 'node-av': '6.1.1' },
    models: { centerface: hash },
    checks: [{ check: 'frames', outcome: 'passed', figures: { framesChecked: 5 }, failures: [] }],
    lookHere: [{ frame: 3, track: 't1', why: 'damaged' }],
    counts: {
      sourceFrames: 100,
      copyFrames: 5,
      omittedFrames: 95,
      blankedFrames: 1,
      tracksHidden: 2,
      tracksKept: 1,
      tracksIgnored: 0,
    },
    mutedSeconds: [0.5],
    bleepedSeconds: [0],
    auditAnchor: { size: 12, root: hash, at: 'a later version' },
    release: {
      projectSha256: hash,
      revision: 7,
      secondCheck: 'full',
      approvals: [{ as: 'author', role: 'disclosure-officer', at: '2026-11-03T13:00:00Z', nothingToHide: false }],
    },
    later: { also: 'signed' },
  },
  signature: 'c2ln',
  publicKey: 'a2V5',
  keyId: 'k1',
}

function problemWith(change: object): unknown {
  const text = JSON.stringify({ ...certificate, payload: { ...certificate.payload, ...change } })
  const read = readCertificate(text, 'c.json')
  if (read.ok) return null
  return read.failure.kind === 'bad-json' ? [read.failure.at, read.failure.problem] : read.failure
}

it('reads a certificate with every field of its payload, known or not: they are what was signed', () => {
  expect(readCertificate(JSON.stringify(certificate), 'c.json')).toStrictEqual({ ok: true, value: certificate })
})

it('reads one that nobody has signed', () => {
  const { payload } = certificate
  expect(readCertificate(JSON.stringify({ payload }), 'c.json')).toStrictEqual({ ok: true, value: { payload } })
})

it('names what is bad', () => {
  expect(problemWith({ issuedAt: 'yesterday' })).toStrictEqual(['payload.issuedAt', 'not in the expected form'])
  expect(problemWith({ planSha256: hash.toUpperCase() })).toStrictEqual([
    'payload.planSha256',
    'not in the expected form',
  ])
  expect(problemWith({ checks: [{ ...certificate.payload.checks[0], outcome: 'fine' }] })).toStrictEqual([
    'payload.checks[0].outcome',
    'expected passed, failed, not-applicable, could-not-run',
  ])
  expect(problemWith({ lookHere: [{ frame: 3, why: 'hunch' }] })).toMatchObject([
    'payload.lookHere[0].why',
    expect.any(String),
  ])
  expect(problemWith({ auditAnchor: { size: -1, root: hash } })).toStrictEqual([
    'payload.auditAnchor.size',
    'expected at least 0',
  ])
  expect(problemWith({ auditAnchor: { size: 1, root: 'ab' } })).toStrictEqual([
    'payload.auditAnchor.root',
    'not in the expected form',
  ])
  expect(problemWith({ release: { ...certificate.payload.release, secondCheck: 'none' } })).toStrictEqual([
    'payload.release.secondCheck',
    'expected full, look-here, single',
  ])
  expect(problemWith({ versions: { 'node-av': 6 } })).toStrictEqual(['payload.versions.node-av', 'expected string'])
  expect(readCertificate('{}', 'c.json')).toMatchObject({ failure: { at: 'payload', problem: 'expected object' } })
})

it.each(['signature', 'publicKey', 'keyId'])('reads no %s that is far longer than any', (field) => {
  const read = readCertificate(JSON.stringify({ ...certificate, [field]: 'a'.repeat(201) }), 'c.json')
  expect(read).toMatchObject({ failure: { kind: 'bad-json', at: field } })
})

it('never throws', () => {
  const names = Object.keys(certificate.payload)
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.jsonValue(), (name, value) => {
      expect(() => problemWith({ [name]: value })).not.toThrow()
    }),
    { numRuns: 500 },
  )
})
