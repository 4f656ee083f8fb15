import { z } from 'zod'
import { nameKinds } from '../../core/disclosure/names-told.ts'
import type { Failure, HostileEntry, ObjectProblem, UnsupportedPart } from '../../core/failure.ts'
import { gateKinds } from '../../core/review/release-gates.ts'
import { checkNames, type VerificationReport } from '../../core/verification/report.ts'

type Facts<Kind extends Failure['kind']> = Omit<Extract<Failure, { kind: Kind }>, 'kind'>

/** One schema for every field of every kind: a kind or field that is missing here does not compile. */
type Shapes = {
  readonly [Kind in Failure['kind']]: {
    readonly [Field in keyof Facts<Kind>]-?: Pick<Facts<Kind>, Field> extends Required<Pick<Facts<Kind>, Field>>
      ? z.ZodType<Facts<Kind>[Field]>
      : z.ZodExactOptional<z.ZodType<Exclude<Facts<Kind>[Field], undefined>>>
  }
}

const text = z.string().max(10_000)
const number = z.number()
const named = { name: text }
const nothing = {}
const yes = z.literal(true)
const some = <T>(shape: z.ZodType<T>): z.ZodExactOptional<z.ZodType<T>> => z.exactOptional(shape)
const pair = (): z.ZodType<readonly [number, number]> => z.tuple([number, number])

const unsupported = z.enum([
  'picture-codec',
  'sound-codec',
  'picture-size',
  'changing-picture',
  'sample-rate',
  'channels',
  'sound-tracks',
  'times',
  'length',
]) satisfies z.ZodType<UnsupportedPart>

const hostile = z.enum([
  'link',
  'device',
  'pipe',
  'socket',
  'unknown',
  'swapped',
  'too-deep',
  'too-many',
]) satisfies z.ZodType<HostileEntry>

const damage = z.enum(['not-ours', 'other-file', 'cut-short', 'longer', 'changed']) satisfies z.ZodType<ObjectProblem>

const check = z.object({
  check: z.enum(checkNames),
  outcome: z.enum(['passed', 'failed', 'not-applicable', 'could-not-run']),
  figures: z.record(z.string(), number),
  failures: z.array(z.object({ kind: z.enum(checkNames), frame: number.exactOptional(), detail: text })).max(100),
})

/** Leaks are shown over the picture and hidden where they lie. */
const leak = z.object({
  frame: z.int().min(0),
  class: text,
  part: z.literal('hand').exactOptional(),
  box: z.tuple([number, number, number, number]),
  score: number,
})

/** What was found by checking a copy. Frames to look at are a list for people; nothing works with what is in it. */
export const report = z.object({
  outcome: z.enum(['passed', 'failed', 'incomplete']),
  checks: z.array(check).max(checkNames.length),
  leaks: z.array(leak),
  lookHere: z.array(z.looseObject({})),
}) as unknown as z.ZodType<VerificationReport>

const shapes: Shapes = {
  usage: { detail: text },
  cancelled: nothing,
  'file-missing': named,
  'file-unreadable': named,
  'not-a-file': named,
  'file-empty': named,
  'file-exists': { name: text, final: some(yes) },
  'file-is-input': named,
  'folder-missing': named,
  'not-writable': named,
  'output-taken': named,
  'wrong-suffix': { name: text, suffix: text },
  'disk-full': named,
  'not-media': named,
  'nothing-to-redact': named,
  'unsupported-media': { name: text, what: unsupported, found: some(text) },
  undecodable: { name: text, frame: some(number) },
  'bad-json': { name: text, at: text, problem: text },
  'other-clip': named,
  'other-journal': { name: text, what: z.enum(['search', 'models']) },
  'clip-changed': named,
  'not-stable': named,
  'hostile-entry': { name: text, what: hostile },
  'bad-sidecar': { name: text, problem: text },
  'out-of-range': {
    what: z.enum(['frame', 'seconds', 'region', 'audio track', 'entry', 'byte']),
    asked: text,
    last: text,
  },
  'unknown-track': named,
  'no-picture': { what: text },
  'label-unfit': {
    why: z.enum(['empty', 'too-long', 'sign', 'blanks', 'no-room']),
    most: some(number),
    sign: some(text),
  },
  'cannot-follow': { region: number, why: z.enum(['too-small', 'too-large', 'outside', 'not-there']) },
  'model-missing': { name: text, own: some(yes) },
  'model-changed': { name: text, own: some(yes) },
  'model-unusable': { name: text, problem: text, own: some(yes) },
  'class-unavailable': named,
  'engine-died': { during: text, uncovered: z.array(pair()) },
  'certificate-mismatch': { what: z.enum(['copy', 'source', 'plan', 'project', 'frame-map', 'signature', 'schedule']) },
  'certificate-unsigned': named,
  'other-signer': { name: text, signer: text },
  'verification-failed': { report },
  'verification-incomplete': { report },
  'no-such-user': named,
  'user-exists': named,
  'wrong-passphrase': named,
  'other-machine': named,
  'slots-damaged': { at: text },
  'slots-swapped': nothing,
  'slots-rolled-back': nothing,
  'database-rolled-back': nothing,
  'bad-shares': {
    why: z.enum(['mistyped', 'incomplete', 'other-vault', 'same-share', 'not-a-pair']),
    share: some(z.literal([1, 2])),
    group: some(number),
  },
  'weak-passphrase': {
    why: z.enum(['too-short', 'too-long', 'common', 'predictable', 'not-text']),
    least: some(number),
  },
  'object-damaged': { name: text, problem: damage, bytes: some(pair()) },
  'vault-locked': nothing,
  'bad-user-name': { why: z.enum(['empty', 'too-long', 'spaces', 'invisible']) },
  'vault-missing': named,
  'vault-exists': named,
  'vault-busy': { name: text, program: text, since: text },
  'demo-vault-only': nothing,
  'not-encrypted': named,
  'vault-newer': { name: text, found: number, known: number },
  'database-damaged': { detail: text },
  'object-missing': named,
  'too-many-attempts': { waitSeconds: number },
  'user-disabled': named,
  'last-administrator': nothing,
  'not-signed-in': nothing,
  'not-permitted': { permission: text, why: text },
  'roles-clash': nothing,
  'reason-missing': { method: text },
  'no-such-clip': named,
  'no-such-hold': named,
  'no-such-task': named,
  'no-such-bookmark': nothing,
  'no-such-filter': nothing,
  'no-such-notice': nothing,
  'no-such-redaction': nothing,
  'redaction-held': { by: text.nullable() },
  'redaction-moved': { revision: number },
  'coverage-refused': { why: z.enum(['speed', 'time', 'bytes']) },
  'gates-shut': { gates: z.array(z.enum(gateKinds)) },
  'signature-refused': { why: z.enum(['own-work', 'not-an-author']) },
  'not-approved': { name: text, why: some(z.literal('weaker-check')) },
  'ground-tells': { rows: z.array(z.object({ row: number, tells: z.array(z.enum(nameKinds)) })) },
  'schedule-moved': nothing,
  'unfit-folder': { name: text, why: z.enum(['inside-vault', 'link']) },
  'written-differs': named,
  'medium-gone': { name: text, registered: z.boolean() },
  'no-copy': named,
  'not-open': nothing,
  'too-many-open': { most: number },
  'on-hold': { name: text, holds: number },
  'not-queued': named,
  'second-person-needed': nothing,
  'clock-doubtful': nothing,
  'backup-damaged': { name: text, detail: text },
  'backup-expired': { name: text, expiredOn: text },
  'audit-broken': { seq: number, why: text },
  'connection-lost': nothing,
  'other-version': { ours: number, theirs: number },
  'off-contract': { method: text, at: text },
  internal: { id: text },
  'too-many-calls': { most: number },
  'no-way-out': { command: text },
}

type Kind = Failure['kind']
const kinds = Object.keys(shapes) as Kind[]
const byKind = new Map<string, z.ZodType<Failure>>(
  kinds.map((kind) => [kind, z.object({ kind: z.literal(kind), ...shapes[kind] }) as unknown as z.ZodType<Failure>]),
)

/** A failure of the other side: a known kind with all its facts, and nothing else. */
export const failureShape: z.ZodType<Failure> = z.looseObject({ kind: text }).transform((value, context): Failure => {
  const parsed = byKind.get(value.kind)?.safeParse(value)
  if (parsed?.success) return parsed.data
  context.addIssue({ code: 'custom', message: 'not a known failure' })
  return z.NEVER
})
