import { type ChildProcess, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { type Desk, type Ended, makeDesk } from '../acceptance/run-occlude.ts'
import { makeClip } from '../clips/make-clip.ts'
import { paddedClip } from '../clips/padded-clip.ts'
import { smallClipNamed } from '../clips/small-clips.ts'

/** Imports by the real command line, in a vault with an administrator, Ada, and a disclosure officer, Dora. */

type Line = Readonly<Record<string, unknown>>

/** What an import said of its files, and what its process held at each of them. */
export type ImportRun = {
  readonly code: number | null
  /** A line for every file, in order. */
  readonly items: readonly Line[]
  readonly result: Line
  /** MiB that the process itself held when it told of each file. */
  readonly resident: readonly number[]
  readonly seconds: number
}

const passphrases = { Ada: 'four unrelated words of hers', Dora: 'some other words that she chose' } as const

function residentOf(child: ChildProcess): number {
  const text = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024
}

async function* linesOf({ stdout }: ChildProcess): AsyncGenerator<Line> {
  if (!stdout) throw new Error('the import says nothing')
  // What a killed process was writing may be cut short.
  for await (const text of createInterface({ input: stdout })) if (text.endsWith('}')) yield JSON.parse(text)
}

function freshOf(items: readonly Line[]): number {
  return items.filter(({ status }) => status === 'imported').length
}

/** A desk for imports. */
export class ImportDesk {
  readonly desk: Desk

  private constructor(desk: Desk) {
    this.desk = desk
  }

  static async make(name: string): Promise<ImportDesk> {
    const made = new ImportDesk(await makeDesk(name))
    for (const [user, words] of Object.entries(passphrases))
      await writeFile(made.desk.at(`${user.toLowerCase()}.txt`), `${words}\n`)
    const vault = await made.as('Ada', 'vault init --admin Ada --profile essex --shares sheets')
    const added = await made.as('Ada', 'user add Dora --role disclosure-officer --passphrase-file dora.txt')
    if (vault.code !== 0 || added.code !== 0) throw new Error(vault.told + added.told)
    return made
  }

  #environment(user: keyof typeof passphrases): Readonly<Record<string, string>> {
    return {
      OCCLUDE_VAULT: this.desk.at('vault'),
      OCCLUDE_USER: user,
      OCCLUDE_PASSPHRASE_FILE: this.desk.at(`${user.toLowerCase()}.txt`),
      OCCLUDE_NO_KEYRING: '1',
    }
  }

  /** Runs a command as one of the two. */
  as(user: keyof typeof passphrases, words: string): Promise<Ended> {
    return this.desk.run(words.split(' '), undefined, this.#environment(user))
  }

  /** The lines of a command's answer. */
  async lines(user: keyof typeof passphrases, words: string): Promise<readonly Line[]> {
    const { out } = await this.as(user, `${words} --json`)
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Line => JSON.parse(line))
      .filter(({ type }) => type !== 'progress')
  }

  /** Makes so many different clips, each with a sidecar; every third has pictures, the others only sound. */
  async makeClips(folder: string, count: number): Promise<void> {
    await mkdir(this.desk.at(folder))
    const picture = await makeClip(smallClipNamed('faststart'))
    const sound = await makeClip(smallClipNamed('sound'))
    for (let number = 0; number < count; number++) {
      const name = `clip ${String(number).padStart(4, '0')}`
      const from = number % 3 === 0 ? picture : sound
      const to = this.desk.at(`${folder}/${name}.mp4`)
      await paddedClip(from, to, { mark: name, padding: 64 + number })
      const told = { recordedOn: '2026-11-01T10:00:00Z', officer: `PC ${1000 + number}`, device: `X${number}` }
      await writeFile(this.desk.at(`${folder}/${name}.json`), JSON.stringify(told))
    }
    // Nobody has written to them for a while: the import need not wait whether somebody still does.
    spawnSync('touch', ['-d', '1 minute ago', ...(await this.#names(folder))])
  }

  async #names(folder: string): Promise<readonly string[]> {
    const names = Object.keys(await this.desk.snapshot())
    return names
      .filter((name) => name.startsWith(`${folder}/`) && !name.endsWith('/'))
      .map((name) => this.desk.at(name))
  }

  /** Imports files or a folder. With `kill` the process is killed once it has told of so many new clips and a while longer. */
  async import(path: string, kill?: { readonly clips: number; readonly milliseconds: number }): Promise<ImportRun> {
    const begun = performance.now()
    const child = this.desk.start(['import', path, '--json', '--reason', 'test'], undefined, this.#environment('Dora'))
    child.stderr?.resume()
    const items: Line[] = []
    const resident: number[] = []
    let result: Line = {}
    let timer: NodeJS.Timeout | null = null
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
    for await (const line of linesOf(child)) {
      if (line['type'] === 'result') result = line
      if (!('type' in line)) {
        items.push(line)
        if (!kill) resident.push(residentOf(child))
      }
      if (kill && freshOf(items) >= kill.clips) timer ??= setTimeout(() => child.kill('SIGKILL'), kill.milliseconds)
    }
    if (timer) clearTimeout(timer)
    return { code: await ended, items, result, resident, seconds: (performance.now() - begun) / 1000 }
  }

  remove(): Promise<void> {
    return this.desk.remove()
  }
}
