import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { makeFolder } from '../../native/vault/objects/synthetic/vault-desk.ts'
import { makeClip } from '../clips/make-clip.ts'
import { smallClipNamed } from '../clips/small-clips.ts'
import { deterministic, pictureInput } from '../clips/sources.ts'
import { killedProcess } from './killed-process.ts'
import { makeRedaction, openRedaction } from './redaction-desk.ts'

/** Two blocks, the second a short one: examined first by whoever looks there. */
const frames = 288
const options = [
  '-c:v',
  'libx264',
  '-preset',
  'veryfast',
  '-crf',
  '30',
  '-pix_fmt',
  'yuv420p',
  '-movflags',
  'faststart',
]
const input = pictureInput({ width: 176, height: 144, rate: '25', frames })
const recipe = {
  ...smallClipNamed('faststart'),
  name: 'two-blocks',
  runs: [[...input, ...options, ...deterministic, 'faststart.mp4']],
}

it('a killed detection costs the block that it was at, and no other', async () => {
  const desk = await makeFolder()
  try {
    const folder = desk.path('vault')
    const bytes = new Uint8Array(await readFile(await makeClip(recipe)))
    const place = await makeRedaction(folder, { bytes, frames })
    const { clip, redaction, user } = place
    const script = new URL('proposing-writer.ts', import.meta.url)
    const given = [folder, clip, redaction, user, String(frames - 1)]
    const told = await killedProcess<number>({ script, given, counted: (done) => done > 0, steps: 1, milliseconds: 0 })
    expect(told.find((done) => done > 0)).toBe(frames - 256)

    const open = await openRedaction(folder, place)
    const kept = await open.ask('redaction.list', { clip } as never)
    // Nothing that was told is lost; on a slow machine the kill may come after the other block, too.
    expect(kept.redactions[0]?.detected.done).toBeGreaterThanOrEqual(frames - 256)
    const again = {
      clip,
      redaction,
      search: { profile: 'fast', classes: ['face'] },
      threads: 2,
      models: null,
      playhead: 0,
    }
    expect(await open.ask('redaction.propose', again as never)).toMatchObject({ done: frames, frames, secondsLeft: 0 })
    const entries = await open.store.read.auditEntries(0, 1_000)
    expect(
      entries.flatMap(({ action, detail }) => (action === 'redaction.propose' ? (detail?.['block'] ?? []) : [])),
    ).toEqual([1, 0])
    await open.store.close()
  } finally {
    await desk.remove()
  }
})
