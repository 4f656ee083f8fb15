import { describe, expect, it } from 'vitest'
import { type Certificate, type CertificatePayload, certificateMessage } from '../core/verification/certificate.ts'
import { copiedFace, fakeCopy } from './fake-copy.ts'
import {
  checks,
  fakeClip,
  fakeEngine,
  fakeHash,
  fakeIndex,
  fakePorts,
  fakeSigner,
  fakeWork,
  type Script,
  standingFace,
} from './fake-ports.ts'
import { type VerifyRequest, verifyCopy } from './verify-copy.ts'

const index = fakeIndex()

const { certificate, project } = await fakeCopy()

async function verified(more: Partial<VerifyRequest> = {}, script: Partial<Script> = {}) {
  const { engine, log } = fakeEngine({ original: copiedFace, ...script })
  const request: VerifyRequest = {
    copy: fakeClip({ name: 'copy.mp4' }),
    certificate,
    certificateName: 'c.json',
    original: fakeClip(),
    project: { project, name: 'p.json' },
    signer: null,
    ...more,
  }
  const result = await verifyCopy(fakePorts(engine), request, fakeWork().work)
  return { result, log, failure: result.ok ? null : result.failure }
}

const certified = (payload: Partial<CertificatePayload>): Certificate => ({
  payload: { ...certificate.payload, ...payload },
})

it('passes a copy that is what its certificate says', async () => {
  const { result, log } = await verified()
  expect(result).toMatchObject({ ok: true, value: { copy: { sha256: fakeHash('copy') }, signedBy: null } })
  expect(log).toEqual(['index copy', 'index', 'verify', 'index copy', 'detect copy'])
})

it.each([
  ['copy', { copy: { sha256: fakeHash('x'), bytes: 4 } }],
  ['source', { source: { sha256: fakeHash('x'), bytes: 4 } }],
  ['plan', { planSha256: fakeHash('x') }],
  ['project', { projectSha256: fakeHash('x') }],
  ['frame-map', { frameMap: [{ outputFrame: 0, sourceFrame: 1, count: 29 }] }],
])('does not accept a certificate about another %s, and then checks nothing', async (what, payload) => {
  const { failure, log } = await verified({ certificate: certified(payload) })
  expect(failure).toEqual({ kind: 'certificate-mismatch', what })
  expect(log).not.toContain('verify')
})

it('does not accept a project that hides less than the copy', async () => {
  const tracks = project.tracks.map((track) => ({ ...track, action: 'ignore' as const }))
  const { failure } = await verified({ project: { project: { ...project, tracks }, name: 'p.json' } })
  expect(failure).toEqual({ kind: 'certificate-mismatch', what: 'plan' })
})

it('does not accept a project of another clip', async () => {
  const foreign = { ...project, clip: { ...project.clip, sha256: fakeHash('x') } }
  const { failure } = await verified({ project: { project: foreign, name: 'p.json' } })
  expect(failure).toEqual({ kind: 'other-clip', name: 'p.json' })
})

it.each([
  ['the original', { original: null }],
  ['the project', { project: null }],
  ['both', { original: null, project: null }],
])('checks what it can without %s and says what it could not', async (_, more) => {
  const { failure, log } = await verified(more, { verdicts: [checks({ solid: 'could-not-run' })] })
  expect(log).toContain('verify')
  if (failure?.kind !== 'verification-incomplete') throw new Error(`${failure?.kind}`)
  const open = failure.report.checks.filter(({ outcome }) => outcome === 'could-not-run').map(({ check }) => check)
  expect(open).toEqual(['solid', 'leaks'])
})

it('is never satisfied without original or project, even if the engine were', async () => {
  const { failure } = await verified({ original: null, project: null })
  expect(failure?.kind).toBe('verification-incomplete')
})

it('fails a copy that leaks or fails a check', async () => {
  const stranger = standingFace(index, [400, 200, 60, 60])
  expect((await verified({}, { copies: [stranger] })).failure?.kind).toBe('verification-failed')
  expect((await verified({}, { verdicts: [checks({ metadata: 'failed' })] })).failure?.kind).toBe('verification-failed')
})

describe('a signature', () => {
  const sign = fakeSigner('ours')
  const json = fakePorts(fakeEngine().engine).json
  const signed: Certificate = { payload: certificate.payload, ...sign(certificateMessage(certificate.payload, json)) }
  const ours = sign('').keyId

  it('is checked, and told whose it is: nobody has said whom to trust', async () => {
    const { result } = await verified({ certificate: signed })
    expect(result).toMatchObject({ ok: true, value: { signedBy: ours } })
  })

  it('by the trusted key passes', async () => {
    expect((await verified({ certificate: signed, signer: ours })).result).toMatchObject({ value: { signedBy: ours } })
  })

  it('by another key does not, however good, and nothing is checked', async () => {
    const theirs = fakeSigner('theirs')(certificateMessage(certificate.payload, json))
    const { failure, log } = await verified({ certificate: { ...certificate, ...theirs }, signer: ours })
    expect(failure).toEqual({ kind: 'other-signer', name: 'c.json', signer: theirs.keyId })
    expect(log).toEqual([])
  })

  it.each<[string, Partial<Certificate>]>([
    ['payload', { payload: { ...certificate.payload, partial: true } }],
    ['payload, in a field that nobody knows', { payload: Object.assign({ later: 1 }, certificate.payload) }],
    ['signature', { signature: 'x' }],
    ['key', { publicKey: 'theirs' }],
    ['fingerprint', { keyId: fakeSigner('theirs')('').keyId }],
  ])('does not hold with another %s, trusted or not', async (_, change) => {
    for (const signer of [null, ours]) {
      const { failure, log } = await verified({ certificate: { ...signed, ...change }, signer })
      expect(failure).toEqual({ kind: 'certificate-mismatch', what: 'signature' })
      expect(log).toEqual([])
    }
  })

  it.each(['signature', 'publicKey', 'keyId'] as const)('does not hold without its %s', async (part) => {
    const { [part]: _, ...rest } = signed
    expect((await verified({ certificate: rest })).failure).toEqual({ kind: 'certificate-mismatch', what: 'signature' })
  })

  it('of nobody is not trusted, where one is asked for', async () => {
    const { failure, log } = await verified({ signer: ours })
    expect(failure).toEqual({ kind: 'certificate-unsigned', name: 'c.json' })
    expect(log).toEqual([])
  })
})

it('does not vouch for a copy that changed while it was checked', async () => {
  const { failure } = await verified({ copy: fakeClip({ name: 'copy.mp4', unchanged: async () => false }) })
  expect(failure).toEqual({ kind: 'clip-changed', name: 'copy.mp4' })
})
