import process from 'node:process'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { PageBench } from '../player-page/page.ts'
import { buildPlayerPage } from './build-page.ts'
import { openInChromium } from './in-chromium.ts'
import { serveClips } from './serve-clips.ts'

type Methods = { readonly [Name in keyof PageBench]: (...given: never[]) => unknown } & PageBench

/** A player in a real Chromium, and the clips that it can open. */
export type PlayerPage = {
  /** Indexes a clip and holds it under `name`. */
  add(name: string, path: string, deep?: boolean): Promise<ClipIndex>
  /** Calls a part of the page's bench. */
  ask<Name extends keyof PageBench>(
    name: Name,
    ...given: Parameters<Methods[Name]>
  ): Promise<Awaited<ReturnType<Methods[Name]>>>
  press(key: string): Promise<void>
  /** Ends every engine process that decodes for the page, as if it had crashed. */
  endEngines(): void
  /** What the page complained of. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** Builds the page (into `folder`), starts its server and a Chromium, and opens it there. */
export async function openPlayerPage(folder?: string): Promise<PlayerPage> {
  const server = await serveClips(await buildPlayerPage(folder))
  const complaints: string[] = []
  const { browser, page } = await openInChromium(server.address, (complaint) => {
    complaints.push(complaint)
    process.stderr.write(`page: ${complaint}\n`)
  })
  return {
    complaints,
    ...{ add: server.add, endEngines: server.endEngines },
    ask: (name, ...given) =>
      page.evaluate(
        ([method, list]) => {
          const bench = Reflect.get(globalThis, 'bench') as Record<string, (...all: unknown[]) => unknown>
          return bench[method]?.(...list)
        },
        [name, given] as const,
      ) as Promise<never>,
    press: (key) => page.keyboard.press(key),
    async close() {
      await browser.close()
      await server.close()
    },
  }
}
