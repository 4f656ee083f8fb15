import process from 'node:process'
import type { MediaEngine } from '../../core/ports/media-engine.ts'
import { redactionId } from '../../core/redaction/redaction-record.ts'
import { clipId, userId } from '../../core/vault/ids.ts'
import { disclosureTarget } from '../../native/evidence/disclosure-target.ts'
import { found, reopen } from '../../native/vault/objects/synthetic/vault-desk.ts'
import { sitDown } from './disclosure-desk.ts'

/** Makes a copy of a redaction, or tries one, tells of every step, and waits to be killed at the one that is named, or at its end. */

const [vault = '', administrator = '', clip = '', redaction = '', last = '', method = ''] = process.argv.slice(2)

const forever = () => new Promise<never>(() => setInterval(() => undefined, 60_000))

/** Goes on only once it is on its way, or not at all. */
async function tell(step: string): Promise<void> {
  await new Promise<void>((resolve) => {
    process.send?.(step, () => resolve())
  })
  if (step === last) await forever()
}

function telling(engine: MediaEngine): MediaEngine {
  return {
    ...engine,
    render: async (source, index, plan, sink, ...more) => {
      await tell('rendering')
      const slow = {
        ...sink,
        write: async (offset: number, bytes: Uint8Array) => {
          const half = Math.floor(bytes.length / 2)
          await sink.write(offset, bytes.subarray(0, half))
          await tell('half written')
          await sink.write(offset + half, bytes.subarray(half))
        },
      }
      return engine.render(source, index, plan, slow, ...more)
    },
    verify: async (...given) => {
      await tell('verifying')
      const checked = await engine.verify(...given)
      await tell('verified')
      return checked
    },
  }
}

const { store } = found(await reopen(vault))
const desk = await sitDown(store, userId(administrator), disclosureTarget, telling)
const input = { clip: clipId(clip), redaction: redactionId(redaction), threads: null, models: null }
if (method === 'redaction.trial') found(await desk.call('Ann', method, input))
else found(await desk.call('Ann', 'redaction.render', input))
await tell('done')
await forever()
