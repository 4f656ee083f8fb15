import { openRedaction } from './redaction-desk.ts'

/** Examines the clip of a redaction from its last frame on, and tells how many frames are done. */

const [folder = '', clip = '', redaction = '', user = '', playhead = '0'] = process.argv.slice(2)
const desk = await openRedaction(folder, { clip, redaction, user })
const input = { clip, redaction, search: { profile: 'fast', classes: ['face'] }, threads: 1, models: null }
await desk.ask('redaction.propose', { ...input, playhead: Number(playhead) } as never, ({ done }) => {
  process.send?.(done)
})
// To be killed; only then is what it had open left open.
await new Promise(() => setInterval(() => undefined, 60_000))
