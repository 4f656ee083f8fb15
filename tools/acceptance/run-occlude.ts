import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'

const program = join(import.meta.dirname, '../../cli/occlude.ts')

/** What a command left: its exit code and what it wrote. */
export type Ended = { readonly code: number | null; readonly out: string; readonly told: string }

/** A folder in which `occlude` runs as a person would run it, with a folder for temporary files of its own. */
export type Desk = {
  readonly folder: string
  readonly at: (name: string) => string
  /**
   * Starts `occlude` with these words; `user` is another user id, where this process may change it. `more` is added to its
   * environment.
   */
  readonly start: (words: readonly string[], user?: number, more?: Readonly<Record<string, string>>) => ChildProcess
  /** As `start`, to its end; `input` is what it finds on standard input. */
  readonly run: (
    words: readonly string[],
    user?: number,
    more?: Readonly<Record<string, string>>,
    input?: string,
  ) => Promise<Ended>
  /** Every file here and among the temporary ones, by name: its kind or hash. */
  readonly snapshot: () => Promise<Readonly<Record<string, string>>>
  readonly remove: () => Promise<void>
}

/** Makes an empty desk. */
export async function makeDesk(name: string): Promise<Desk> {
  const home = await mkdtemp(join(tmpdir(), `occlude-${name}-`))
  const [folder, temporary] = [join(home, 'desk'), join(home, 'temporary')]
  await mkdir(folder)
  await mkdir(temporary)
  // Other users may look in, as they may where people work.
  await chmod(home, 0o755)
  await chmod(folder, 0o755)
  await chmod(temporary, 0o777)
  // Libraries that call home keep quiet where tests run unattended: not here, so that what they leave is seen.
  const { CI: _unattended, ...inherited } = process.env
  const env = { ...inherited, INIT_CWD: folder, TMPDIR: temporary, OCCLUDE_DEBUG: '' }
  const start = (
    words: readonly string[],
    user?: number,
    more: Readonly<Record<string, string>> = {},
    input?: string,
  ): ChildProcess => {
    const child = spawn(process.execPath, [program, ...words], {
      ...{ cwd: folder, env: { ...env, ...more } },
      ...(user === undefined ? {} : { uid: user, gid: user }),
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    // Who is refused before it reads may leave what stands there.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
    return child
  }
  return {
    folder,
    at: (file) => join(folder, file),
    start,
    run: (words, user, more, input) => ended(start(words, user, more, input)),
    snapshot: async () => ({ ...(await entriesOf(folder, '')), ...(await entriesOf(temporary, 'temporary/')) }),
    remove: () => rm(home, { recursive: true, force: true }),
  }
}

/** Waits for a command's end. */
export function ended(child: ChildProcess): Promise<Ended> {
  let [out, told] = ['', '']
  child.stdout?.on('data', (part: Buffer) => {
    out += part.toString()
  })
  child.stderr?.on('data', (part: Buffer) => {
    told += part.toString()
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, told }))
  })
}

async function entriesOf(folder: string, prefix: string): Promise<Record<string, string>> {
  const entries: Record<string, string> = {}
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      entries[`${prefix}${entry.name}/`] = 'folder'
      Object.assign(entries, await entriesOf(path, `${prefix}${entry.name}/`))
    } else if (entry.isSymbolicLink()) entries[prefix + entry.name] = `link to ${await readlink(path)}`
    else entries[prefix + entry.name] = entry.isFile() ? hashOf(await readFile(path)) : 'special'
  }
  return entries
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Words of programs that a person cannot do anything with. */
const codeWords =
  /\bat .*:\d+|\.ts\b|node:|Error\b|E[A-Z]{4,}|AVERROR|undefined|\bnull\b|NaN|\[object|[a-z][A-Z]|\b[a-z]+(-[a-z]+){2,}\b/
/** What a person can do next. */
const advice =
  /\b(check|copy it|give|ask|choose|create|free some|start again|fetch|try again|leave it out|add --overwrite|put that place right|change --out|wait|do not release|see --help|the tracks are listed|let)\b/i

/** The last line of standard output, as the answer for programs. */
export function answerOf({ out }: Ended): {
  readonly ok: boolean
  readonly exit: number
  readonly failures: readonly { readonly kind: string; readonly detail: string }[]
} {
  return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')
}

/**
 * Holds a refusal to its promises: this exit code, one clear sentence with what to do, no traces of the program, no path
 * that nobody gave, and with `--json` an answer that says the same. Answers the sentence.
 */
export function expectRefusal(run: Ended, code: number, given: readonly string[]): string {
  const lines = run.told
    .split('\n')
    .filter((line) => line !== '' && !/^(reading|finding|listening|tracking|covering|checking) /.test(line))
  expect([run.code, lines.length], run.told).toEqual([code, 1])
  const sentence = lines[0] ?? ''
  expect(sentence).toMatch(/^occlude: .+\.$/)
  expect(sentence).toMatch(advice)
  const typed = given.flatMap((word) => [word, ...word.split('=')]).filter((word) => word !== '')
  // Where something stands in a file is said in the file's own words.
  let rest = sentence.replace(/\([\w.[\]]+: /, '(')
  for (const words of typed.toSorted((a, b) => b.length - a.length)) rest = rest.replaceAll(words, '')
  expect(rest).not.toMatch(codeWords)
  expect(rest).not.toMatch(/[/\\]\w+[/\\]|\p{Cc}/u)
  if (!given.includes('--json')) return sentence
  const answer = answerOf(run)
  expect(answer).toMatchObject({ type: 'result', ok: false, exit: code })
  expect(answer.failures.length).toBeGreaterThan(0)
  return sentence
}
