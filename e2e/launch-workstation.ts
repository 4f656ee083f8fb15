import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { hasElectron, programFor } from './choose-program.ts'
import { launchOnElectron } from './launch-electron.ts'
import { patience, until } from './until.ts'

const home = join(import.meta.dirname, '..')

/** What the program has done that shows in no page. */
export type Done = readonly { readonly what: string; readonly value: unknown }[]

/** The workstation as a whole, running. */
export type Workstation = {
  readonly page: Page
  /** What is kept between starts. */
  readonly userData: string
  /** The main process. */
  readonly pid: number
  /** The pages of all windows. */
  pages(): readonly Page[]
  /** The next dialog of the system answers so. */
  choose(paths: readonly string[]): Promise<void>
  /** The operating system says something: `lock-screen`, `suspend`. */
  happen(of: 'powerMonitor', event: string): Promise<void>
  /** So many displays are there from now on. */
  displays(count: number): Promise<void>
  done(): Promise<Done>
  /** The window's page through a new connection: after a crash the old one sees nothing any more. */
  lookAgain(): Promise<Page>
  /** What it said on standard error. */
  said(): string
  /** Settled once the program has ended by itself. */
  readonly ended: Promise<number | null>
  close(): Promise<void>
}

/** How it is started. */
export type Launch = {
  /** From an earlier start; then it is not removed at the end. */
  readonly userData?: string
  readonly vault?: string
  /** The test page in the place of the window's own. */
  readonly testPage?: boolean
  /** The compiled program, as it is packed, in the place of its sources. */
  readonly compiled?: boolean
  /** The sample process in the place of the workstation process. */
  readonly sample?: boolean
}

function wordsOf({ vault, testPage, sample }: Launch): readonly string[] {
  return [
    ...(vault === undefined ? [] : ['--vault', vault]),
    ...(testPage ? [`--stand-in-page=${join(home, 'build/test-page')}`] : []),
    ...(sample ? [`--stand-in-process=${join(home, 'e2e/sample-process.ts')}`] : []),
  ]
}

type Answered = { readonly answered: string; readonly done: Done | null }

async function debuggingAddress(userData: string, child: ChildProcess): Promise<string> {
  const file = join(userData, 'chromium/DevToolsActivePort')
  let lines: readonly string[] = []
  await until('the browser says where it listens', async () => {
    lines = existsSync(file) ? (await readFile(file, 'utf8')).split('\n') : []
    return lines.length > 1 || child.exitCode !== null
  })
  if (lines.length < 2) throw new Error(`the workstation ended with ${child.exitCode}`)
  return `ws://127.0.0.1:${lines[0]}${lines[1]}`
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts()
  if (!context) throw new Error('a browser without a context')
  const ours = (): Page | undefined => context.pages().find((page) => page.url().includes('occlude'))
  await until('the window opens', async () => ours() !== undefined)
  const page = ours()
  if (!page) throw new Error('the window has gone')
  await page.waitForLoadState('load')
  return page
}

function patient(page: Page): Page {
  // Of the second window as well.
  page.context().setDefaultTimeout(patience)
  return page
}

function asking(child: ChildProcess): (message: object) => Promise<Answered> {
  const waiting: ((answer: Answered) => void)[] = []
  child.on('message', (answer: Answered) => waiting.shift()?.(answer))
  return (message) =>
    new Promise((resolve, reject) => {
      // Answers come in the order of the questions.
      waiting.push(resolve)
      child.send(message, (error) => error && reject(error))
    })
}

/** Starts a second program with the same folder; answers how it ended. */
export async function launchSecond(userData: string): Promise<number | null> {
  const child = forked(userData, [])
  return new Promise((resolve) => child.once('exit', resolve))
}

function forked(userData: string, words: readonly string[], compiled = false): ChildProcess {
  return fork(
    join(home, compiled ? 'dist/electron/main/main.js' : 'electron/main/main.ts'),
    ['--headless', '--no-keyring', '--remote-debugging-port=0', `--user-data-dir=${userData}`, ...words],
    { execArgv: ['--import', join(home, 'e2e/electron-stand-in/hook.ts')], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  )
}

/**
 * Starts the workstation and waits for its window: on Electron where its binary is, else on the stand-in. What only the stand-in
 * can do (a test page, a sample process) runs on that everywhere.
 */
export async function launchWorkstation(launch: Launch = {}): Promise<Workstation> {
  const { userData: given } = launch
  const userData = given ?? (await mkdtemp(join(tmpdir(), 'occlude-window-')))
  const tidy = async (): Promise<void> => {
    if (given === undefined) await rm(userData, { recursive: true, force: true, maxRetries: 10 })
  }
  if (programFor(launch, hasElectron(home)) === 'electron') {
    const started = await launchOnElectron(userData, wordsOf(launch))
    const close = async (): Promise<void> => {
      await started.close()
      await tidy()
    }
    return { ...started, close }
  }
  await rm(join(userData, 'chromium/DevToolsActivePort'), { force: true })
  const child = forked(userData, wordsOf(launch), launch.compiled)
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  try {
    const address = await debuggingAddress(userData, child)
    const browser = await chromium.connectOverCDP(address, { timeout: patience })
    const page = patient(await firstPage(browser))
    const ask = asking(child)
    return {
      page,
      pages: () => browser.contexts().flatMap((context) => context.pages()),
      userData,
      pid: child.pid ?? 0,
      choose: async (paths) => void (await ask({ ask: 'choose', paths })),
      happen: async (_of, event) => void (await ask({ ask: 'emit', event })),
      displays: async (displays) => void (await ask({ ask: 'displays', displays })),
      done: async () => (await ask({ ask: 'done' })).done ?? [],
      lookAgain: async () => patient(await firstPage(await chromium.connectOverCDP(address, { timeout: patience }))),
      said: () => said,
      ended,
      close: async () => {
        child.kill('SIGTERM')
        await ended
        await browser.close()
        await tidy()
      },
    }
  } catch (error) {
    child.kill('SIGKILL')
    await ended
    await tidy()
    throw new Error(`the workstation did not start: ${said}`, { cause: error })
  }
}
