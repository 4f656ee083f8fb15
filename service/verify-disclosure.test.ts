import { expect, it } from 'vitest'
import { type ExternalCertificate, externalMessage } from '../core/disclosure/external-certificate.ts'
import type { ExternalSchedule } from '../core/disclosure/schedule.ts'
import { instant } from '../core/ports/clock.ts'
import { fakeClip, fakeEngine, fakeHash, fakePorts, fakeSigner } from './fake-ports.ts'
import { type GivenDisclosure, verifyDisclosure } from './verify-disclosure.ts'

const { json, checkSignature } = fakePorts(fakeEngine().engine)
const copy = fakeClip({ name: 'copy.mp4' })
const schedule: ExternalSchedule = { version: 1, kind: 'external', rows: [] }
const payload: ExternalCertificate['payload'] = {
  ...{ version: 1, issuedAt: instant('2026-11-23T10:00:00.000Z'), partial: false, secondCheck: 'full' },
  ...{ copy: { sha256: fakeHash('copy'), bytes: copy.bytes.size }, checks: [] },
  ...{ scheduleSha256: json.hashOf(schedule), recordSha256: fakeHash('record') },
}
const ours = fakeSigner('ours')
const signed = { payload, ...ours(externalMessage(payload, json)) }
const given: GivenDisclosure = {
  ...{ copy, certificate: signed, certificateName: 'x.certificate.json', schedule, signer: null },
}

const check = (changes: Partial<GivenDisclosure>, copySha256 = fakeHash('copy')) =>
  verifyDisclosure({ json, checkSignature, hashOfBytes: async () => copySha256 }, { ...given, ...changes })

const mismatch = (what: string) => ({ ok: false, failure: { kind: 'certificate-mismatch', what } })

it('answers whose key vouches for a whole disclosure', async () => {
  const { keyId } = ours('')
  expect(await check({})).toEqual({ ok: true, value: keyId })
  expect(await check({ signer: keyId })).toEqual({ ok: true, value: keyId })
})

it('refuses what the certificate is not about, and what was changed after it was signed', async () => {
  expect(await check({}, fakeHash('other'))).toMatchObject(mismatch('copy'))
  const longer = { ...copy, bytes: { ...copy.bytes, size: copy.bytes.size + 1 } }
  expect(await check({ copy: longer })).toMatchObject(mismatch('copy'))
  const row = { row: 1, deed: 'hidden', object: 'person', stretches: [], ground: null } as const
  expect(await check({ schedule: { ...schedule, rows: [row] } })).toMatchObject(mismatch('schedule'))
  const changed = { ...signed, payload: { ...payload, partial: true } }
  expect(await check({ certificate: changed })).toMatchObject(mismatch('signature'))
  expect(await check({ certificate: { ...signed, keyId: fakeHash('other') } })).toMatchObject(mismatch('signature'))
})

it('refuses the signature of the certificate that is kept, which begins with other words', async () => {
  const kept = { payload, ...ours(json.textOf(payload)) }
  expect(await check({ certificate: kept })).toMatchObject(mismatch('signature'))
})

it('refuses a good signature of another key than the trusted one, and names it', async () => {
  const { keyId } = ours('')
  expect(await check({ signer: fakeSigner('theirs')('').keyId })).toEqual({
    ok: false,
    failure: { kind: 'other-signer', name: 'x.certificate.json', signer: keyId },
  })
})
