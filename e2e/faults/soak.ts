import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright'
import type { Station } from '../journeys/words.ts'
import { processesBelow } from '../open-sockets.ts'
import { enginesOf, workstationOf } from './fault-desk.ts'

/** Watches what a session takes while a clip plays on and on. */

/** What the page has made and not given back, and what it has told. */
type Counted = { made: number; closed: number; playback: number; person: number }

/** One look at a session. Bytes, but for what is counted. */
export type Look = {
  readonly pictures: number
  readonly listeners: number
  readonly nodes: number
  readonly heap: number
  readonly page: number
  readonly workstation: number
  /** 0 where none runs. */
  readonly engine: number
}

/** Counts decoded pictures and signs of activity from the next loading of the page on, and loads it. */
export async function countInPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted = { made: 0, closed: 0, playback: 0, person: 0 }
    Object.assign(globalThis, { counted })
    const decoder = VideoDecoder
    globalThis.VideoDecoder = class extends decoder {
      constructor({ output, error }: VideoDecoderInit) {
        super({
          error,
          output: (picture) => {
            counted.made += 1
            output(picture)
          },
        })
      }
    }
    globalThis.VideoFrame = new Proxy(VideoFrame, {
      construct: (made, words, of) => {
        counted.made += 1
        return Reflect.construct(made, words, of)
      },
    })
    const { clone, close } = VideoFrame.prototype
    VideoFrame.prototype.clone = function (this: VideoFrame) {
      counted.made += 1
      return clone.call(this)
    }
    VideoFrame.prototype.close = function (this: VideoFrame) {
      // A closed one has no size any more, and may be closed again.
      if (this.codedWidth > 0) counted.closed += 1
      close.call(this)
    }
    const send = MessagePort.prototype.postMessage
    MessagePort.prototype.postMessage = function (this: MessagePort, ...words: unknown[]) {
      const [message] = words as [{ name?: string; input?: { by?: 'playback' | 'person' } } | null]
      if (message?.name === 'window.activity' && message.input?.by) counted[message.input.by] += 1
      Reflect.apply(send, this, words)
    }
  })
  await page.reload()
}

/** What the page has counted so far. */
export function countedIn(page: Page): Promise<Counted> {
  return page.evaluate(() => ({ ...(globalThis as unknown as { counted: Counted }).counted }))
}

async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024
}

/** The largest process that draws pages: the window's. */
async function pageBytes(station: Station): Promise<number> {
  const sizes = await Promise.all(
    (await processesBelow(station.pid)).map(async (pid) => {
      const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return words.includes('--type=renderer') ? residentOf(pid) : 0
    }),
  )
  return Math.max(...sizes)
}

/** Looks at a session so many times, evenly over so many milliseconds. */
export async function watched(station: Station, milliseconds: number, times: number): Promise<readonly Look[]> {
  const { page } = station
  const tools = await page.context().newCDPSession(page)
  await tools.send('Performance.enable')
  const workstation = await workstationOf(station)
  const looks: Look[] = []
  for (let at = 0; at < times; at++) {
    await pause(milliseconds / times)
    await tools.send('HeapProfiler.collectGarbage')
    const { metrics } = await tools.send('Performance.getMetrics')
    const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? Number.NaN
    const { made, closed } = await countedIn(page)
    looks.push({
      pictures: made - closed,
      listeners: metric('JSEventListeners'),
      nodes: metric('Nodes'),
      heap: metric('JSHeapUsedSize'),
      page: await pageBytes(station),
      workstation: await residentOf(workstation),
      engine: Math.max(0, ...(await Promise.all((await enginesOf(station)).map(residentOf)))),
    })
  }
  await tools.detach()
  return looks
}

/** The middle value of a quarter of the looks, counted from 0. */
export function ofQuarter(looks: readonly Look[], quarter: number, what: keyof Look): number {
  const size = looks.length / 4
  const values = looks.slice(Math.floor(quarter * size), Math.floor((quarter + 1) * size)).map((look) => look[what])
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
