import process from 'node:process'
import type { DisclosureTarget } from '../../core/ports/disclosure-target.ts'
import { ok } from '../../core/result.ts'
import { clipId, userId } from '../../core/vault/ids.ts'
import { disclosureTarget } from '../../native/evidence/disclosure-target.ts'
import { found, reopen } from '../../native/vault/objects/synthetic/vault-desk.ts'
import { disclosureOf, sitDown } from './disclosure-desk.ts'

/** Discloses a copy and tells of every step, to be killed at one of them; then waits to be killed. */

const [vault = '', administrator = '', copy = '', folder = ''] = process.argv.slice(2)

/** Goes on only once it is on its way. */
function tell(step: string): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(step, () => resolve())
  })
}

const tellingTarget: DisclosureTarget = async (given, request) => {
  const begun = await disclosureTarget(given, request)
  if (!begun.ok) return begun
  const unfinished = begun.value
  return ok({
    written: (name) => unfinished.written(name),
    discard: () => unfinished.discard(),
    write: async (name, content, work) => {
      await tell('writing')
      return unfinished.write(name, content, work)
    },
    unchanged: async () => {
      await tell('written')
      return unfinished.unchanged()
    },
    name: async () => {
      await tell('registered')
      return unfinished.name()
    },
  })
}

const { store } = found(await reopen(vault))
const desk = await sitDown(store, userId(administrator), tellingTarget)
found(await desk.call('Bob', 'copy.disclose', disclosureOf(clipId(copy), folder)))
await tell('done')
setInterval(() => undefined, 1_000)
