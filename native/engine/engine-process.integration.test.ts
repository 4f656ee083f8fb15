import { afterEach, describe, expect, it } from 'vitest'
import { type ClipIndex, sha256 } from '../../core/clips/clip-index.ts'
import type { ByteSink, ByteSource } from '../../core/ports/bytes.ts'
import type { Progress, Work } from '../../core/ports/work.ts'
import { compilePlan } from '../../core/redaction/compile-plan.ts'
import { keepAllSound, newProject } from '../../core/redaction/new-project.ts'
import type { RedactionPlan } from '../../core/redaction/plan.ts'
import { sampleIndex, seconds } from '../../core/time.ts'
import { EngineBug, EngineProcesses, StorageFailed } from './engine-process.ts'
import type { EngineSettings, Job } from './messages.ts'

const settings: EngineSettings = { threads: 1, modelsFolder: null, arithmetic: 'fastest' }
const rate = 8000

/** A sound file of so many seconds: 16-bit mono PCM, a rising tone. */
function waveOf(seconds: number): Uint8Array {
  const samples = seconds * rate
  const bytes = Buffer.alloc(44 + samples * 2)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(36 + samples * 2, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt32LE(rate * 2, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(samples * 2, 40)
  for (let at = 0; at < samples; at++) bytes.writeInt16LE(Math.round(9000 * Math.sin((at * at) / 2e6)), 44 + at * 2)
  return bytes
}

const wave = waveOf(150)
const samples = 150 * rate

/** A source that lets a test in before each read. */
function sourceOf(bytes: Uint8Array, before: (read: number) => unknown = () => null): ByteSource & { reads: number } {
  const source = {
    size: bytes.length,
    reads: 0,
    async read(offset: number, length: number): Promise<Uint8Array> {
      await before(source.reads++)
      return bytes.subarray(offset, offset + length)
    },
  }
  return source
}

const processes = new EngineProcesses()
afterEach(() => processes.close())

const index: Job = { kind: 'index', name: 'clip', deep: true }
const indexed: ClipIndex = {
  ...{ sha256: sha256('ab'.repeat(32)), bytes: wave.length, container: 'wav', originSeconds: seconds(0), video: null },
  audio: [{ track: 0, codec: 'pcm_s16le', sampleRate: rate, channels: 1, firstSample: sampleIndex(0), samples }],
}

function planOf(changes: Partial<RedactionPlan> = {}): RedactionPlan {
  const start = { clip: { sha256: indexed.sha256, frames: 0 }, purpose: 'test', secret: '0'.repeat(64) }
  const plan = compilePlan(newProject({ ...start, audio: keepAllSound(indexed) }), indexed)
  if (!plan.ok) throw new Error(JSON.stringify(plan.failure))
  return { ...plan.value, ...changes }
}

/** Work that a test can stop, and that counts who listens for it. */
function watched(onProgress: (progress: Progress) => void = () => undefined) {
  const controller = new AbortController()
  const listeners = { added: 0, removed: 0 }
  const work: Work = {
    signal: {
      get aborted() {
        return controller.signal.aborted
      },
      addEventListener(type, listener) {
        listeners.added++
        controller.signal.addEventListener(type, listener)
      },
      removeEventListener(type, listener) {
        listeners.removed++
        controller.signal.removeEventListener(type, listener)
      },
    },
    onProgress,
  }
  return { work, listeners, stop: () => controller.abort() }
}

function run(job: Job, clip: ByteSource, how: { work?: Work; sink?: ByteSink } = {}) {
  return processes.run(job, settings, { clip, copy: null, sink: how.sink ?? null }, how.work ?? watched().work)
}

describe('a job', () => {
  it('is answered, and nobody listens for its end any more', async () => {
    const { work, listeners } = watched()
    const answer = await run(index, sourceOf(wave), { work })
    expect(answer).toMatchObject({ ok: true, value: { container: 'wav', audio: [{ samples, sampleRate: rate }] } })
    expect(listeners).toEqual({ added: 1, removed: 1 })
  })

  it('fails as expected where the clip is at fault', async () => {
    const text = Buffer.from('ffconcat version 1.0\nfile other.mp4\n')
    expect(await run(index, sourceOf(text))).toEqual({ ok: false, failure: { kind: 'not-media', name: 'clip' } })
  })

  it('writes what the sink is given, byte for byte', async () => {
    const written: Buffer[] = []
    const copy = Buffer.alloc(1 << 22)
    const sink: ByteSink = {
      async write(offset, bytes) {
        written.push(Buffer.from(bytes))
        copy.set(bytes, offset)
      },
    }
    const answer = await run({ kind: 'render', index: indexed, plan: planOf() }, sourceOf(wave), { sink })
    if (!answer.ok || !('bytes' in answer.value)) throw new Error('no report')
    const { bytes } = answer.value
    expect(written.length).toBeGreaterThan(1)
    const again = await run(index, sourceOf(copy.subarray(0, bytes)))
    expect(again).toMatchObject({ ok: true, value: { container: 'mov', audio: [{ codec: 'aac', sampleRate: rate }] } })
  })
})

describe('stopping', () => {
  it('before the start answers at once: nothing is read', async () => {
    const { work, stop } = watched()
    stop()
    const source = sourceOf(wave)
    expect(await run(index, source, { work })).toEqual({ ok: false, failure: { kind: 'cancelled' } })
    expect(source.reads).toBe(0)
  })

  it('while the process starts', async () => {
    const { work, stop } = watched()
    const answer = run(index, sourceOf(wave), { work })
    stop()
    expect(await answer).toEqual({ ok: false, failure: { kind: 'cancelled' } })
  })

  it('while the storage does not answer, and never will', async () => {
    const { work, stop } = watched()
    const source = sourceOf(wave, (read) => {
      if (read < 1) return null
      stop()
      return new Promise(() => undefined)
    })
    expect(await run(index, source, { work })).toEqual({ ok: false, failure: { kind: 'cancelled' } })
  })

  it('when the process is killed for not stopping, whatever is still sent to it', async () => {
    const { work, stop } = watched()
    const source = sourceOf(wave, () => {
      stop()
      processes.close()
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    })
    expect(await run(index, source, { work })).toEqual({ ok: false, failure: { kind: 'cancelled' } })
  })

  it('while a copy is written', async () => {
    const { work, stop } = watched()
    const sink: ByteSink = { write: async () => stop() }
    const answer = await run({ kind: 'render', index: indexed, plan: planOf() }, sourceOf(wave), { work, sink })
    expect(answer).toEqual({ ok: false, failure: { kind: 'cancelled' } })
  })
})

describe('a process that dies', () => {
  it('while it waits for bytes is an expected failure', async () => {
    const source = sourceOf(wave, () => {
      processes.close()
      return new Promise(() => undefined)
    })
    expect(await run(index, source)).toEqual({
      ok: false,
      failure: { kind: 'engine-died', during: 'index', uncovered: [] },
    })
  })

  it('just before it is answered is one as well, whatever is still sent to it', async () => {
    const source = sourceOf(wave, () => {
      processes.close()
      // Long enough for it to be gone while nobody here has been told: the answer then goes into a closed pipe.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    })
    expect(await run(index, source)).toMatchObject({ ok: false, failure: { kind: 'engine-died', during: 'index' } })
  })
})

describe('storage', () => {
  it('that fails at any read throws: it says nothing about the clip', async () => {
    const whole = sourceOf(wave)
    await run(index, whole)
    expect(whole.reads).toBeGreaterThan(3)
    for (let bad = 0; bad < whole.reads; bad++) {
      const source = sourceOf(wave, (read) => {
        if (read === bad) throw new Error('the disk is gone')
      })
      await expect(run(index, source), `read ${bad}`).rejects.toBeInstanceOf(StorageFailed)
    }
  })

  it('that takes no more throws', async () => {
    let writes = 0
    const sink: ByteSink = {
      write: async () => {
        if (++writes > 1) throw new Error('the disk is full')
      },
    }
    const job: Job = { kind: 'render', index: indexed, plan: planOf() }
    await expect(run(job, sourceOf(wave), { sink })).rejects.toBeInstanceOf(StorageFailed)
  })
})

it('throws where our own code is at fault, with its stack for the log', async () => {
  const plan = planOf({ audio: [{ track: 5, ranges: [] }] })
  const job: Job = { kind: 'render', index: { ...indexed, audio: [{ ...oneTrack(), track: 5 }] }, plan }
  const sink: ByteSink = { write: async () => undefined }
  const thrown = await run(job, sourceOf(wave), { sink }).catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(EngineBug)
  expect(String(thrown)).toMatch(/sound track that the clip does not have[\s\S]*at /)
})

function oneTrack() {
  const [track] = indexed.audio
  if (!track) throw new Error('no track')
  return track
}
