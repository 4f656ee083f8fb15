import type { OutputOf, ParsedInputOf } from '../../../contract/methods/all.ts'
import { detailText } from '../../../core/audit/audit-entry.ts'
import type { Sha256 } from '../../../core/clips/clip-index.ts'
import type { DisclosedFile } from '../../../core/disclosure/disclosure-record.ts'
import { fullExternalSchedule, withheld } from '../../../core/disclosure/external-schedule.ts'
import { internalSchedule } from '../../../core/disclosure/internal-schedule.ts'
import { keptFailure } from '../../../core/disclosure/kept-failure.ts'
import type { ExternalSchedule, InternalSchedule, ScheduleFacts } from '../../../core/disclosure/schedule.ts'
import { type TellingFacts, type TellingRow, tellingRows } from '../../../core/disclosure/telling-grounds.ts'
import type { Failure } from '../../../core/failure.ts'
import type { OpenClip } from '../../../core/ports/vault/vault-objects.ts'
import type { VaultReader, VaultWriter } from '../../../core/ports/vault/vault-records.ts'
import type { VaultStore } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import { discloseCopy } from '../../disclose-copy.ts'
import type { ReadyDisclosure } from '../../disclosure-request.ts'
import { indexClip } from '../../index-clip.ts'
import { approvalFault } from '../copy-approval.ts'
import { type PaperedCopy, paperedCopy, scheduleFactsOf } from '../copy-papers.ts'
import type { CallContext, Handlers } from '../handler.ts'
import { knownNamesOf } from '../known-names.ts'
import type { LentEngine, ServicePorts } from '../service-ports.ts'
import { auditRegister, listRegister } from './disclosure-register.ts'
import { currentClip, theClip } from './the-clip.ts'

type CopyCall = CallContext<'copy.disclose'> | CallContext<'copy.schedule'>

/** The original, opened under the permission of the call: a copy of what somebody may not disclose is not theirs to disclose. */
async function openOriginal(context: CopyCall, source: ClipRecord): Promise<Result<OpenClip>> {
  const decision = context.allowed(source)
  if (!decision.allowed) return failed({ kind: 'not-permitted', permission: 'disclose', why: decision.why })
  if (!decision.footage) return failed({ kind: 'not-permitted', permission: 'disclose', why: 'role' })
  return context.store.objects.openClip(decision.footage, source.id)
}

/** Runs something with the original open and an engine; both are closed whatever happens. */
async function withOriginal<T>(
  context: CopyCall,
  { source, engine }: { readonly source: ClipRecord; readonly engine: LentEngine },
  run: (original: OpenClip) => Promise<Result<T>>,
): Promise<Result<T>> {
  const original = await openOriginal(context, source)
  try {
    return original.ok ? await run(original.value) : original
  } finally {
    await engine.close()
    if (original.ok) await original.value.close()
  }
}

function factsOf(
  context: CopyCall,
  papered: PaperedCopy,
  {
    original,
    engine,
    ports,
  }: { readonly original: OpenClip; readonly engine: LentEngine; readonly ports: ServicePorts },
): Promise<Result<ScheduleFacts>> {
  const readIndex = () => indexClip(engine, original, true, context.work)
  return scheduleFactsOf(context.store, papered, { policy: context.profile.redaction, json: ports.json, readIndex })
}

/** The keys that this vault has signed with: that of its workstation, and those of the ones before, by the heads of its log. */
async function signersOf(store: VaultStore): Promise<ReadonlySet<string>> {
  return new Set([store.facts().signer, ...(await store.read.checkpoints()).map(({ device }) => device)])
}

type DiscloseInput = ParsedInputOf<'copy.disclose'>

/** Everything that leaves: what lies in an archive is named by it. */
function everyFile({ files, inside }: ReadyDisclosure): readonly DisclosedFile[] {
  const [archive] = files
  return [...files, ...inside.map((file) => ({ ...file, name: `${archive?.name}/${file.name}` }))]
}

/** Before any work: whether the passphrase of an archive does. Names that stand about the copy make up none. */
async function judged(context: CallContext<'copy.disclose'>, input: DiscloseInput, ports: ServicePorts) {
  if (input.passphrase === null) return ok(undefined)
  const { ownerForce, officer, incident } = theClip(context).metadata
  const words = [input.recipient, context.user.name, ownerForce, officer, incident].filter((word) => word !== null)
  return ports.disclosureArchive.judge(input.passphrase, words)
}

/** All that could be told of a copy, with what is held back of it and what its grounds are told from. */
type AskedSchedule = Pick<TellingFacts, 'heldBack' | 'grounds'> & {
  readonly full: ExternalSchedule
  readonly sha256: Sha256
  /** What is held back, which is said by the numbers of rows, was chosen from another one. */
  readonly isMoved: boolean
}

/** The rows of a schedule that would name what no recipient is told. */
async function tellingOf(
  read: VaultReader,
  papered: PaperedCopy,
  { full, ...asked }: AskedSchedule,
): Promise<readonly TellingRow[]> {
  return tellingRows(full, { ...asked, known: await knownNamesOf(read, papered) })
}

function askedSchedule(
  facts: ScheduleFacts,
  { heldBack, scheduleSha256 }: Pick<DiscloseInput, 'heldBack' | 'scheduleSha256'>,
  { json }: ServicePorts,
): AskedSchedule {
  const full = fullExternalSchedule(facts)
  const sha256 = json.hashOf(full)
  const isMoved = scheduleSha256 !== undefined && scheduleSha256 !== sha256
  return { full, sha256, isMoved, heldBack, grounds: facts.grounds }
}

/** What a recipient is told, if it is held back of the schedule that was looked at and names nothing that no recipient is told. */
async function toldSchedule(
  read: VaultReader,
  papered: PaperedCopy,
  asked: AskedSchedule,
): Promise<Result<ExternalSchedule>> {
  if (asked.isMoved) return failed({ kind: 'schedule-moved' })
  const rows = await tellingOf(read, papered, asked)
  return rows.length > 0 ? failed({ kind: 'ground-tells', rows }) : withheld(asked.full, asked.heldBack)
}

/** A disclosure on its way, by the id of its line in the register. */
type Leaving = { readonly id: string; readonly papered: PaperedCopy; readonly schedule: AskedSchedule }

/** The line of the register before the first byte, and an entry that tells the log to whom. */
async function begin(
  context: CallContext<'copy.disclose'>,
  { recipient, route, heldBack }: DiscloseInput,
  { id }: Leaving,
): Promise<Result<void>> {
  const { store, user, reason, now } = context
  const { id: copy, sha256 } = theClip(context)
  const detail = { disclosure: id, recipient: detailText(recipient), route: detailText(route) }
  const draft = context.draft('disclosure.begin', {
    object: { kind: 'copy', id: copy, sha256 },
    outcome: 'done',
    detail,
  })
  return store.change(draft, async (write) => {
    const about = { id, copy, at: now(), by: user.id, recipient, route, reason: reason ?? '' }
    await write.beginDisclosure({ ...about, heldBack })
    return ok(undefined)
  })
}

/** How it ended, in the register and the log. A copy that was deleted meanwhile has taken its lines along. */
async function end(
  context: CallContext<'copy.disclose'>,
  { id, papered }: Leaving,
  failure: Failure | null,
): Promise<Result<void>> {
  const { id: copy, sha256 } = theClip(context)
  const detail = { disclosure: id, ...(failure ? { failure: failure.kind } : {}) }
  const outcome = failure ? 'failed' : 'done'
  const draft = context.draft('disclosure.end', { object: { kind: 'copy', id: copy, sha256 }, outcome, detail })
  return context.store.change(draft, async (write) => {
    const kept = failure && keptFailure(failure, papered)
    const ending = { id, at: context.now(), outcome: failure ? 'failed' : 'completed', failure: kept } as const
    if (await write.clip(copy)) await write.endDisclosure(ending)
    return ok(undefined)
  })
}

/**
 * The copy as it is inside of the transaction, if it may still leave: under the profile that is in force by now, with everything known of
 * it and of its clip that the profile asks for, approved, and with a schedule that tells no more. Somebody may have edited what was
 * approved, told more of the clip or made the profile stricter while the copy was being written and checked.
 */
async function leavingCopy(
  write: VaultWriter,
  context: CallContext<'copy.disclose'>,
  { papered, schedule, ports }: Pick<Leaving, 'papered' | 'schedule'> & { readonly ports: ServicePorts },
): Promise<Result<ClipRecord>> {
  const current = await currentClip(write, context)
  if (!current.ok) return current
  for (const clip of [current.value, await write.clip(papered.source.id)]) {
    const decision = clip && context.allowed(clip)
    if (decision?.allowed === false) return failed({ kind: 'not-permitted', permission: 'disclose', why: decision.why })
  }
  const fault = await approvalFault(write, papered, { profile: ports.profile() })
  if (fault) return failed(fault)
  const told = await toldSchedule(write, papered, schedule)
  return told.ok ? current : told
}

/** The line of the register and the entry of the log, in one transaction. */
async function enter(
  context: CallContext<'copy.disclose'>,
  { recipient, route, heldBack, passphrase }: DiscloseInput,
  { id, ready, ports, ...leaving }: Leaving & { readonly ready: ReadyDisclosure; readonly ports: ServicePorts },
): Promise<Result<void>> {
  const { store, user, reason, now } = context
  const at = now()
  const { id: copy, sha256: own } = theClip(context)
  const { sha256, bytes } = ready.copy
  // Who got it stands in the log too (DPA 2018 s.62(3)); the register has it whole.
  const told = { recipient: detailText(recipient), route: detailText(route) }
  const detail = { disclosure: id, ...told, files: ready.files.length, form: passphrase === null ? 'open' : 'archive' }
  const ending = context.ending({ object: { kind: 'copy', id: copy, sha256: own }, detail })
  return store.change(ending, async (write) => {
    const current = await leavingCopy(write, context, { ...leaving, ports })
    if (!current.ok) return current
    const about = { id, copy, at, by: user.id, recipient, route, reason: reason ?? '' }
    await write.putDisclosure({ ...about, sha256, bytes, files: everyFile(ready), heldBack })
    await write.putClip({ ...current.value, releasedAt: at })
    return ok(undefined)
  })
}

function outOf({ disclosureSheets, disclosureTarget, disclosureArchive }: ServicePorts) {
  return { sheets: disclosureSheets, target: disclosureTarget, archive: disclosureArchive }
}

function registerOf(
  context: CallContext<'copy.disclose'>,
  input: DiscloseInput,
  { ports, ...leaving }: Leaving & { readonly ports: ServicePorts },
) {
  return {
    begin: () => begin(context, input, leaving),
    enter: (ready: ReadyDisclosure) => enter(context, input, { ...leaving, ready, ports }),
    end: (failure: Failure | null) => end(context, leaving, failure),
  }
}

type DisclosePorts = { readonly ports: ServicePorts; readonly running: Set<string> }

async function disclose(
  context: CallContext<'copy.disclose'>,
  input: DiscloseInput,
  { ports, running }: DisclosePorts,
) {
  const { store, work } = context
  const fit = await judged(context, input, ports)
  if (!fit.ok) return fit
  const papered = await paperedCopy(store, theClip(context))
  if (!papered.ok) return papered
  const { copy, source, certificate, project } = papered.value
  const fault = await approvalFault(store.read, papered.value, context)
  if (fault) return failed(fault)
  const engine = ports.engine({ threads: input.threads, models: input.models })
  return withOriginal(context, { source, engine }, async (original) => {
    const facts = await factsOf(context, papered.value, { original, engine, ports })
    if (!facts.ok) return facts
    const asked = askedSchedule(facts.value, input, ports)
    const told = await toldSchedule(store.read, papered.value, asked)
    if (!told.ok) return told
    const opened = await store.objects.openClip(context.footage(), copy.id)
    if (!opened.ok) return opened
    const id = ports.newId()
    running.add(id)
    try {
      const suffix = facts.value.index.video ? '.mp4' : '.m4a'
      const signers = await signersOf(store)
      const request = { copy: opened.value, original, certificate, project, schedule: told.value, suffix, signers }
      const disclosed = await discloseCopy(
        { ...ports, ...outOf(ports), engine, sign: store.sign },
        { ...request, folder: input.folder, passphrase: input.passphrase },
        registerOf(context, input, { id, papered: papered.value, schedule: asked, ports }),
        work,
      )
      if (!disclosed.ok) return disclosed
      const { copy: file, files } = disclosed.value
      return ok({ disclosure: id, sha256: file.sha256, bytes: file.bytes, files: [...files] })
    } finally {
      running.delete(id)
      await opened.value.close()
    }
  })
}

type Made = InternalSchedule | ExternalSchedule

/** Draws a schedule's sheet and keeps it with the copy. */
async function keptSheet(
  context: CallContext<'copy.schedule'>,
  { made, copy }: { readonly made: Made; readonly copy: ClipRecord },
  ports: ServicePorts,
) {
  const { store, now } = context
  const madeAt = now()
  const sheet = await ports.disclosureSheets.schedule(made, { copySha256: copy.sha256, madeAt })
  const label = `schedule-${made.kind}-${madeAt.replaceAll(/[-:.]/g, '')}.pdf`
  const put = await store.objects.put({ clip: copy.id, kind: 'attachment', label }, sheet)
  if (!put.ok) return put
  const { id, sha256, bytes } = put.value
  const ending = context.ending({
    object: { kind: 'attachment', id, sha256 },
    detail: { clip: copy.id, kind: made.kind },
  })
  const kept = await store.change(ending, async (write) => ok(await write.keepObject(put.value)))
  return kept.ok ? ok({ name: label, sha256, bytes }) : kept
}

async function schedule(
  context: CallContext<'copy.schedule'>,
  { kind, heldBack, keep }: ParsedInputOf<'copy.schedule'>,
  ports: ServicePorts,
) {
  const papered = await paperedCopy(context.store, theClip(context))
  if (!papered.ok) return papered
  const { copy, source } = papered.value
  const engine = ports.engine({ threads: null, models: null })
  return withOriginal<OutputOf<'copy.schedule'>>(context, { source, engine }, async (original) => {
    const facts = await factsOf(context, papered.value, { original, engine, ports })
    if (!facts.ok) return facts
    const asked = askedSchedule(facts.value, { heldBack }, ports)
    const made: Result<Made> = kind === 'internal' ? ok(internalSchedule(facts.value)) : withheld(asked.full, heldBack)
    if (!made.ok) return made
    const rows = kind === 'internal' ? [] : await tellingOf(context.store.read, papered.value, asked)
    const telling = rows.map(({ row, tells }) => ({ row, tells: [...tells] }))
    const answer = { schedule: made.value, scheduleSha256: asked.sha256, telling }
    if (!keep) return ok({ ...answer, sheet: null })
    const sheet = await keptSheet(context, { made: made.value, copy }, ports)
    return sheet.ok ? ok({ ...answer, sheet: sheet.value }) : sheet
  })
}

/** Copies out of the vault, and the register of them. */
export function disclosureHandlers(ports: ServicePorts) {
  /** What is being written out now. */
  const running = new Set<string>()
  return {
    'copy.disclose': (context, input) => disclose(context, input, { ports, running }),
    'copy.schedule': (context, input) => schedule(context, input, ports),
    'disclosure.list': (context, input) => listRegister(context, input, running),
    'audit.disclosures': (context, input) => auditRegister(context, input, running),
  } satisfies Pick<Handlers, 'copy.disclose' | 'copy.schedule' | 'disclosure.list' | 'audit.disclosures'>
}
