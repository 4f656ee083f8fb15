import { auditFaultWords } from '../../../contract/wording/record-words.ts'
import { type Sha256, sha256 } from '../../../core/clips/clip-index.ts'
import type { Failure } from '../../../core/failure.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { writeWholeFile } from '../../../native/evidence/place-file.ts'
import { type Arguments, oneOf, required } from '../../arguments.ts'
import { type Command, type Outcome, sharedOptions, stopped, told } from '../../command.ts'
import { exitCodes } from '../../exit-codes.ts'
import { terminalJson } from '../../terminal-text.ts'
import { countOption } from '../../vault/asked-moment.ts'
import { columns, shownMoment, shownText } from '../../vault/shown.ts'
import { signInOptions } from '../../vault/vault-options.ts'
import { readFreeOutput } from '../output.ts'

const options = [...signInOptions, sharedOptions.json]

const purposes = ['integrity-and-security', 'lawfulness', 'self-monitoring', 'criminal-proceedings'] as const

const purposeOption = {
  name: 'purpose',
  value: purposes.join('|'),
  help: `what the log is read for (default ${purposes[0]}; logs serve no other purposes)`,
}

function purposeOf(args: Arguments) {
  return oneOf(args, 'purpose', { choices: purposes, fallback: purposes[0] })
}

type AskedAnchor = { readonly size: number; readonly root: Sha256 }

/** Reads `1204:ROOT`, as certificates and earlier verifications tell it. */
function anchorsOf(args: Arguments): Result<readonly AskedAnchor[]> {
  const anchors: AskedAnchor[] = []
  for (const text of args.list('anchor')) {
    const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text)
    if (!match?.[2]) return failed({ kind: 'usage', detail: `an anchor is SIZE:ROOT, not "${text}"` })
    anchors.push({ size: Number(match[1]), root: sha256(match[2]) })
  }
  return ok(anchors)
}

const verify: Command = {
  name: 'audit verify',
  group: 'vault',
  summary: 'check that the audit log was not rewritten',
  operands: [],
  options: [
    { name: 'incremental', value: null, help: 'begin behind what was verified before' },
    { name: 'anchor', value: 'SIZE:ROOT', help: 'a place in the log that was written down elsewhere', many: true },
    ...options,
  ],
  details: [
    'Reads every entry, works out the tree again, checks every signed checkpoint and every anchor that was kept outside of the log',
    '(credential store, certificates, and those that you give). Ends with exit code 5 when something does not hold.',
  ],
  examples: ['audit verify --json', 'audit verify --incremental'],
  async run(args, session): Promise<Outcome> {
    const anchors = anchorsOf(args)
    if (!anchors.ok) return stopped(anchors.failure)
    const asked = { incremental: args.flag('incremental'), anchors: anchors.value }
    const verified = await session.callVault(args, 'audit.verify', asked)
    if (!verified.ok) return stopped(verified.failure)
    const { ok: whole, entries, head, firstBad, checkpoints, anchors: judged, notes } = verified.value
    const facts = { entries, head, firstBad, checkpoints, anchors: judged, notes }
    const lines = [...notes, ...judged.map(({ from, size, verdict }) => `anchor at ${size} (${from}): ${verdict}`)]
    if (whole) return told(facts, [...lines, `The log holds together: ${entries} entries, root ${head}.`])
    const at = firstBad ? `from entry ${firstBad.seq} on: ${auditFaultWords(firstBad.why)}` : 'an anchor does not fit'
    const sentence = `The audit log does not hold together (${at}). Keep the vault as it is, and tell whoever is responsible for security.`
    const failures = [{ kind: 'audit-broken', detail: sentence }]
    return { ok: false, exit: exitCodes.notVerified, facts, failures, told: sentence, summary: lines }
  },
}

const exportCommand: Command = {
  name: 'audit export',
  group: 'vault',
  summary: 'write the audit log out, with a program that verifies it',
  operands: [],
  options: [{ name: 'out', value: 'DIR', help: 'folder that is made for it' }, purposeOption, ...options],
  details: [
    'Writes the entries, the signed checkpoints, the public keys, and a verifier in one file that needs nothing but Node.',
    'Reading the log is itself logged.',
  ],
  examples: ['audit export --out log-2026-11 --reason "yearly review"'],
  async run(args, session) {
    const out = required(args, 'out')
    if (!out.ok) return stopped(out.failure)
    const purpose = purposeOf(args)
    if (!purpose.ok) return stopped(purpose.failure)
    const path = session.locate(out.value)
    const written = await session.callVault(args, 'audit.export', { purpose: purpose.value, out: path })
    if (!written.ok) return stopped(written.failure)
    const { entries, root, files } = written.value
    return told({ out: path, entries, root, files }, [`${entries} entries, root ${root}: ${path}`])
  },
}

const prove: Command = {
  name: 'audit prove',
  group: 'vault',
  summary: 'prove that one entry stands in the log',
  operands: ['SEQ'],
  options: [
    { name: 'out', value: 'F', help: 'where the proof goes (else it is printed)' },
    { name: 'consistency-from', value: 'N', help: 'also prove that the log of N entries grew into this one' },
    sharedOptions.overwrite,
    ...options,
  ],
  details: [
    'The proof holds the entry, its path in the tree and a signed checkpoint. The verifier of "audit export" reads it.',
  ],
  examples: ['audit prove 1204 --out proof.json'],
  async run(args, session) {
    const text = args.operands[0] ?? ''
    if (!/^\d{1,15}$/.test(text))
      return stopped({ kind: 'usage', detail: `SEQ is the number of an entry, not "${text}".` })
    const size = { least: 0, most: 999_999_999, fallback: -1 }
    const from = countOption(args, 'consistency-from', size)
    if (!from.ok) return stopped(from.failure)
    const output = args.text('out') === null ? ok(null) : await readFreeOutput(args, session, [])
    if (!output.ok) return stopped(output.failure)
    const consistencyFrom = from.value < 0 ? null : from.value
    const proved = await session.callVault(args, 'audit.prove', { seq: Number(text), consistencyFrom })
    if (!proved.ok) return stopped(unproved(proved.failure, Number(text), consistencyFrom))
    const { proof } = proved.value
    if (output.value === null) return told({ proof }, [terminalJson(JSON.stringify(proof))])
    const written = await writeWholeFile(output.value, `${JSON.stringify(proof)}\n`)
    return written.ok ? told({ proof, out: output.value.path }, [output.value.path]) : stopped(written.failure)
  },
}

/** A log can only be proved to have grown from where its head was signed. */
function unproved(failure: Failure, seq: number, from: number | null): Failure {
  if (failure.kind !== 'out-of-range' || from === null || from === seq || failure.asked !== String(from)) return failure
  const detail = `No head of the log was signed at ${from} entries; checkpoints.jsonl of "audit export" lists where one was.`
  return { kind: 'usage', detail }
}

type ListedEntry = {
  readonly seq: number
  readonly at: string
  readonly user: { readonly name: string } | null
  readonly action: string
  readonly outcome: string
  readonly object: { readonly kind: string; readonly id: string } | null
  readonly reason: string | null
}

const list: Command = {
  name: 'audit list',
  group: 'vault',
  summary: 'read the audit log',
  operands: [],
  options: [
    purposeOption,
    { name: 'from', value: 'SEQ', help: 'first entry (default 0)' },
    { name: 'limit', value: 'N', help: 'how many (default 100)' },
    { name: 'by', value: 'NAME', help: 'only what this person did' },
    { name: 'clip', value: 'ID', help: 'only what was done with this clip' },
    ...options,
  ],
  details: ['Lists who did what, when, why and with what outcome. Reading the log is itself logged.'],
  examples: ['audit list --limit 20', 'audit list --by "D. Officer" --json'],
  async run(args, session) {
    const purpose = purposeOf(args)
    if (!purpose.ok) return stopped(purpose.failure)
    const from = countOption(args, 'from', { least: 0, most: 999_999_999, fallback: 0 })
    if (!from.ok) return stopped(from.failure)
    const limit = countOption(args, 'limit', { least: 1, most: 10_000, fallback: 100 })
    if (!limit.ok) return stopped(limit.failure)
    const asked = {
      purpose: purpose.value,
      from: from.value,
      limit: limit.value,
      user: args.text('by'),
      clip: args.text('clip'),
    }
    const found = await session.callVault(args, 'audit.list', asked)
    if (!found.ok) return stopped(found.failure)
    const { entries, size, next } = found.value
    const rows = (entries as readonly ListedEntry[]).map(({ seq, at, user, action, outcome, object, reason }) => [
      String(seq),
      shownMoment(at),
      shownText(user?.name ?? null),
      action,
      outcome,
      object ? `${object.kind} ${object.id}` : '-',
      shownText(reason),
    ])
    const heading = ['SEQ', 'WHEN', 'WHO', 'ACTION', 'OUTCOME', 'WHAT', 'WHY']
    const more = next === null ? '' : `; go on with --from ${next}`
    return told({ entries, size, next }, [...columns(heading, rows), `${rows.length} of ${size} entries${more}`])
  },
}

/** `occlude audit ...`. */
export const auditCommands: readonly Command[] = [verify, exportCommand, prove, list]
