import type { Failure } from '../core/failure.ts'
import type { ArgumentSpec, Arguments, OptionSpec } from './arguments.ts'
import { exitCodes } from './exit-codes.ts'
import type { Session } from './session.ts'

/** Files that a command made, absolute. */
export type MadeFiles = { readonly out?: string; readonly certificate?: string; readonly project?: string }

/** One thing that went wrong, for another program (FORMATS.md, Results). */
export type AnswerFailure = { readonly kind: string; readonly frame?: number; readonly detail: string }

/** Something was looked at as asked, and is not as it should be. */
export type Finding = {
  readonly ok: false
  readonly exit: typeof exitCodes.badInput | typeof exitCodes.notVerified
  readonly facts: Readonly<Record<string, unknown>>
  readonly failures: readonly AnswerFailure[]
  /** For people: one sentence, and what stands behind it. */
  readonly told: string
  readonly summary: readonly string[]
}

/** How a command ended. */
export type Outcome =
  | {
      readonly ok: true
      readonly exit: typeof exitCodes.done | typeof exitCodes.partial
      readonly made: MadeFiles
      /** What else a program is told with `--json`; plain values, under names that no answer uses. */
      readonly facts?: Readonly<Record<string, unknown>>
      /** For people; empty where the answer itself is what was printed. */
      readonly summary: readonly string[]
      /** True: standard output holds the answer and nothing else. */
      readonly printed?: true
    }
  | { readonly ok: false; readonly failure: Failure; readonly hint?: string }
  | Finding

/** A command of `occlude`. */
export type Command = ArgumentSpec & {
  readonly name: string
  /** Which list of commands it stands in. */
  readonly group?: 'vault'
  /** One line for the list of commands. */
  readonly summary: string
  /** What a stranger has to know, in whole sentences. */
  readonly details: readonly string[]
  readonly examples: readonly string[]
  run(args: Arguments, session: Session): Promise<Outcome>
}

/** A command that did what it was asked. */
export function done(made: MadeFiles, summary: readonly string[]): Outcome {
  return { ok: true, exit: exitCodes.done, made, summary }
}

/** A command that did what it was asked, with what another program is told of it. */
export function told(facts: Readonly<Record<string, unknown>>, summary: readonly string[]): Outcome {
  return { ok: true, exit: exitCodes.done, made: {}, facts, summary }
}

/** A command whose answer is already on standard output. */
export const printed: Outcome = { ok: true, exit: exitCodes.done, made: {}, summary: [], printed: true }

/** A command that could not. */
export function stopped(failure: Failure): Outcome {
  return { ok: false, failure }
}

/** Options that several commands share. */
export const sharedOptions = {
  json: { name: 'json', value: null, help: 'print JSON for other programs on standard output' },
  overwrite: {
    name: 'overwrite',
    value: null,
    help: 'replace a result that is there already, once the new one is whole',
  },
  threads: { name: 'threads', value: 'N', help: 'threads for detection (default 2); results do not depend on it' },
  models: {
    name: 'models',
    value: 'FOLDER',
    help: 'your own detectors beside the ones that come with Occlude (manifest.json and ONNX files)',
  },
  profile: { name: 'profile', value: 'fast|balanced|thorough', help: 'how closely to look (default balanced)' },
  classes: {
    name: 'classes',
    value: 'CLASS,...',
    help: 'what to look for, and hide: see above',
    many: true,
  },
  extent: {
    name: 'extent',
    value: 'face|head|head-and-hands|body',
    help: 'how much of each person to hide (default head)',
  },
} as const satisfies Record<string, OptionSpec>
