import { batchOf, openRedaction } from './redaction-desk.ts'

/** Edits a redaction without end, and tells of every batch that was acknowledged. */

const [folder = '', clip = '', redaction = '', user = ''] = process.argv.slice(2)
const desk = await openRedaction(folder, { clip, redaction, user })
const opened = await desk.ask('redaction.open', { clip, redaction } as never)
for (let revision = opened.revision; ; ) {
  const steps = batchOf(revision / 3)
  ;({ revision } = await desk.ask('redaction.edit', { clip, redaction, revision, steps } as never))
  await new Promise<void>((resolve) => {
    process.send?.(revision, () => resolve())
  })
}
