import { readFile } from 'node:fs/promises'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ClipIndex, sha256 } from '../../core/clips/clip-index.ts'
import type { DetectionBlock } from '../../core/detection/detection-blocks.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { DetectionRequest, DetectionWork } from '../../core/ports/media-engine.ts'
import { frameIndex } from '../../core/time.ts'
import type { ClipRecipe } from '../../tools/clips/clip-recipe.ts'
import { makeClip } from '../../tools/clips/make-clip.ts'
import { deterministic, pictureInput, x264 } from '../../tools/clips/sources.ts'
import { indexMedia } from '../media/index-clip.ts'
import { detectIn } from './detect-job.ts'
import { detectInProcesses } from './detect-process.ts'
import { EngineProcesses } from './engine-process.ts'

const settings = { threads: 1, modelsFolder: null, arithmetic: 'fastest' } as const
const frames = 420

function recipe(name: string, codec: readonly string[], length: number): ClipRecipe {
  const fileName = `${name}.mkv`
  const input = pictureInput({ width: 96, height: 64, rate: '25', frames: length })
  const truth = { container: 'matroska', picture: null, sound: [], secrets: [] }
  return {
    name: `detect-${name}`,
    fileName,
    runs: [[...input, ...codec, ...deterministic, fileName]],
    files: {},
    truth,
  }
}

function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) }
}

const unwatched: DetectionWork = { signal: new AbortController().signal, onProgress: () => undefined }

async function indexed(source: ByteSource): Promise<ClipIndex> {
  const index = await indexMedia(source, 'clip', false, unwatched)
  if (!index.ok) throw new Error(index.failure.kind)
  return { sha256: sha256('ab'.repeat(32)), ...index.value }
}

function asked(from: number, until: number, startAt = from): DetectionRequest {
  const range = { fromFrame: frameIndex(from), untilFrame: frameIndex(until) }
  return { profile: 'fast', classes: ['face'], ...range, startAt: frameIndex(startAt) }
}

let bytes: Uint8Array
let source: ByteSource
let index: ClipIndex
beforeAll(async () => {
  bytes = await readFile(await makeClip(recipe('plain', x264, frames)))
  source = sourceOf(bytes)
  index = await indexed(source)
})

const processes = new EngineProcesses()
afterEach(() => processes.close())

function detect(request: DetectionRequest, work: Partial<DetectionWork> = {}, mayStart = () => true) {
  const engine = { processes, settings }
  return detectInProcesses(engine, { source, index, request }, { ...unwatched, ...work }, mayStart)
}

/** Kills the process for good whenever so many frames are done: long before the last, since a busy host hears of them late. */
function killedAt(done: number, times: number): Partial<DetectionWork> {
  let left = times
  return {
    onProgress: (progress) => {
      if (progress.done < done || left === 0) return
      left -= 1
      processes.close()
    },
  }
}

describe('a process that dies in the middle', () => {
  it('costs the block in work: a new process takes what is left, and the result is the same', async () => {
    const whole = await detect(asked(0, frames))
    expect(whole).toMatchObject({ ok: true, value: { failed: [], clip: { frames } } })
    const told: number[] = []
    const onBlock = ({ block }: DetectionBlock): void => void told.push(block)
    const again = await detect(asked(0, frames), { ...killedAt(258, 1), onBlock })
    expect(JSON.stringify(again)).toBe(JSON.stringify(whole))
    expect(told).toEqual([0, 1])
  })

  it('twice is a failure that names what is not covered, and keeps what was', async () => {
    const kept: DetectionBlock[] = []
    const onBlock = (block: DetectionBlock): void => void kept.push(block)
    const died = await detect(asked(100, frames), { ...killedAt(165, 2), onBlock })
    expect(died).toEqual({
      ok: false,
      failure: { kind: 'engine-died', during: 'detect', uncovered: [[256, frames]] },
    })
    expect(kept.map(({ block }) => block)).toEqual([0])
    const rest = await detect({ ...asked(100, frames), finished: kept })
    const whole = await detect(asked(100, frames))
    expect(JSON.stringify(rest)).toBe(JSON.stringify(whole))
  })

  it('is not started anew by an engine that was closed', async () => {
    const died = await detect(asked(0, frames), killedAt(1, 1), () => false)
    expect(died).toMatchObject({ ok: false, failure: { kind: 'engine-died', uncovered: [[0, frames]] } })
  })
})

async function textOf(of: ByteSource, at: ClipIndex, request: DetectionRequest, threads = 2): Promise<string> {
  const run = await detectIn(of, at, request, { threads, modelsFolder: null, arithmetic: 'fastest' }, unwatched)
  if (!run.ok) throw new Error(run.failure.kind)
  return JSON.stringify(run.value)
}

it('gives the same bytes wherever it starts, also where the clip is damaged', async () => {
  const spoilt = Uint8Array.from(bytes)
  for (let at = Math.floor(bytes.length * 0.52); at < bytes.length * 0.52 + 400; at += 1) spoilt[at] = (at * 31) & 255
  const damaged = sourceOf(spoilt)
  const found = await indexed(damaged)
  const last = (found.video?.pts.length ?? 0) - 1
  const whole = await textOf(damaged, found, asked(0, last + 1))
  expect(await textOf(damaged, found, asked(0, last + 1, last), 1)).toBe(whole)
  expect(await textOf(damaged, found, asked(0, last + 1, 256))).toBe(whole)
})

it.each([
  ['ten-bit', ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none', '-pix_fmt', 'yuv420p10le']],
  ['grey', ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'gray']],
  ['full-colour', ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p']],
])('examines %s pictures', async (name, codec) => {
  const clip = sourceOf(await readFile(await makeClip(recipe(name, codec, 8))))
  const run = JSON.parse(await textOf(clip, await indexed(clip), asked(0, 8)))
  expect(run.failed).toEqual([])
  expect([...new Set(run.examined.map(({ frame }: { frame: number }) => frame))]).toEqual([0, 3, 6, 7])
})
