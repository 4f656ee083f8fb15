import { nameKinds } from '../../../core/disclosure/names-told.ts'
import type { Failure } from '../../../core/failure.ts'
import { gateKinds } from '../../../core/review/release-gates.ts'
import { frameIndex } from '../../../core/time.ts'
import type { VerificationReport } from '../../../core/verification/report.ts'
import type { FailureOf } from '../words.ts'

const report: VerificationReport = {
  outcome: 'failed',
  checks: [
    {
      check: 'solid',
      outcome: 'failed',
      figures: {},
      failures: [{ kind: 'solid', frame: frameIndex(41), detail: 'x' }],
    },
    { check: 'sound-sync', outcome: 'could-not-run', figures: {}, failures: [] },
  ],
  leaks: [],
  lookHere: [],
}

const leaking: VerificationReport = {
  ...report,
  leaks: [
    { frame: frameIndex(3), class: 'face', box: [10.5, -2, 40, 50], score: 0.7 },
    { frame: frameIndex(3), class: 'person', part: 'hand', box: [80, 40, 20, 20], score: 0.6 },
  ],
}

type Facts<Kind extends Failure['kind']> = Omit<FailureOf<Kind>, 'kind'>

const name = 'thing.mp4'
const named = [{ name }]
const nothing = [{}]

/** Some of each kind, of every variety that is worded differently: the type makes a forgotten kind an error. */
const examples: { readonly [Kind in Failure['kind']]: readonly Facts<Kind>[] } = {
  usage: [{ detail: 'the clip has no sound' }],
  cancelled: nothing,
  'file-missing': named,
  'file-unreadable': named,
  'not-a-file': named,
  'file-empty': named,
  'file-exists': [{ name }, { name, final: true }],
  'file-is-input': named,
  'folder-missing': named,
  'not-writable': named,
  'disk-full': named,
  'output-taken': named,
  'wrong-suffix': [{ name, suffix: '.m4a' }],
  'not-media': named,
  'nothing-to-redact': named,
  'unsupported-media': [
    { name, what: 'picture-codec', found: 'rv40' },
    { name, what: 'sound-codec' },
    { name, what: 'picture-size', found: '9000x9000' },
    { name, what: 'changing-picture' },
    { name, what: 'sample-rate', found: '4000' },
    { name, what: 'channels', found: '12' },
    { name, what: 'sound-tracks', found: '30' },
    { name, what: 'times' },
    { name, what: 'length' },
  ],
  undecodable: [{ name }, { name, frame: 7 }],
  'bad-json': [{ name, at: 'tracks[3].keys', problem: 'is missing' }],
  'other-clip': named,
  'other-journal': [
    { name, what: 'models' },
    { name, what: 'search' },
  ],
  'clip-changed': named,
  'not-stable': named,
  'hostile-entry': [
    ...(['link', 'device', 'pipe', 'socket', 'unknown', 'swapped', 'too-deep', 'too-many'] as const).map((what) => ({
      name,
      what,
    })),
  ],
  'bad-sidecar': [{ name, problem: 'it is larger than 1 MB' }],
  'out-of-range': [
    ...(['frame', 'seconds', 'region', 'audio track', 'entry', 'byte'] as const).map((what) => ({
      what,
      asked: '600',
      last: '599',
    })),
  ],
  'unknown-track': named,
  'no-picture': [{ what: 'clip' }, { what: 'frame' }, { what: 'regions' }, { what: 'label' }],
  'label-unfit': [
    { why: 'empty' },
    { why: 'too-long', most: 120 },
    { why: 'sign', sign: '漢' },
    { why: 'blanks' },
    { why: 'no-room' },
  ],
  'cannot-follow': [
    ...(['too-small', 'too-large', 'outside', 'not-there'] as const).map((why) => ({ region: 2, why })),
  ],
  'model-missing': [{ name }, { name, own: true }],
  'model-changed': [{ name }, { name, own: true }],
  'model-unusable': [
    { name, problem: 'not enough memory' },
    { name, problem: 'its output has another shape', own: true },
  ],
  'class-unavailable': [{ name: 'plate' }],
  'engine-died': [{ during: 'render', uncovered: [] }],
  'certificate-mismatch': [
    ...(['copy', 'source', 'plan', 'project', 'frame-map', 'signature', 'schedule'] as const).map((what) => ({ what })),
  ],
  'certificate-unsigned': named,
  'other-signer': [{ name, signer: 'ab'.repeat(32) }],
  'verification-failed': [{ report }, { report: leaking }],
  'verification-incomplete': [{ report }],
  'no-such-user': named,
  'user-exists': named,
  'wrong-passphrase': named,
  'other-machine': named,
  'slots-damaged': [{ at: 'the signature does not fit' }],
  'slots-swapped': nothing,
  'slots-rolled-back': nothing,
  'database-rolled-back': nothing,
  'bad-shares': [
    { why: 'mistyped', share: 2, group: 7 },
    { why: 'incomplete', share: 1 },
    { why: 'other-vault' },
    { why: 'same-share' },
    { why: 'not-a-pair' },
  ],
  'weak-passphrase': [
    { why: 'too-short', least: 15 },
    ...(['too-long', 'common', 'predictable', 'not-text'] as const).map((why) => ({ why })),
  ],
  'object-damaged': [
    ...(['not-ours', 'other-file', 'cut-short', 'longer', 'changed'] as const).map((problem) => ({ name, problem })),
    { name, problem: 'changed', bytes: [0, 4096] },
  ],
  'vault-locked': nothing,
  'bad-user-name': [...(['empty', 'too-long', 'spaces', 'invisible'] as const).map((why) => ({ why }))],
  'vault-missing': named,
  'vault-exists': named,
  'vault-busy': [{ name, program: 'another workstation', since: '2026-11-22T14:05:10.000Z' }],
  'demo-vault-only': nothing,
  'not-encrypted': named,
  'vault-newer': [{ name, found: 4, known: 3 }],
  'database-damaged': [{ detail: 'page 12 does not authenticate' }],
  'object-missing': named,
  'too-many-attempts': [{ waitSeconds: 64 }],
  'user-disabled': named,
  'last-administrator': nothing,
  'not-signed-in': nothing,
  'not-permitted': [
    ...['role', 'kept-apart', 'own-involvement', 'other-clip', 'not-known-yet'].map((why) => ({
      permission: 'clip.view',
      why,
    })),
  ],
  'roles-clash': nothing,
  'reason-missing': [{ method: 'clip.redact' }],
  'no-such-clip': named,
  'no-such-hold': named,
  'no-such-task': named,
  'no-copy': named,
  'on-hold': [
    { name, holds: 1 },
    { name, holds: 2 },
  ],
  'not-queued': named,
  'no-such-bookmark': nothing,
  'no-such-filter': nothing,
  'no-such-notice': nothing,
  'no-such-redaction': nothing,
  'redaction-held': [{ by: 'Dora' }, { by: null }],
  'redaction-moved': [{ revision: 7 }],
  'coverage-refused': [...(['speed', 'time', 'bytes'] as const).map((why) => ({ why }))],
  'gates-shut': [{ gates: ['seen-by-author'] }, { gates: [...gateKinds] }],
  'signature-refused': [{ why: 'own-work' }, { why: 'not-an-author' }],
  'not-approved': [{ name }, { name, why: 'weaker-check' }],
  'ground-tells': [
    { rows: [{ row: 2, tells: ['officer'] }] },
    {
      rows: [
        { row: 2, tells: nameKinds.slice(0, 4) },
        { row: 5, tells: nameKinds.slice(4) },
      ],
    },
  ],
  'schedule-moved': nothing,
  'unfit-folder': [
    { name, why: 'inside-vault' },
    { name, why: 'link' },
  ],
  'written-differs': named,
  'medium-gone': [
    { name, registered: false },
    { name, registered: true },
  ],
  'not-open': nothing,
  'too-many-open': [{ most: 8 }],
  'second-person-needed': nothing,
  'clock-doubtful': nothing,
  'backup-damaged': [{ name, detail: 'its end is missing' }],
  'backup-expired': [{ name, expiredOn: '2026-11-22' }],
  'audit-broken': [...['other-root', 'checkpoint-key', 'missing'].map((why) => ({ seq: 12, why }))],
  'no-way-out': [{ command: 'frame' }],
  'connection-lost': nothing,
  'other-version': [{ ours: 2, theirs: 1 }],
  'off-contract': [{ method: 'clip.show', at: 'clip' }],
  internal: [{ id: 'ab12cd34' }],
  'too-many-calls': [{ most: 64 }],
}

/** Failures of every kind, about something of this name: what a host's wording is tried with. */
export function failuresAbout(thing: string): readonly Failure[] {
  const all: Readonly<Record<string, readonly object[]>> = examples
  return Object.entries(all).flatMap(([kind, each]) =>
    each.map((facts) => ({ kind, ...facts, ...('name' in facts ? { name: thing } : {}) }) as Failure),
  )
}
