import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Certificate, certificateMessage } from '../core/verification/certificate.ts'
import { canonicalJson } from '../native/certificate/canonical-json.ts'
import { DeviceSigner } from '../native/vault/host/device-signer.ts'
import { newSigningPair } from '../native/vault/keys/key-pairs.ts'
import { answerOf, type Desk, expectRefusal, makeDesk } from '../tools/acceptance/run-occlude.ts'
import { clip } from '../tools/clips/matrix.ts'

/** A copy whose certificate is signed, as `occlude verify` meets it. */

let desk: Desk
let unsigned: Certificate
/** A workstation's signer. */
function newSigner() {
  const signer = new DeviceSigner()
  signer.open(newSigningPair())
  return signer.sign
}

const sign = newSigner()
const ours = sign('').keyId
const theirs = newSigner()

beforeAll(async () => {
  desk = await makeDesk('signed')
  await copyFile(await clip('sound-only-aac'), desk.at('sound.m4a'))
  const made = await desk.run(['redact', 'sound.m4a', '--out', 'copy.m4a', '--mute', '0.5-1'])
  expect(made.code, made.told).toBe(0)
  unsigned = JSON.parse(await readFile(desk.at('copy.certificate.json'), 'utf8'))
})
afterAll(() => desk.remove())

/** The certificate signed, with whatever changes came after that; how its JSON is laid out does not matter. */
async function written(changes: object = {}, signer = sign): Promise<void> {
  const signature = signer(certificateMessage(unsigned.payload, canonicalJson))
  await writeFile(desk.at('c.json'), JSON.stringify({ ...signature, ...unsigned, ...changes }, null, 2))
}

const words = [
  'verify',
  'copy.m4a',
  '--certificate',
  'c.json',
  '--original',
  'sound.m4a',
  '--project',
  'copy.project.json',
]

it('says who signed, and that nobody has decided whether to trust them', async () => {
  await written()
  const run = await desk.run(words)
  expect(run.code, run.told).toBe(0)
  expect(run.out).toContain(ours)
  expect(run.out).toContain('not decided')
  expect(answerOf(await desk.run([...words, '--json']))).toMatchObject({ ok: true, signedBy: ours })
})

it('passes for who trusts the key, however its fingerprint was written down', async () => {
  await written()
  const inPairs = ours.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:')
  const run = await desk.run([...words, '--signer', inPairs])
  expect(run.code, run.told).toBe(0)
  expect(run.out).toContain(`${ours} (the key that you trust)`)
})

it('refuses a good signature of another key, and names that key', async () => {
  await written({}, theirs)
  const given = [...words, '--signer', ours, '--json']
  const run = await desk.run(given)
  expect(expectRefusal(run, 5, given)).toContain(theirs('').keyId)
  expect(answerOf(run).failures[0]?.kind).toBe('other-signer')
})

it('refuses a certificate that was changed after it was signed, whoever is trusted', async () => {
  for (const signer of [[], ['--signer', ours]]) {
    await written({ payload: { ...unsigned.payload, mutedSeconds: [2] } })
    const given = [...words, ...signer, '--json']
    const run = await desk.run(given)
    expect(expectRefusal(run, 5, given)).toContain('changed after it was signed')
    expect(answerOf(run).failures[0]?.kind).toBe('certificate-mismatch')
  }
})

it('answers for a certificate that nobody signed as before, and does not take it for a trusted one', async () => {
  await writeFile(desk.at('c.json'), JSON.stringify(unsigned))
  const run = await desk.run(words)
  expect([run.code, run.out.includes('by nobody')]).toEqual([0, true])
  expect(answerOf(await desk.run([...words, '--json']))).toMatchObject({ ok: true, signedBy: null })
  const given = [...words, '--signer', ours]
  expect(expectRefusal(await desk.run(given), 5, given)).toContain('no signature')
})
