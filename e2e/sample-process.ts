import process from 'node:process'
import { endOverEmittingPort } from '../contract/wire/emitting-port-end.ts'
import { sampleTable } from '../contract/wire/sample-table.ts'
import { serveWire } from '../contract/wire/serve-wire.ts'
import type { ArrivedCall, ArrivedWork } from '../contract/wire/wire-table.ts'
import { failed, ok, type Result } from '../core/result.ts'

/** In the place of the workstation process, for tests of the way between it and a page: answers the sample table, and holds no vault. */

type Sample = typeof sampleTable
type Call = ArrivedCall<Sample, keyof Sample>
type Work = ArrivedWork<Sample, 'pictures'>

const seen = { pictures: 0, stopped: 0 }

const answers: Readonly<Record<keyof Sample, (input: never, work: Work) => Promise<Result<unknown>>>> = {
  invert: async ({ bytes }: { readonly bytes: Uint8Array }) => ok({ bytes: bytes.map((byte) => 255 - byte) }),
  pictures: async ({ size, count }: { readonly size: number; readonly count: number }, work) => {
    for (let at = 0; at < count && !work.signal.aborted; at += 1) {
      await work.onItem({ bytes: new Uint8Array(size).fill(at) })
      seen.pictures += 1
    }
    return work.signal.aborted ? failed({ kind: 'cancelled' }) : ok({})
  },
  sent: async () => ok({ ...seen }),
  wait: async (_input: object, { signal }) => {
    await new Promise<void>((resolve) => signal.addEventListener('abort', resolve))
    seen.stopped += 1
    return failed({ kind: 'cancelled' })
  },
  broken: () => Promise.reject(new Error('the passphrase is in this message')),
}

process.parentPort.on('message', ({ data, ports: [port] }) => {
  if (data.kind === 'end') process.exit(0)
  if (data.kind !== 'window' || !port) return
  const answer = ({ name, input }: Call, work: Work) => answers[name](input as never, work)
  serveWire(endOverEmittingPort(port), sampleTable, { answer: answer as never, noteBug: () => 'noted' })
})
