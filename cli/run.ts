import { randomUUID } from 'node:crypto'
import { plainLine } from '../contract/wording/plain-line.ts'
import type { Failure } from '../core/failure.ts'
import type { StopSignal } from '../core/ports/work.ts'
import { type Answer, answerOf } from './answer.ts'
import { readArguments } from './arguments.ts'
import { type Command, type Outcome, sharedOptions, stopped } from './command.ts'
import { commands } from './commands/all.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { commandHelp, familyHelp, familyOf, overview } from './help.ts'
import { barDisplay, bothDisplays, jsonDisplay, lineDisplay, type ProgressDisplay } from './progress-display.ts'
import { Session, type SessionHost } from './session.ts'
import { terminalJson } from './terminal-text.ts'
import { internalSentence, sentenceFor } from './wording.ts'

/** Everything that a run touches of its process, so that tests can lend it something else. */
export type RunHost = Omit<SessionHost, 'work'> & {
  readonly signal: StopSignal
  readonly version: string
  /** Prints on standard error, for people. */
  readonly tell: (text: string) => void
  /** True where standard error is a terminal. */
  readonly terminal: boolean
  readonly nowSeconds: () => number
  /** True: the stack of a bug goes to standard error. */
  readonly debug: boolean
}

const helpOption = { name: 'help', value: null, help: '' } as const

function displayFor(host: RunHost, json: boolean): ProgressDisplay {
  const people = host.terminal ? barDisplay(host.tell, host.nowSeconds) : lineDisplay(host.tell, host.nowSeconds)
  if (!json) return people
  return bothDisplays(
    people,
    jsonDisplay((text) => void host.print(text), host.nowSeconds),
  )
}

/** What a person is told of an outcome: the lines, and what went wrong. */
function wordsFor(outcome: Outcome): { readonly summary: readonly string[]; readonly fault: string | null } {
  if (outcome.ok) return { summary: outcome.summary, fault: null }
  if ('failures' in outcome) return { summary: outcome.summary, fault: outcome.told }
  return { summary: [], fault: [sentenceFor(outcome.failure), outcome.hint ?? ''].join(' ').trim() }
}

async function finish(host: RunHost, outcome: Outcome, json: boolean): Promise<ExitCode> {
  const answer: Answer = answerOf(outcome)
  const { summary, fault } = wordsFor(outcome)
  if (fault !== null) host.tell(`occlude: ${fault}\n`)
  if (json && !(outcome.ok && outcome.printed)) await host.print(`${terminalJson(JSON.stringify(answer))}\n`)
  else if (!json && summary.length > 0) await host.print(`${summary.map(plainLine).join('\n')}\n`)
  return answer.exit
}

/** A bug: an id for the report, and the stack only for who asks for it. */
async function finishBug(host: RunHost, error: unknown, json: boolean): Promise<ExitCode> {
  const id = randomUUID().slice(0, 8)
  const detail = internalSentence(id)
  host.tell(`occlude: ${detail}\n`)
  if (host.debug) host.tell(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  const answer = { type: 'result', ok: false, exit: exitCodes.internal, failures: [{ kind: 'internal', detail }] }
  if (json) await host.print(`${JSON.stringify(answer)}\n`)
  return exitCodes.internal
}

/** Nobody is advised to add --overwrite to a command that does not take it. */
function withoutOverwrite(outcome: Outcome, { options }: Command): Outcome {
  if (outcome.ok || 'failures' in outcome || outcome.failure.kind !== 'file-exists') return outcome
  if (options.some(({ name }) => name === sharedOptions.overwrite.name)) return outcome
  return { ...outcome, failure: { ...outcome.failure, final: true } }
}

async function runCommand(command: Command, words: readonly string[], host: RunHost): Promise<ExitCode> {
  const takesJson = command.options.includes(sharedOptions.json) || command.options.some(({ name }) => name === 'json')
  const json = takesJson && words.includes('--json')
  const args = readArguments(command, words)
  if (!args.ok) return finish(host, stopped(args.failure), json)
  // What is printed for `index` and `plan` is the answer itself: no progress among it.
  const display = displayFor(host, json && command.name !== 'index' && command.name !== 'plan')
  const work = {
    signal: host.signal,
    onProgress: (progress: Parameters<ProgressDisplay['show']>[0]) => display.show(progress),
  }
  const session = new Session({ ...host, work }, json)
  try {
    const outcome = withoutOverwrite(await command.run(args.value, session), command)
    display.clear()
    return await finish(host, outcome, json)
  } catch (error) {
    display.clear()
    if (host.signal.aborted) return await finish(host, stopped({ kind: 'cancelled' }), json)
    return await finishBug(host, error, json)
  } finally {
    await session.close()
  }
}

/** The name of what is asked for: two words where there is such a command (`vault init`), else the first one. */
function commandName(words: readonly string[]): string | undefined {
  const two = words.slice(0, 2).join(' ')
  return commands.some((each) => each.name === two) ? two : words[0]
}

function noSuchCommand(words: readonly string[]): Failure {
  const family = familyOf(words[0], commands)
  const names = (family.length > 0 ? family : commands).map((each) => each.name).join(', ')
  const asked = words
    .slice(0, family.length > 0 ? 2 : 1)
    .filter((word) => !word.startsWith('-'))
    .join(' ')
  return { kind: 'usage', detail: `There is no command "${asked}"; there are ${names}.` }
}

/** Help on what the words name: a command, a family of them, else all there is. */
function helpOn(words: readonly string[]): string {
  const about = commands.find((each) => each.name === commandName(words))
  if (about) return commandHelp(about)
  const [first = ''] = words
  const family = familyOf(first, commands)
  return family.length > 0 ? familyHelp(first, family) : overview(commands)
}

function asksForHelp(words: readonly string[]): boolean {
  return words.includes(`--${helpOption.name}`) || words.includes('-h')
}

/** Runs what the words ask for and answers the exit code. Never throws for what a person did. */
export async function runOcclude(words: readonly string[], host: RunHost): Promise<ExitCode> {
  const name = commandName(words)
  const rest = words.slice(name === undefined ? 1 : name.split(' ').length)
  if (name === '--version') {
    await host.print(`occlude ${host.version}\n`)
    return exitCodes.done
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await host.print(helpOn(rest))
    return name === undefined ? exitCodes.usage : exitCodes.done
  }
  const command = commands.find((each) => each.name === name)
  if (asksForHelp(rest) && (command || (rest.length === 1 && familyOf(name, commands).length > 0))) {
    await host.print(helpOn(words))
    return exitCodes.done
  }
  if (!command) return finish(host, stopped(noSuchCommand(words)), rest.includes('--json'))
  return runCommand(command, rest, host)
}
