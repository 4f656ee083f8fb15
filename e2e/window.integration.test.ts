import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pathsDropped } from '../contract/window/dropped-paths.ts'
import type { WindowState } from '../contract/window/window-shapes.ts'
import { dropFiles } from './drop-files.ts'
import { launchSecond, launchWorkstation, type Workstation } from './launch-workstation.ts'
import { openSockets, processesBelow } from './open-sockets.ts'
import type { TestPage } from './test-page/test-page.ts'

declare const testPage: TestPage

const home = join(import.meta.dirname, '..')
const passphrase = 'a lamp under seven bridges at noon'
let workstation: Workstation
let folder: string

function call(name: string, input: unknown): Promise<unknown> {
  return workstation.page.evaluate(([asked, given]) => testPage.call(asked, given), [name, input] as const)
}

async function state(): Promise<WindowState> {
  return ((await call('window.state', {})) as { readonly value: WindowState }).value
}

async function events(): Promise<readonly { readonly kind: string }[]> {
  return (await workstation.page.evaluate(() => testPage.events)) as readonly { readonly kind: string }[]
}

function connect(): Promise<void> {
  return workstation.page.evaluate(() => testPage.connect('desktop'))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-desk-'))
  workstation = await launchWorkstation({ testPage: true })
  await connect()
})
afterAll(async () => {
  await workstation?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('files that are dropped', () => {
  it('are told to the page by where they lie; one that a script has made lies nowhere', async () => {
    const { page } = workstation
    await page.evaluate((kind) => {
      const told: unknown[] = []
      Object.assign(globalThis, { told })
      window.addEventListener('dragover', (event) => event.preventDefault())
      window.addEventListener('drop', (event) => event.preventDefault())
      window.addEventListener('message', ({ data }) => {
        if (data?.kind === kind) told.push(data.paths)
      })
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['made'], 'made.mp4'))
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer }))
    }, pathsDropped)
    const clip = join(folder, 'clip.mp4')
    const card = join(folder, 'card')
    await mkdir(card)
    await writeFile(clip, 'a clip')
    await dropFiles(page, [clip, card])
    const told = () => page.evaluate(() => (globalThis as unknown as { readonly told: unknown }).told)
    await expect.poll(told).toEqual([[clip, card]])
  })
})

describe('what a page may', () => {
  it('is its own files only, under the policy, isolated', async () => {
    const found = await workstation.page.evaluate(async () => ({
      isSecure: isSecureContext,
      isIsolated: crossOriginIsolated,
      globals: ['require', 'process', 'standInTell', 'standInReceive'].filter((name) => name in globalThis),
      other: await fetch('./main.ts').then(({ status }) => status),
    }))
    expect(found).toEqual({ isSecure: true, isIsolated: true, globals: [], other: 403 })
  })

  it.each([
    [
      'a script within the page',
      () => {
        const script = document.createElement('script')
        script.textContent = 'window.ran = true'
        document.head.append(script)
        return 'ran' in window
      },
    ],
    [
      'eval',
      () => {
        // From a turn of its own: what a test evaluates is allowed more than the page.
        return new Promise((resolve) => {
          setTimeout(() => {
            try {
              resolve(Function('return true')())
            } catch (error) {
              resolve(!(error instanceof EvalError))
            }
          })
        })
      },
    ],
    [
      'another host',
      () =>
        fetch('https://example.org/').then(
          () => true,
          () => false,
        ),
    ],
    [
      'another port of this machine',
      () =>
        fetch('http://127.0.0.1:9/').then(
          () => true,
          () => false,
        ),
    ],
    [
      'a frame',
      () => {
        const frame = document.createElement('iframe')
        frame.src = 'https://example.org/'
        document.body.append(frame)
        return new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', () => resolve(false), { once: true })
          frame.addEventListener('load', () => resolve(true))
        })
      },
    ],
    [
      'the camera',
      () =>
        navigator.mediaDevices.getUserMedia({ video: true }).then(
          () => true,
          () => false,
        ),
    ],
    ['notifications', () => Notification.requestPermission().then((answer) => answer === 'granted')],
    [
      'the place',
      () =>
        new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve(true),
            () => resolve(false),
          ),
        ),
    ],
  ] as readonly (readonly [string, () => unknown])[])('is not %s', async (_name, attempt) => {
    expect(await workstation.page.evaluate(attempt)).toBe(false)
  })

  it('is no other page, and no other window', async () => {
    const before = workstation.page.url()
    await workstation.page.evaluate(() => {
      window.open('https://example.org/')
      location.href = 'https://example.org/'
    })
    await expect.poll(async () => (await workstation.done()).some(({ what }) => what === 'window-refused')).toBe(true)
    await expect
      .poll(() =>
        workstation.page
          .context()
          .pages()
          .map((page) => page.url()),
      )
      .toEqual([before])
    expect(workstation.page.url()).toBe(before)
  })
})

describe('a session', () => {
  it('begins without a vault, on the stand-in', async () => {
    expect(await state()).toMatchObject({ phase: 'no-vault', problem: null, standIn: true, person: null })
    expect((await state()).profiles.map(({ name }) => name)).toEqual(['essex', 'kent', 'campus', 'blank'])
    expect(await call('vault.status', {})).toEqual({ ok: false, failure: { kind: 'not-signed-in' } })
  })

  it('refuses to make a vault for real footage', async () => {
    const vault = join(folder, 'real')
    const asked = {
      folder: vault,
      administrator: 'Control',
      passphrase,
      profile: { shipped: 'blank' },
      sheets: join(folder, 'sheets'),
      demo: false,
    }
    expect(await call('window.create-vault', asked)).toEqual({ ok: false, failure: { kind: 'demo-vault-only' } })
  })

  it('makes a vault in folders that a person chose, and signs its administrator in', async () => {
    await workstation.choose([join(folder, 'demo')])
    expect(await call('window.choose-folder', { purpose: 'new-vault' })).toEqual({
      ok: true,
      value: { path: join(folder, 'demo') },
    })
    const asked = {
      folder: join(folder, 'demo'),
      administrator: 'Control',
      passphrase,
      profile: { shipped: 'essex' },
      sheets: join(folder, 'sheets'),
      demo: true,
    }
    const made = (await call('window.create-vault', asked)) as {
      value: { person: { permissions: string[] }; sheets: string[] }
    }
    expect(made).toMatchObject({ ok: true, value: { person: { name: 'Control', roles: [{ role: 'administrator' }] } } })
    expect(made.value.sheets).toHaveLength(4)
    expect(made.value.person.permissions).toContain('vault.admin')
    expect(made.value.person.permissions).not.toContain('clip.view')
    expect(await state()).toMatchObject({ phase: 'signed-in', vault: { demo: true, busy: null }, idleMinutes: 10 })
    expect(await call('vault.status', {})).toMatchObject({ ok: true, value: { demo: true, users: 1 } })
    expect(await workstation.done()).toContainEqual({ what: 'content-protection', value: false })
  })

  it('is locked with the screen, tells the window first, and goes on with the passphrase', async () => {
    await workstation.happen('powerMonitor', 'lock-screen')
    await expect.poll(events).toContainEqual({ kind: 'locked', why: 'screen-lock' })
    await expect.poll(async () => (await state()).phase).toBe('locked')
    expect(await call('vault.status', {})).toEqual({ ok: false, failure: { kind: 'vault-locked' } })
    expect(await call('window.unlock', { passphrase: 'wrong lamp under no bridge' })).toMatchObject({
      ok: false,
      failure: { kind: 'wrong-passphrase' },
    })
    expect(await call('window.unlock', { passphrase })).toMatchObject({
      ok: true,
      value: { person: { name: 'Control' } },
    })
    expect(await state()).toMatchObject({ phase: 'signed-in' })
  })

  it('lends its vault to commands of the same person, who may lock it', async () => {
    const occlude = (...words: readonly string[]) =>
      promisify(execFile)(process.execPath, [join(home, 'cli/occlude.ts'), ...words, '--vault', join(folder, 'demo')], {
        env: {
          OCCLUDE_USER: 'Control',
          OCCLUDE_NO_KEYRING: '1',
          OCCLUDE_PASSPHRASE_FILE: file,
        },
      })
    const file = join(folder, 'passphrase')
    await writeFile(file, `${passphrase}\n`)
    const { stdout } = await occlude('vault', 'status', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ demo: true, users: 1 })
    await occlude('vault', 'lock')
    await expect.poll(events).toContainEqual({ kind: 'locked', why: 'elsewhere' })
    await expect.poll(async () => (await state()).phase).toBe('locked')
    expect(await call('window.unlock', { passphrase })).toMatchObject({ ok: true })
  })

  it('opens no connection but those of the loopback', async () => {
    const sockets = await openSockets(await processesBelow(workstation.pid))
    expect(sockets.length).toBeGreaterThan(0)
    expect(sockets.filter(({ isLoopback }) => !isLoopback)).toEqual([])
  })

  it('outlives a page that is loaded again, with a port for the new one alone', async () => {
    await workstation.page.reload()
    await connect()
    expect(await state()).toMatchObject({ phase: 'signed-in', person: { name: 'Control' } })
    await workstation.page.evaluate(() => testPage.connect('desktop'))
    await expect.poll(() => workstation.page.evaluate(() => testPage.closes())).toBe(1)
    expect(await state()).toMatchObject({ phase: 'signed-in' })
  })

  it('ends with its process: the window is told, a new one asks for the passphrase', async () => {
    const [killed] = (await workstation.done()).filter(({ what }) => what === 'process').slice(-1)
    process.kill(Number(killed?.value), 'SIGKILL')
    await expect.poll(() => workstation.page.evaluate(() => testPage.closes())).toBe(2)
    await expect
      .poll(
        async () => {
          await connect()
          return (await events()).filter(({ kind }) => kind === 'begun').at(-1)
        },
        { interval: 300 },
      )
      .toEqual({ kind: 'begun', restarts: 1 })
    expect(await state()).toMatchObject({ phase: 'signed-out', vault: { name: 'demo', busy: null }, person: null })
    expect(await call('window.sign-in', { name: 'Control', passphrase })).toMatchObject({ ok: true })
    expect(await state()).toMatchObject({ phase: 'signed-in' })
  })

  it('is the only one with its folder: a second program gives way to the first', async () => {
    expect(await launchSecond(workstation.userData)).toBe(0)
    await expect.poll(async () => (await workstation.done()).some(({ what }) => what === 'focus')).toBe(true)
  })

  it('ends signed out, with the vault closed', async () => {
    expect(await call('window.sign-out', {})).toEqual({ ok: true, value: {} })
    expect(await state()).toMatchObject({ phase: 'signed-out', vault: { busy: null } })
    expect(workstation.said()).toBe('')
  })
})

describe('the window itself', () => {
  it('is loaded again after its page has crashed', async () => {
    const own = await launchWorkstation({ testPage: true })
    try {
      const gone = new Promise((resolve) => own.page.once('crash', resolve))
      const devtools = await own.page.context().newCDPSession(own.page)
      devtools.send('Page.crash').catch(() => undefined)
      await gone
      const page = await own.lookAgain()
      await expect.poll(() => page.title()).toBe('ready')
      await page.evaluate(() => testPage.connect('desktop'))
      expect(await page.evaluate(() => testPage.call('window.state', {}))).toMatchObject({
        value: { phase: 'no-vault' },
      })
    } finally {
      await own.close()
    }
  })

  it('loads under the policy without a complaint', async () => {
    const own = await launchWorkstation()
    try {
      const complaints: string[] = []
      own.page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      own.page.on('pageerror', ({ message }) => complaints.push(message))
      await own.page.reload()
      await own.page.getByRole('button').first().waitFor()
      expect(complaints).toEqual([])
      expect(own.said()).toBe('')
    } finally {
      await own.close()
    }
  })
})
