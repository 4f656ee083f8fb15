import type { RedactionProject } from '../../core/redaction/project.ts'
import {
  clipInput,
  clipTimesOf,
  openFrames,
  openSound,
  PlayerSession,
  paintPicture,
  usualPose,
} from '../../renderer/features/player/bench.ts'
import { FootageFault } from '../../renderer/features/player/index.ts'
import { bareDecoder } from './bare-decode.ts'
import { barePlay } from './bare-play.ts'
import { countPictures, openPictures } from './count-pictures.ts'
import { coverFrames } from './cover-frames.ts'
import { httpFootage } from './http-footage.ts'
import { pictureCode } from './picture-code.ts'
import { showPlayer, showSideBySide } from './show-player.tsx'
import './page.css'

/** What the bench asks of a page: everything that it answers is plain data. */

/**
 * A frame that was asked for, the number that was read from the canvas, how long that took in milliseconds, and what the player
 * said of it.
 */
export type SeenFrame = {
  readonly asked: number
  readonly seen: number | null
  readonly took: number
  readonly trouble: 'damaged' | 'undecodable' | null
}

/** A frame that came to the screen by playing: when, where the clock stood, and what was read from the canvas. */
export type PlayedFrame = {
  readonly frame: number
  readonly passedOver: number
  readonly lagMilliseconds: number
  readonly seen: number | null
}

countPictures()

type Opened = Awaited<ReturnType<typeof openClip>>
let opened: Opened | null = null
let soaking: PlayerSession | null = null
let listening: { readonly session: PlayerSession; readonly decoded: readonly (readonly [number, number])[] } | null =
  null
let removePlayer: (() => void) | null = null

const room = { width: 640, height: 480 }
const canvas = Object.assign(document.createElement('canvas'), room)
document.body.append(canvas)
const context = contextOf(canvas)
const ground = { context, room, ratio: 1 }

function contextOf(painted: HTMLCanvasElement): CanvasRenderingContext2D {
  const found = painted.getContext('2d', { alpha: false, willReadFrequently: true })
  if (!found) throw new Error('no canvas')
  return found
}

async function openClip(name: string, prefer: 'window' | 'engine') {
  const footage = await httpFootage(name)
  const started = performance.now()
  const { video } = footage.index
  if (!video) throw new Error('a clip without a picture')
  const times = clipTimesOf(footage.index)
  const doubts: string[] = []
  const demuxer = clipInput(footage)
  const opening = await openFrames({ footage, input: demuxer.input }, video, times, {
    prefer,
    onDoubt: (keyframe, fault) => {
      const cause = fault instanceof Error ? `${fault.message} ${fault.cause ?? ''}` : 'a hole'
      doubts.push(`${keyframe}: ${cause}`)
    },
  })
  const close = async (): Promise<void> => {
    await opening.close()
    demuxer.close()
  }
  const frames = { ...opening, close }
  return { footage, video, times, frames, doubts, tookToOpen: performance.now() - started }
}

function current(): Opened {
  if (!opened) throw new Error('no clip is open')
  return opened
}

async function see(frame: number): Promise<SeenFrame> {
  const { frames, video } = current()
  const started = performance.now()
  const shown = await frames.source.frame(frame, new AbortController().signal)
  paintPicture(ground, shown.picture, video, usualPose)
  shown.close()
  const took = performance.now() - started
  return { asked: frame, seen: pictureCode(context, video, room), took, trouble: shown.trouble }
}

/** Plays a clip through a session until it ends or as many seconds have gone. */
async function play(name: string, seconds: number, pacing: 'keep-time' | 'every-frame') {
  const footage = await httpFootage(name)
  const played: PlayedFrame[] = []
  const { video } = footage.index
  if (!video) throw new Error('a clip without a picture')
  let isPlaying = false
  const session: PlayerSession = await PlayerSession.open(footage, {
    pacing,
    onShown: (frame, passedOver) => {
      const clock = session?.clockSeconds() ?? null
      if (!isPlaying || clock === null) return
      const lagMilliseconds = (clock - session.times.secondsOf(frame)) * 1000
      const seen = played.length % 25 === 0 ? pictureCode(context, video, room) : null
      played.push({ frame, passedOver, lagMilliseconds, seen })
    },
  })
  session.paintOn((shown) => paintPicture(ground, shown?.picture ?? null, video, usualPose))
  await until(() => session.store.getState().shown === 0)
  isPlaying = true
  session.command({ do: 'forward' })
  const ends = performance.now() + seconds * 1000
  await until(() => session.store.getState().transport.rate === 0 || performance.now() > ends)
  const { sound } = session.store.getState()
  await session.close()
  return { played, heard: sound !== null }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => requestAnimationFrame(resolve))
}

const bench = {
  async open(name: string, prefer: 'window' | 'engine' = 'window') {
    await opened?.frames.close()
    opened = await openClip(name, prefer)
    const { times, frames, tookToOpen } = opened
    return { frames: times.frames, ...frames.decodedBy, tookToOpen }
  },
  async seek(frames: readonly number[]): Promise<SeenFrame[]> {
    const all: SeenFrame[] = []
    for (const frame of frames) all.push(await see(frame))
    return all
  },
  /** Some frames as the editor's preview paints them by a project, going through the clip from its first frame on. */
  cover: (project: RedactionProject, looked: readonly number[]) =>
    coverFrames(current().frames.source, current().video, project, looked),
  /** As somebody who presses a step key: each frame is followed by the next. */
  async step(from: number, steps: number, by: 1 | -1): Promise<SeenFrame[]> {
    const all: SeenFrame[] = []
    for (let at = 0; at < steps; at++) {
      const frame = from + at * by
      current().frames.source.follow(frame, by)
      all.push(await see(frame))
    }
    return all
  },
  /** What the least that can be done for these frames takes, in milliseconds each. */
  async bare(frames: readonly number[]): Promise<number[]> {
    const { footage, times } = current()
    const bare = await bareDecoder(footage, times)
    const all: number[] = []
    for (const frame of frames) all.push(await bare.decode(frame))
    bare.close()
    return all
  },
  /** From nothing to the first picture, in milliseconds: the player's way, and the bare one. */
  async firstPicture(name: string): Promise<{ readonly player: number; readonly bare: number }> {
    const atOnce = performance.now()
    const footage = await httpFootage(name)
    const bare = await bareDecoder(footage, clipTimesOf(footage.index))
    await bare.decode(0)
    const tookBare = performance.now() - atOnce
    bare.close()
    const started = performance.now()
    await bench.open(name)
    await see(0)
    return { player: performance.now() - started, bare: tookBare }
  },
  play,
  async barePlay(name: string, seconds: number) {
    const footage = await httpFootage(name)
    const { video } = footage.index
    if (!video) throw new Error('a clip without a picture')
    return barePlay(footage, clipTimesOf(footage.index), seconds, (picture) =>
      paintPicture(ground, picture, video, usualPose),
    )
  },
  /** Sound of a track as the player decodes it, one channel, from second 0 of the clip. */
  async sound(name: string, seconds: number) {
    const footage = await httpFootage(name)
    const { input, close } = clipInput(footage)
    const [source] = await openSound(footage, input, new AbortController().signal)
    if (!source) throw new Error('no sound')
    let sampleRate = 0
    const samples: number[] = []
    for await (const block of source.blocks(0, new AbortController().signal)) {
      sampleRate = block.sampleRate
      const start = Math.round(block.clipSeconds * sampleRate)
      const [plane = new Float32Array(0)] = block.planes
      for (const [at, sample] of plane.entries()) if (start + at >= 0) samples[start + at] = sample
      if (samples.length > seconds * sampleRate) break
    }
    close()
    return { by: source.by, sampleRate, samples: Array.from(samples, (sample) => sample ?? 0) }
  },
  /** The waveform that a session gathers of a clip's first track, once it has all of it. */
  async waveform(name: string): Promise<{ readonly tracks: number; readonly peaks: readonly number[] }> {
    const session = await PlayerSession.open(await httpFootage(name))
    const { store, times } = session
    await until(() => (store.getState().peaks?.readUntil ?? 0) >= times.endSeconds)
    const gathered = { tracks: session.soundTracks, peaks: Array.from(store.getState().peaks?.peaks ?? []) }
    await session.close()
    return gathered
  },
  /** Plays a clip to its end, and begins that; answers once frames come by the clock of its sound. */
  async listen(name: string): Promise<void> {
    const footage = await httpFootage(name)
    const decoded: [from: number, until: number][] = []
    const session = await PlayerSession.open({
      ...footage,
      async decodeSound(track, fromSample, samples, signal) {
        const planes = await footage.decodeSound(track, fromSample, samples, signal)
        decoded.push([fromSample, fromSample + (planes[0]?.length ?? 0)])
        return planes
      },
    })
    session.paintOn(() => undefined)
    await until(() => session.soundTracks > 0 && session.store.getState().shown === 0)
    session.command({ do: 'forward' })
    await until(() => (session.store.getState().shown ?? 0) > 5)
    listening = { session, decoded }
  },
  /** How the clip ended that `listen` began: what of its sound was decoded, and whether any was said to be lost. */
  async listened() {
    if (!listening) throw new Error('nothing is listened to')
    const { session, decoded } = listening
    await until(() => session.store.getState().transport.rate === 0)
    const { soundState, shown } = session.store.getState()
    await session.close()
    listening = null
    return { soundState, shown, decodedUntil: Math.max(0, ...decoded.map(([, end]) => end)) }
  },
  /** Opens a clip, takes its bytes away, asks for a frame far off, gives them back and asks again. */
  async withholding(name: string) {
    const footage = await httpFootage(name)
    let isThere = true
    const session = await PlayerSession.open(
      {
        ...footage,
        readRange: (start, end, signal) => {
          if (!isThere) throw new FootageFault({ kind: 'disk-full', name: 'the bench' })
          return footage.readRange(start, end, signal)
        },
        // The demuxer keeps what it has read: the engine is what has to be asked anew.
        decodeFrames: (first, count, signal) => {
          if (!isThere) throw new FootageFault({ kind: 'disk-full', name: 'the bench' })
          return footage.decodeFrames(first, count, signal)
        },
      },
      { prefer: 'engine' },
    )
    const { store } = session
    session.paintOn(() => undefined)
    await until(() => store.getState().shown !== null)
    const first = store.getState().shown
    isThere = false
    session.command({ do: 'go-to', frame: 40 })
    await until(() => store.getState().fault !== null)
    const failed = store.getState().fault?.failure?.kind ?? null
    isThere = true
    session.command({ do: 'step', by: -1 })
    session.command({ do: 'step', by: 1 })
    await until(() => store.getState().shown === 40)
    const again = store.getState().shown
    isThere = false
    session.command({ do: 'start' })
    session.command({ do: 'forward' })
    await until(() => store.getState().fault !== null)
    const stopped = store.getState().transport.rate
    isThere = true
    session.command({ do: 'forward' })
    await until(() => (store.getState().shown ?? 0) > 10)
    await session.close()
    return { opened: first, failed, again, stopped }
  },
  /** Plays a clip in a loop, in the session that it left off with; answers what it holds after that. */
  async soak(name: string, seconds: number) {
    if (!soaking) {
      soaking = await PlayerSession.open(await httpFootage(name))
      const { video } = soaking.footage.index
      if (video) soaking.paintOn((shown) => paintPicture(ground, shown?.picture ?? null, video, usualPose))
      soaking.command({ do: 'loop' })
      soaking.command({ do: 'forward' })
    }
    const ends = performance.now() + seconds * 1000
    await until(() => performance.now() > ends)
    const { usedJSHeapSize = 0 } = (Reflect.get(performance, 'memory') as { usedJSHeapSize?: number } | undefined) ?? {}
    return { pictures: openPictures(), heapMegabytes: usedJSHeapSize / (1 << 20) }
  },
  async closeAll(): Promise<void> {
    await soaking?.close()
    soaking = null
    removePlayer?.()
    removePlayer = null
    await opened?.frames.close()
    opened = null
  },
  openPictures,
  doubts: () => current().doubts,
  /** Puts the whole player with its view into the page. */
  async show(name: string, pacing: 'keep-time' | 'every-frame' = 'keep-time'): Promise<void> {
    removePlayer?.()
    await opened?.frames.close()
    opened = null
    canvas.remove()
    const footage = await httpFootage(name)
    const place = document.getElementById('player')
    if (!place) throw new Error('no place for the player')
    const shown: number[] = []
    removePlayer = showPlayer(place, { title: name, footage, pacing, onShown: (frame) => shown.push(frame) })
    Object.assign(window, { footageOfView: footage, shownInView: shown })
    await until(() => shown.length > 0 && bench.codeInView() !== null)
  },
  /** Puts clips side by side into the page, each begun `apart` seconds after the one before. */
  async showBeside(names: readonly string[], apart: number): Promise<void> {
    await bench.closeAll()
    canvas.remove()
    const footages = await Promise.all(names.map(httpFootage))
    const place = document.getElementById('player')
    if (!place) throw new Error('no place for the players')
    removePlayer = showSideBySide(place, footages, apart)
    Object.assign(window, { footagesOfView: footages })
    await until(() => bench.codesBeside()[0] !== null && bench.codesBeside().length === names.length)
  },
  /** The numbers drawn in the pictures that stand side by side; null where there is no picture. */
  codesBeside(): (number | null)[] {
    const footages = Reflect.get(window, 'footagesOfView') as Awaited<ReturnType<typeof httpFootage>>[]
    return [...document.querySelectorAll<HTMLCanvasElement>('.player-picture')].map((painted, at) => {
      const video = footages[at]?.index.video
      const paint = painted.getContext('2d')
      const size = { width: painted.clientWidth, height: painted.clientHeight, ratio: window.devicePixelRatio }
      return video && paint ? pictureCode(paint, video, size) : null
    })
  },
  /** Waits until the pictures side by side show these numbers; answers what they show. */
  async beside(codes: readonly (number | null)[]): Promise<(number | null)[]> {
    const ends = performance.now() + 5000
    await until(() => performance.now() > ends || bench.codesBeside().join() === codes.join())
    return bench.codesBeside()
  },
  /** The frames that came to the screen since the last time this was asked. */
  shownInView: (): number[] => (Reflect.get(window, 'shownInView') as number[]).splice(0),
  /** Waits for the next frame to come to the screen. */
  nextInView: (): Promise<void> => until(() => (Reflect.get(window, 'shownInView') as number[]).length > 0),
  /** The number drawn in the picture of the view. */
  codeInView(): number | null {
    const { video } = (Reflect.get(window, 'footageOfView') as Awaited<ReturnType<typeof httpFootage>>).index
    const painted = document.querySelector<HTMLCanvasElement>('.player-picture')
    const paint = painted?.getContext('2d')
    if (!video || !painted || !paint) return null
    const size = { width: painted.clientWidth, height: painted.clientHeight, ratio: window.devicePixelRatio }
    return pictureCode(paint, video, size)
  },
}

/** The bench's side of the page. */
export type PageBench = typeof bench
Object.assign(window, { bench })
