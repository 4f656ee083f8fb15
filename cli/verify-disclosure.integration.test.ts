import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { sha256 } from '../core/clips/clip-index.ts'
import { type ExternalCertificatePayload, externalMessage } from '../core/disclosure/external-certificate.ts'
import type { ExternalSchedule } from '../core/disclosure/schedule.ts'
import { instant } from '../core/ports/clock.ts'
import { canonicalJson } from '../native/certificate/canonical-json.ts'
import { DeviceSigner } from '../native/vault/host/device-signer.ts'
import { newSigningPair } from '../native/vault/keys/key-pairs.ts'
import { answerOf, type Desk, expectRefusal, makeDesk } from '../tools/acceptance/run-occlude.ts'

/** What a recipient was given, as `occlude verify-disclosure` meets it: whole, changed, and in part. */

let desk: Desk
/** A workstation's signer. */
function newSigner() {
  const signer = new DeviceSigner()
  signer.open(newSigningPair())
  return signer.sign
}

const sign = newSigner()
const ours = sign('').keyId
const copy = Buffer.from('a redacted copy, to the byte')
const stem = 'redacted-copy-0123456789ab'
const schedule: ExternalSchedule = {
  version: 1,
  kind: 'external',
  rows: [{ row: 1, deed: 'hidden', object: 'person', stretches: [[0, 5]], ground: 'Somebody else' }],
}
const payload: ExternalCertificatePayload = {
  ...{ version: 1, issuedAt: instant('2026-11-23T10:00:00.000Z'), partial: false, secondCheck: 'full' },
  copy: { sha256: sha256(createHash('sha256').update(copy).digest('hex')), bytes: copy.length },
  checks: [{ check: 'frames', outcome: 'passed' }],
  ...{ scheduleSha256: canonicalJson.hashOf(schedule), recordSha256: sha256('ab'.repeat(32)) },
}

beforeAll(async () => {
  desk = await makeDesk('disclosed')
})
afterAll(() => desk.remove())
beforeEach(async () => {
  await rm(desk.at('out'), { recursive: true, force: true })
  await mkdir(desk.at('out'))
  await write('.mp4', copy)
  await write('.schedule.json', JSON.stringify(schedule, null, 2))
  const signed = { payload, ...sign(externalMessage(payload, canonicalJson)) }
  await write('.certificate.json', JSON.stringify(signed, null, 2))
})

function write(end: string, content: string | Buffer): Promise<void> {
  return writeFile(join(desk.at('out'), `${stem}${end}`), content)
}

const words = ['verify-disclosure', 'out']

it('names the key that signed a whole disclosure; who trusts it says so', async () => {
  const run = await desk.run([...words, '--signer', ours])
  expect(run.code, run.told).toBe(0)
  for (const told of [ours, payload.copy.sha256, payload.issuedAt, 'the key that you trust'])
    expect(run.out).toContain(told)
})

it('refuses another copy in its place', async () => {
  await write('.mp4', Buffer.from(copy.toString().replace('redacted', 'Redacted')))
  const given = [...words, '--json']
  expect(expectRefusal(await desk.run(given), 5, given)).toContain('not about this copy')
})

it('says what is missing', async () => {
  await rm(join(desk.at('out'), `${stem}.certificate.json`))
  expect(answerOf(await desk.run([...words, '--json'])).failures[0]?.kind).toBe('file-missing')
})
