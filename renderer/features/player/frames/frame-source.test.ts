import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { FrameSource } from './frame-source.ts'
import type { FrameReader, ReadFrame } from './picture.ts'

/** Pictures that are counted: how many were made, how many are still open, and how many were open at most. */
class Pictures {
  open = 0
  most = 0
  made = 0

  make(frame: number): TestPicture {
    this.made++
    return new TestPicture(this, frame)
  }
}

class TestPicture {
  readonly codedWidth = 10
  readonly codedHeight = 10
  readonly frame: number
  readonly #all: Pictures
  #isOpen = true

  constructor(all: Pictures, frame: number) {
    this.#all = all
    this.frame = frame
    all.open++
    all.most = Math.max(all.most, all.open)
  }

  clone(): this {
    if (!this.#isOpen) throw new Error('a closed picture was cloned')
    return new TestPicture(this.#all, this.frame) as this
  }

  close(): void {
    if (!this.#isOpen) throw new Error('a picture was closed twice')
    this.#isOpen = false
    this.#all.open--
  }
}

const frames = 200
const groupLength = 30

/** Reads in order from a keyframe, each frame in a turn of its own; `holes` do not come out. */
function testReader(pictures: Pictures, holes: ReadonlySet<number> = new Set()) {
  const runs: number[] = []
  const reader: FrameReader<TestPicture> = {
    startFor: (frame) => frame - (frame % groupLength),
    async *run(from, signal): AsyncGenerator<ReadFrame<TestPicture>, void, undefined> {
      runs.push(from)
      for (let frame = from; frame < frames; frame++) {
        await Promise.resolve()
        signal.throwIfAborted()
        if (!holes.has(frame)) yield { frame, picture: pictures.make(frame), trouble: null }
      }
    },
    close: () => undefined,
  }
  return { reader, runs }
}

function sourceOf(pictures: Pictures, options: { readonly holes?: ReadonlySet<number>; readonly room?: number } = {}) {
  const { reader, runs } = testReader(pictures, options.holes)
  const source = new FrameSource({ reader, frames, pictureBytes: 150, mostBytes: 150 * (options.room ?? 40) })
  return { source, runs }
}

const never = new AbortController().signal

describe('any frame in any order', () => {
  test('each answer is the frame that was asked for, and every picture is closed once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: frames - 1 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 4, max: 60 }),
        async (asked, room) => {
          const pictures = new Pictures()
          const { source } = sourceOf(pictures, { room })
          for (const frame of asked) {
            const shown = await source.frame(frame, never)
            expect([shown.frame, shown.picture?.frame]).toEqual([frame, frame])
            shown.close()
          }
          await source.close()
          expect(pictures.open).toBe(0)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('steps back and forth with reading ahead keep within the bound', async () => {
    const pictures = new Pictures()
    const room = 20
    const { source } = sourceOf(pictures, { room })
    for (const direction of [-1, 1] as const) {
      for (let step = 0; step < frames; step++) {
        const frame = direction > 0 ? step : frames - 1 - step
        source.follow(frame, direction)
        const shown = await source.frame(frame, never)
        expect(shown.picture?.frame).toBe(frame)
        shown.close()
      }
    }
    // One that is being handed over and one that is being read come on top.
    expect(pictures.most).toBeLessThanOrEqual(room + 2)
    await source.close()
    expect(pictures.open).toBe(0)
  })

  test('a step back within a group that is kept decodes nothing anew', async () => {
    const pictures = new Pictures()
    const { source, runs } = sourceOf(pictures, { room: 60 })
    for (let frame = 59; frame >= 31; frame--) (await source.frame(frame, never)).close()
    expect(runs).toEqual([30])
    await source.close()
  })

  test('a reader that begins some frames behind for steps back gets on with them', async () => {
    const pictures = new Pictures()
    const { reader, runs } = testReader(pictures)
    const behind: FrameReader<TestPicture> = {
      ...reader,
      startFor: (frame, direction) => (direction < 0 ? Math.max(frame - (frame % groupLength), frame - 20) : frame),
    }
    const source = new FrameSource({ reader: behind, frames, pictureBytes: 150, mostBytes: 150 * 60 })
    for (let frame = 199; frame >= 100; frame--) {
      source.follow(frame, -1)
      const shown = await source.frame(frame, never)
      expect(shown.picture?.frame).toBe(frame)
      shown.close()
    }
    expect(runs.length).toBeLessThan(15)
    await source.close()
  })

  test('going on needs no new run', async () => {
    const pictures = new Pictures()
    const { source, runs } = sourceOf(pictures, { room: 10 })
    for (let frame = 0; frame < 100; frame++) (await source.frame(frame, never)).close()
    expect(runs).toEqual([0])
    await source.close()
  })
})

describe('what nobody waits for any more', () => {
  test('superseded questions are refused at once and not read', async () => {
    const pictures = new Pictures()
    const { source } = sourceOf(pictures)
    const old = new AbortController()
    const dragged = [190, 170, 150].map((frame) => source.frame(frame, old.signal))
    const last = source.frame(5, never)
    old.abort()
    for (const answer of dragged) await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
    ;(await last).close()
    expect(pictures.made).toBeLessThan(20)
    await source.close()
    expect(pictures.open).toBe(0)
  })

  test('a signal that lasts holds nothing of what was answered', async () => {
    const { source } = sourceOf(new Pictures())
    const lasting = new AbortController()
    const added = vi.spyOn(lasting.signal, 'addEventListener')
    const removed = vi.spyOn(lasting.signal, 'removeEventListener')
    for (const frame of [3, 90, 40]) (await source.frame(frame, lasting.signal)).close()
    expect(added).toHaveBeenCalledTimes(3)
    expect(removed).toHaveBeenCalledTimes(3)
    await source.close()
  })

  test('closing refuses whoever waits and leaves no picture open', async () => {
    const pictures = new Pictures()
    const { source } = sourceOf(pictures)
    const waiting = source.frame(150, never)
    const refused = expect(waiting).rejects.toThrow('closed')
    await source.close()
    await refused
    expect(pictures.open).toBe(0)
    await expect(source.frame(1, never)).rejects.toThrow('closed')
  })
})

describe('frames that do not come', () => {
  test('a hole is shown as such, in its place, and its neighbours are themselves', async () => {
    const pictures = new Pictures()
    const { source } = sourceOf(pictures, { holes: new Set([50, 51, 199]) })
    for (const frame of [49, 50, 51, 52, 199, 198, 50]) {
      const shown = await source.frame(frame, never)
      const isHole = [50, 51, 199].includes(frame)
      expect([shown.frame, shown.picture?.frame ?? null, shown.trouble]).toEqual([
        frame,
        isHole ? null : frame,
        isHole ? 'undecodable' : null,
      ])
      shown.close()
    }
    await source.close()
    expect(pictures.open).toBe(0)
  })

  test('a reader that fails refuses the question, and the next one is tried again', async () => {
    const pictures = new Pictures()
    const { reader } = testReader(pictures)
    let fails = true
    const failing: FrameReader<TestPicture> = {
      ...reader,
      run: (from, signal) => {
        if (fails) throw new Error('the storage is gone')
        return reader.run(from, signal)
      },
    }
    const source = new FrameSource({ reader: failing, frames, pictureBytes: 150, mostBytes: 6000 })
    await expect(source.frame(3, never)).rejects.toThrow('the storage is gone')
    fails = false
    const shown = await source.frame(3, never)
    expect(shown.picture?.frame).toBe(3)
    shown.close()
    await source.close()
    expect(pictures.open).toBe(0)
  })

  test('reading ahead that fails is told, and not tried again until somebody asks for a frame', async () => {
    const pictures = new Pictures()
    const { reader } = testReader(pictures)
    let runs = 0
    const dying: FrameReader<TestPicture> = {
      ...reader,
      async *run(from, signal) {
        runs++
        for await (const read of reader.run(from, signal)) {
          if (read.frame === 5) {
            read.picture?.close()
            throw new Error('the engine died')
          }
          yield read
        }
      },
    }
    const source = new FrameSource({ reader: dying, frames, pictureBytes: 150, mostBytes: 6000 })
    source.follow(0, 1)
    await vi.waitFor(() => expect(source.fault?.reason).toMatchObject({ message: 'the engine died' }))
    for (let tick = 0; tick < 50; tick++) {
      source.follow(4, 1)
      await Promise.resolve()
    }
    expect(runs).toBe(1)
    const shown = await source.frame(4, never)
    shown.close()
    await expect(source.frame(7, never)).rejects.toThrow('the engine died')
    expect(runs).toBe(2)
    await source.close()
    expect(pictures.open).toBe(0)
  })

  test('frames that the clip does not have are refused', async () => {
    const { source } = sourceOf(new Pictures())
    for (const frame of [-1, frames, 0.5, Number.NaN])
      await expect(source.frame(frame, never)).rejects.toThrow(RangeError)
    await source.close()
  })
})
