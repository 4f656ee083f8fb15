import type { PlayClock } from '../transport/play-clock.ts'
import { heardTime } from './heard-time.ts'
import type { SoundBlock } from './sound-block.ts'
import type { SoundSource } from './sound-source.ts'
import { TimeStretch } from './time-stretch.ts'

/** Fastest rate at which sound is still heard. */
export const fastestSound = 2

/** How far ahead of what is heard sound is laid down, in seconds of the audio clock. */
const aheadSeconds = 0.8
/** From the first decoded sample until it is heard. */
const leadSeconds = 0.06

/** How long the machine's sound, and the first samples, may take until a clip plays without them, in milliseconds. */
const patience = { resume: 500, first: 2000 }

function after(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), milliseconds))
}

/** Plays one track at a time and is the clock while it does. */
export class SoundPlayer {
  readonly #context = new AudioContext({ latencyHint: 'interactive' })
  readonly #volume: GainNode
  readonly #onLost: (fault: unknown) => void
  #running: { readonly stop: AbortController; readonly nodes: Set<AudioBufferSourceNode> } | null = null

  /** `onLost` is told why sound stops coming before its end. */
  constructor(onLost: (fault: unknown) => void) {
    this.#onLost = onLost
    this.#volume = this.#context.createGain()
    this.#volume.connect(this.#context.destination)
  }

  /** Loudness from 0 (muted) to 1; the clock goes on either way. */
  setVolume(volume: number): void {
    this.#volume.gain.value = volume
  }

  /**
   * Begins to play from a clip second. Resolves with the clock of what is heard once there is something to hear, or with null:
   * no sound comes from there on, or the machine's sound does not run.
   */
  async begin(source: SoundSource, from: number, rate: number): Promise<PlayClock | null> {
    this.stop()
    const stop = new AbortController()
    const running = { stop, nodes: new Set<AudioBufferSourceNode>() }
    this.#running = running
    // A machine without sound may keep that promise for ever.
    await Promise.race([this.#context.resume(), after(patience.resume)])
    if (this.#context.state !== 'running' || stop.signal.aborted) return null
    const blocks = stretched(source.blocks(from, stop.signal), from, rate)
    const first = await Promise.race([blocks.next(), after(patience.first)])
    if (first === null) stop.abort()
    if (!first || first.done || stop.signal.aborted) return null
    const context = this.#context
    const zero = context.currentTime + leadSeconds
    void this.#layDown(first.value, blocks, { zero, from, rate, running }).catch((fault) => {
      // What was asked to stop ends so; sound that stops coming leaves silence, and the clock goes on.
      if (!stop.signal.aborted) this.#onLost(fault)
    })
    let heard = 0
    const seconds = (): number => {
      heard = Math.max(heard, heardTime(context, performance.now()) - zero)
      return from + heard * rate
    }
    return { seconds, stop: () => this.stop() }
  }

  stop(): void {
    const running = this.#running
    this.#running = null
    running?.stop.abort()
    for (const node of running?.nodes ?? []) {
      node.stop()
      node.disconnect()
    }
  }

  async close(): Promise<void> {
    this.stop()
    await this.#context.close()
  }

  async #layDown(
    first: SoundBlock,
    rest: AsyncGenerator<SoundBlock, void, undefined>,
    at: {
      readonly zero: number
      readonly from: number
      readonly rate: number
      readonly running: { readonly stop: AbortController; readonly nodes: Set<AudioBufferSourceNode> }
    },
  ): Promise<void> {
    const { signal } = at.running.stop
    const lay = (block: SoundBlock): Promise<void> => {
      const when = at.zero + (block.clipSeconds - at.from) / at.rate
      this.#schedule(block, when, at.running.nodes)
      return this.#until(when - aheadSeconds, signal)
    }
    await lay(first)
    for await (const block of rest) {
      if (signal.aborted) return
      await lay(block)
    }
  }

  #schedule(block: SoundBlock, when: number, nodes: Set<AudioBufferSourceNode>): void {
    const [plane] = block.planes
    if (!plane || plane.length === 0) return
    const buffer = this.#context.createBuffer(block.planes.length, plane.length, block.sampleRate)
    for (const [channel, samples] of block.planes.entries())
      buffer.copyToChannel(samples as Float32Array<ArrayBuffer>, channel)
    const node = this.#context.createBufferSource()
    node.buffer = buffer
    node.connect(this.#volume)
    nodes.add(node)
    node.onended = () => {
      nodes.delete(node)
      node.disconnect()
    }
    const late = this.#context.currentTime - when
    if (late < 0) node.start(when)
    else if (late < buffer.duration) node.start(0, late)
    else nodes.delete(node)
  }

  #until(when: number, signal: AbortSignal): Promise<void> {
    const wait = when - this.#context.currentTime
    if (wait <= 0 || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, wait * 1000)
      signal.addEventListener('abort', done)
    })
  }
}

/** The same sound at another pace and its own pitch; `clipSeconds` stay those of the clip. */
async function* stretched(
  blocks: AsyncGenerator<SoundBlock, void, undefined>,
  from: number,
  rate: number,
): AsyncGenerator<SoundBlock, void, undefined> {
  if (rate === 1) {
    yield* blocks
    return
  }
  let stretch: TimeStretch | null = null
  let at = from
  for await (const { planes, sampleRate, clipSeconds } of blocks) {
    if (!stretch) at = clipSeconds
    stretch ??= new TimeStretch(rate, sampleRate, planes.length)
    const out = stretch.feed(planes)
    const length = out[0]?.length ?? 0
    if (length === 0) continue
    yield { clipSeconds: at, sampleRate, planes: out }
    at += (length / sampleRate) * rate
  }
}
