import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeClip } from '../clips/make-clip.ts'
import { smallClipNamed } from '../clips/small-clips.ts'
import { answerOf, type Desk, type Ended, ended, makeDesk } from './run-occlude.ts'

/** Commands of several people in a vault that one process holds open. */

let desk: Desk
let server: ChildProcess

const passphrases = { Ada: 'four unrelated words of hers', Dora: 'some other words that she chose' } as const
type Person = keyof typeof passphrases

function environmentOf(person: Person): Readonly<Record<string, string>> {
  return {
    OCCLUDE_VAULT: 'vault',
    OCCLUDE_USER: person,
    OCCLUDE_PASSPHRASE_FILE: `${person.toLowerCase()}.txt`,
    OCCLUDE_NO_KEYRING: '1',
  }
}

function as(person: Person, words: readonly string[]): Promise<Ended> {
  return desk.run(words, undefined, environmentOf(person))
}

/** The next line that a process prints in which there is `text`; its end fails. */
async function printed(child: ChildProcess, text: string): Promise<void> {
  if (!child.stdout) throw new Error('it prints nothing')
  for await (const line of createInterface({ input: child.stdout })) if (line.includes(text)) return
  throw new Error(`it ended without saying ${text}`)
}

async function serve(): Promise<ChildProcess> {
  const child = desk.start(['vault', 'serve', '--json'], undefined, environmentOf('Ada'))
  await printed(child, '"serving"')
  return child
}

async function lock(): Promise<{ readonly pid: number; readonly socket: string | null }> {
  return JSON.parse(await readFile(desk.at('vault/lock'), 'utf8'))
}

beforeAll(async () => {
  desk = await makeDesk('serve')
  for (const [person, words] of Object.entries(passphrases))
    await writeFile(desk.at(`${person.toLowerCase()}.txt`), `${words}\n`)
  const made = await as('Ada', [
    'vault',
    'init',
    '--admin',
    'Ada',
    '--profile',
    'blank',
    '--shares',
    'sheets',
    '--demo',
  ])
  const role = ['--role', 'disclosure-officer', '--passphrase-file', 'dora.txt']
  const added = await as('Ada', ['user', 'add', 'Dora', ...role])
  if (made.code !== 0 || added.code !== 0) throw new Error(made.told + added.told)
  const clip = await readFile(await makeClip(smallClipNamed('faststart')))
  const free = (number: number) => Buffer.from([0, 0, 0, 12, ...Buffer.from('free'), 0, 0, 0, number])
  for (const number of [1, 2, 3, 4]) await writeFile(desk.at(`clip-${number}.mp4`), Buffer.concat([clip, free(number)]))
  server = await serve()
})

afterAll(async () => {
  server.kill('SIGKILL')
  await desk.remove()
})

describe('a vault that is served', () => {
  it('takes commands of several people at once, each in their own name', async () => {
    const [imported, listed, refused, wrong] = await Promise.all([
      as('Dora', ['import', 'clip-1.mp4', '--reason', 'request 7', '--json']),
      as('Ada', ['user', 'list', '--json']),
      as('Ada', ['clips', '--reason', 'to look', '--json']),
      desk.run(['vault', 'status', '--json'], undefined, {
        ...environmentOf('Dora'),
        OCCLUDE_PASSPHRASE_FILE: 'ada.txt',
      }),
    ])
    expect([imported.code, listed.code, refused.code, wrong.code]).toEqual([0, 0, 6, 6])
    expect(imported.out).toContain('"status":"imported"')
    expect(answerOf(refused).failures[0]?.kind).toBe('not-permitted')
    expect(answerOf(wrong).failures[0]?.kind).toBe('wrong-passphrase')
    const log = await as('Ada', ['audit', 'list', '--purpose', 'lawfulness', '--json'])
    expect(log.out).toMatch(/clip\.import.*Dora|Dora.*clip\.import/)
    expect((await lock()).pid).toBe(server.pid)
  })

  it('covers a clip by its id for somebody who is not the one that serves', async () => {
    const listed = await as('Dora', ['clips', '--reason', 'to look', '--json'])
    const clip = /"clip":"([a-z0-9]{16})"/.exec(listed.out)?.[1] ?? ''
    const redacted = await as('Dora', [
      'redact',
      '--clip',
      clip,
      '--profile',
      'fast',
      '--reason',
      'request 7',
      '--json',
    ])
    expect(redacted.code, redacted.told).toBe(0)
    const verified = await as('Ada', ['audit', 'verify', '--json'])
    expect(answerOf(verified).ok).toBe(true)
  })

  it('locks at once when it is told to, and the next sign-in unlocks it', async () => {
    const locked = await desk.run(['vault', 'lock', '--json'], undefined, { OCCLUDE_VAULT: 'vault' })
    expect([locked.code, answerOf(locked)]).toEqual([0, expect.objectContaining({ locked: true })])
    expect((await as('Dora', ['vault', 'status'])).code).toBe(0)
    expect((await lock()).pid).toBe(server.pid)
  })

  it('loses nothing that was confirmed when it is killed in the middle of an import', async () => {
    const files = [2, 3, 4].map((number) => `clip-${number}.mp4`)
    const child = desk.start(['import', ...files, '--reason', 'r', '--json'], undefined, environmentOf('Dora'))
    const end = ended(child)
    await printed(child, '"imported"')
    server.kill('SIGKILL')
    await once(server, 'close')
    const left = await end
    expect(left.code, left.out).toBe(1)
    expect(answerOf(left).failures[0]?.kind).toBe('connection-lost')
    const confirmed = [...left.out.matchAll(/"clip":"([a-z0-9]{16})"/g)].map(([, id]) => id ?? '')
    expect(confirmed.length).toBeGreaterThan(0)
    // The next command opens the vault itself, over the lock and the socket that were left.
    const listed = await as('Dora', ['clips', '--reason', 'to look', '--json'])
    expect(listed.code, listed.told).toBe(0)
    for (const id of confirmed) expect(listed.out).toContain(id)
    server = await serve()
    expect((await as('Dora', ['import', ...files, '--reason', 'r', '--json'])).code).toBe(0)
  })

  it('is closed by Ctrl-C, and the vault is free', async () => {
    const end = once(server, 'close')
    server.kill('SIGINT')
    expect((await end)[0]).toBe(0)
    await expect(lock()).rejects.toThrow('ENOENT')
    expect((await as('Ada', ['audit', 'verify', '--json'])).code).toBe(0)
  })
})
