import { expect, it } from 'vitest'
import type { Failure } from '../core/failure.ts'
import { frameIndex } from '../core/time.ts'
import type { VerificationReport } from '../core/verification/report.ts'
import { exitCodeOf } from './exit-codes.ts'
import { sentenceFor } from './wording.ts'

const report: VerificationReport = {
  outcome: 'failed',
  checks: [
    {
      check: 'solid',
      outcome: 'failed',
      figures: {},
      failures: [{ kind: 'solid', frame: frameIndex(41), detail: 'x' }],
    },
    { check: 'leaks', outcome: 'could-not-run', figures: {}, failures: [] },
  ],
  leaks: [],
  lookHere: [],
}

const name = 'thing.mp4'

/** One of each kind: the type makes a forgotten kind an error. */
const examples: { readonly [Kind in Failure['kind']]: Omit<Extract<Failure, { kind: Kind }>, 'kind'> } = {
  usage: { detail: 'There is no option --colour.' },
  cancelled: {},
  'file-missing': { name },
  'file-unreadable': { name },
  'not-a-file': { name },
  'file-empty': { name },
  'file-exists': { name },
  'file-is-input': { name },
  'folder-missing': { name },
  'not-writable': { name },
  'disk-full': { name },
  'output-taken': { name },
  'wrong-suffix': { name, suffix: '.m4a' },
  'not-media': { name },
  'nothing-to-redact': { name },
  'unsupported-media': { name, what: 'picture-codec', found: 'rv40' },
  undecodable: { name },
  'bad-json': { name, at: 'tracks[3].keys', problem: 'is missing' },
  'other-clip': { name },
  'other-journal': { name, what: 'models' },
  'clip-changed': { name },
  'not-stable': { name },
  'hostile-entry': { name, what: 'link' },
  'bad-sidecar': { name, problem: 'it is larger than 1 MB' },
  'out-of-range': { what: 'frame', asked: '600', last: '599' },
  'unknown-track': { name: 't99' },
  'no-picture': { what: '--spans' },
  'cannot-follow': { region: 2, why: 'too-small' },
  'model-missing': { name },
  'model-changed': { name },
  'model-unusable': { name, problem: 'not enough memory' },
  'class-unavailable': { name: 'plate' },
  'engine-died': { during: 'render', uncovered: [] },
  'certificate-mismatch': { what: 'plan' },
  'certificate-unsigned': { name },
  'other-signer': { name, signer: 'ab'.repeat(32) },
  'verification-failed': { report },
  'verification-incomplete': { report },
  'no-such-user': { name: 'A. Clerk' },
  'user-exists': { name: 'A. Clerk' },
  'wrong-passphrase': { name: 'A. Clerk' },
  'other-machine': { name: 'A. Clerk' },
  'slots-damaged': { at: 'the signature does not fit' },
  'slots-swapped': {},
  'slots-rolled-back': {},
  'database-rolled-back': {},
  'bad-shares': { why: 'mistyped', share: 2, group: 7 },
  'weak-passphrase': { why: 'too-short', least: 15 },
  'object-damaged': { name, problem: 'cut-short' },
  'vault-locked': {},
  'bad-user-name': { why: 'invisible' },
  'vault-missing': { name },
  'vault-exists': { name },
  'vault-busy': { name, program: 'occlude redact', since: '22 Nov 2026' },
  'demo-vault-only': {},
  'not-encrypted': { name },
  'vault-newer': { name, found: 4, known: 3 },
  'database-damaged': { detail: 'page 12 does not authenticate' },
  'object-missing': { name },
  'too-many-attempts': { waitSeconds: 64 },
  'user-disabled': { name: 'A. Clerk' },
  'last-administrator': {},
  'not-signed-in': {},
  'not-permitted': { permission: 'clip.view', why: 'role' },
  'roles-clash': {},
  'reason-missing': { method: 'clip.redact' },
  'no-such-clip': { name },
  'no-such-hold': { name },
  'no-such-task': { name },
  'no-copy': { name },
  'on-hold': { name, holds: 2 },
  'not-queued': { name },
  'no-such-bookmark': {},
  'no-such-filter': {},
  'no-such-notice': {},
  'not-open': {},
  'too-many-open': { most: 8 },
  'second-person-needed': {},
  'clock-doubtful': {},
  'backup-damaged': { name, detail: 'its end is missing' },
  'backup-expired': { name, expiredOn: '22 Nov 2026' },
  'audit-broken': { seq: 12, why: 'the entry was changed' },
  'no-way-out': { command: 'frame' },
  'connection-lost': {},
  'other-version': { ours: 2, theirs: 1 },
  'off-contract': { method: 'clip.show', at: 'clip' },
  internal: { id: 'ab12cd34' },
  'too-many-calls': { most: 64 },
}

const failures = Object.entries(examples).map(([kind, facts]) => ({ kind, ...facts }) as Failure)

it.each(failures)('words $kind as sentences with what to do, without code words', (failure) => {
  const sentence = sentenceFor(failure)
  expect(sentence).toMatch(/^[A-Z].*\.$|^thing\.mp4 .*\.$/)
  expect(sentence).not.toMatch(/undefined|null|\[object|Error|errno|E[A-Z]{4,}|\n|:\d+:\d+/)
  expect(sentence.length).toBeLessThan(320)
  expect(sentence).not.toContain(`${failure.kind}`.includes('-') ? failure.kind : '\u0000')
})

it.each(failures)('gives $kind an exit code that is not success', (failure) => {
  expect([1, 2, 3, 5, 6, 130]).toContain(exitCodeOf(failure))
})

it('makes sentences of what was said in few words', () => {
  expect(sentenceFor({ kind: 'usage', detail: 'the clip has no sound' })).toMatch(/^The clip has no sound\. Nothing/)
})

it('prints names without what they would do to a terminal', () => {
  const evil = 'a\u001b[2J\u009b1m\u202eb\r\nc\u2028d.mp4'
  expect(sentenceFor({ kind: 'file-missing', name: evil })).toContain('a?[2J?1m?b??c?d.mp4. Check')
  expect(sentenceFor({ kind: 'file-missing', name: 'Überfall 12 – Straße.mp4' })).toContain('Überfall 12 – Straße.mp4')
})

it('names the suffix that is wanted and the frames to look at', () => {
  expect(sentenceFor({ kind: 'wrong-suffix', name, suffix: '.m4a' })).toContain('something.m4a')
  expect(sentenceFor({ kind: 'verification-failed', report })).toContain('frame 41')
})

it('keeps the exit codes of FORMATS.md', () => {
  const codes = failures.map((failure) => [failure.kind, exitCodeOf(failure)])
  expect(Object.fromEntries(codes)).toMatchObject({
    usage: 2,
    'file-missing': 3,
    'file-exists': 6,
    'file-is-input': 6,
    'verification-failed': 5,
    'verification-incomplete': 5,
    'engine-died': 1,
    cancelled: 130,
  })
})
