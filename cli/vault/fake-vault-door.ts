import { type InputOf, type MethodName, methods, type OutputOf } from '../../contract/methods/all.ts'
import type { Failure } from '../../core/failure.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { type RunHost, runOcclude } from '../run.ts'
import type { VaultEnvironment } from './sign-in.ts'
import type { UnopenedVaults } from './unopened-vaults.ts'
import type { VaultDoor, VaultSignIn } from './vault-client.ts'

/** Vaults for the tests of commands: none at all, or one that answers as it is told to and remembers what it was asked. */

const missing = async () => failed<Failure>({ kind: 'vault-missing', name: 'vault' })

/** Where there are no vaults. */
export const noVaults: UnopenedVaults = { look: missing, create: missing, recover: missing, restore: missing }

/** What a fake vault answers to a method: once, or to every input. */
export type FakeAnswers = {
  readonly [M in MethodName]?: (input: InputOf<M>, onItem: (item: unknown) => unknown) => Result<OutputOf<M>>
}

/** What was asked of a fake vault. */
export type AskedCall = {
  readonly method: MethodName
  readonly input: unknown
  readonly reason: string | null
  readonly breakGlass: boolean
}

/** A door to a vault that knows one passphrase. */
export type FakeDoor = VaultDoor & {
  readonly calls: AskedCall[]
  readonly signIns: VaultSignIn[]
  open: VaultDoor['open']
  openNow: number
}

/** The passphrase that opens a fake vault. */
export const fakePassphrase = 'four words that open this'

function answerTo(answers: FakeAnswers, asked: AskedCall, onItem: (item: unknown) => unknown): Result<unknown> {
  const { method, input, reason } = asked
  const spec = methods[method]
  if (!spec.input.safeParse(input).success) return failed({ kind: 'usage', detail: 'that does not fit the contract' })
  if (spec.reason === 'required' && (reason ?? '').trim() === '') return failed({ kind: 'reason-missing', method })
  const answer = answers[method] as
    | ((input: unknown, onItem: (item: unknown) => unknown) => Result<unknown>)
    | undefined
  if (!answer) return failed({ kind: 'not-permitted', permission: spec.permission, why: 'role' })
  const answered = answer(input, onItem)
  return answered.ok ? ok(spec.output.parse(answered.value)) : answered
}

/** Makes a door to a fake vault. Inputs and outputs are held to the contract. */
export function fakeVaultDoor(answers: FakeAnswers): FakeDoor {
  const door: FakeDoor = {
    calls: [],
    signIns: [],
    openNow: 0,
    open: async (signIn) => {
      door.signIns.push(signIn)
      if (signIn.passphrase !== fakePassphrase) return failed({ kind: 'wrong-passphrase', name: signIn.user })
      door.openNow += 1
      return ok({
        call: async (method, { input, reason, breakGlass }, work) => {
          const asked = { method, input, reason, breakGlass: breakGlass === true }
          door.calls.push(asked)
          const onItem = work.onItem as ((item: unknown) => unknown) | undefined
          return answerTo(answers, asked, (item) => onItem?.(item)) as never
        },
        close: async () => {
          door.openNow -= 1
        },
      })
    },
    hold: async () => failed({ kind: 'vault-missing', name: 'vault' }),
    lock: async () => ok(null),
  }
  return door
}

/** What a run of a command in a fake vault lends it. */
export type FakeRun = {
  readonly answers?: FakeAnswers
  readonly unopened?: Partial<UnopenedVaults>
  readonly environment?: Partial<VaultEnvironment>
  /** Lines of standard input. */
  readonly input?: readonly string[]
  /** What is typed on the terminal; null: there is none. */
  readonly typed?: readonly string[] | null
  readonly folder?: string
}

/** How a run ended. `asked`: the questions on the terminal. */
export type FakeEnd = {
  readonly code: number
  readonly out: string
  readonly told: string
  readonly asked: readonly string[]
  readonly door: FakeDoor
  /** The lines of standard output as JSON. */
  readonly lines: () => readonly Readonly<Record<string, unknown>>[]
}

function askingOf({ input = [fakePassphrase], typed = null }: FakeRun, asked: string[]): RunHost['asking'] {
  const [lines, keys] = [[...input], typed === null ? null : [...typed]]
  const ask = async (question: string) => {
    if (!keys) return null
    asked.push(question)
    return keys.shift() ?? null
  }
  return { secret: ask, line: ask, input: async () => (keys ? null : (lines.shift() ?? null)) }
}

/** Runs the command line over a fake vault, as "D. Officer". */
export async function runOverFakeVault(words: readonly string[], run: FakeRun = {}): Promise<FakeEnd> {
  const door = fakeVaultDoor(run.answers ?? {})
  const asked: string[] = []
  let [out, told] = ['', '']
  const code = await runOcclude(words, {
    folder: run.folder ?? '/desk',
    version: '1.2.3',
    signal: { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined },
    print: async (text) => {
      out += text
    },
    tell: (text) => {
      told += text
    },
    terminal: false,
    nowSeconds: () => 0,
    debug: true,
    environment: { vault: '/vault', user: 'D. Officer', passphraseFile: null, noKeyring: true, ...run.environment },
    asking: askingOf(run, asked),
    vaultDoor: door,
    unopenedVaults: { ...noVaults, ...run.unopened },
    makeEngine: () => {
      throw new Error('the media engine is no part of this')
    },
    onAbandon: () => undefined,
  })
  const lines = () =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  return { code, out, told, asked, door, lines }
}
