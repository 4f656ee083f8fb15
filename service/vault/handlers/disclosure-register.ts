import type { ParsedInputOf } from '../../../contract/methods/all.ts'
import { disclosureState, type RegisterLine } from '../../../core/disclosure/disclosure-record.ts'
import type { RegisterQuery } from '../../../core/ports/vault/vault-records.ts'
import { ok } from '../../../core/result.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import type { CallContext } from '../handler.ts'
import { reachOf } from './library-methods.ts'
import { nameOf } from './name-of.ts'

type ListCall = CallContext<'disclosure.list'>
type AuditCall = CallContext<'audit.disclosures'>

/** What people know a copy by: the clip that it was made from, as far as they may know of that. */
async function knownName(context: ListCall, { name, madeFrom }: ClipRecord): Promise<string> {
  const source = madeFrom === null ? null : await context.store.read.clip(madeFrom)
  return source && context.allowed(source).allowed ? source.name : name
}

async function rowOf(
  context: ListCall | AuditCall,
  line: RegisterLine,
  { name, isRunning }: { readonly name: string; readonly isRunning: boolean },
) {
  const { id, copy, recipient, route, reason, left, ending } = line
  return {
    ...{ disclosure: id, copy, name, at: left?.at ?? line.at, by: await nameOf(context.store.read, line.by) },
    ...{ recipient, route, reason, state: disclosureState(line, isRunning), failure: ending?.failure ?? null },
    ...{ sha256: left?.sha256 ?? null, bytes: left?.bytes ?? null, files: [...(left?.files ?? [])] },
    heldBack: [...line.heldBack],
  }
}

function queryOf({ clip, text }: ParsedInputOf<'disclosure.list'>): Pick<RegisterQuery, 'copy' | 'text'> {
  return { copy: clip, text }
}

/** A page of the register, without lines about copies that the asker may not know of. `running`: what is being written out now. */
export async function listRegister(
  context: ListCall,
  input: ParsedInputOf<'disclosure.list'>,
  running: ReadonlySet<string>,
) {
  const { read } = context.store
  const { like } = input.clip === null ? (await reachOf(context)).seen : {}
  const which = { ...queryOf(input), ...(like ? { like } : {}) }
  const disclosures = []
  for (const line of await read.registerLines({ ...which, offset: input.offset, limit: input.limit })) {
    const copy = await read.clip(line.copy)
    // Whatever the list found: what the asker may not know of does not leave.
    if (!copy || !context.allowed(copy).allowed) continue
    const name = await knownName(context, copy)
    disclosures.push(await rowOf(context, line, { name, isRunning: running.has(line.id) }))
  }
  return ok({ total: await read.countRegisterLines(which), disclosures })
}

/** A page of the whole register, for those who audit: they see no clips, and so no name of one. */
export async function auditRegister(
  context: AuditCall,
  input: ParsedInputOf<'audit.disclosures'>,
  running: ReadonlySet<string>,
) {
  const { read } = context.store
  const which = queryOf(input)
  const lines = await read.registerLines({ ...which, offset: input.offset, limit: input.limit })
  const disclosures = []
  for (const line of lines)
    disclosures.push(await rowOf(context, line, { name: line.copy, isRunning: running.has(line.id) }))
  return ok({ total: await read.countRegisterLines(which), disclosures })
}
