import { parseArgs } from 'node:util'
import { failed, ok, type Result } from '../core/result.ts'

/** One option of a command: what it is called, what it takes (null: nothing) and what it does, for people. */
export type OptionSpec = {
  readonly name: string
  readonly value: string | null
  readonly help: string
  /** True: may be given several times. */
  readonly many?: true
}

/** What a command is called with, once it is known to fit. */
export type Arguments = {
  readonly operands: readonly string[]
  /** The last value of an option, or null. */
  text(name: string): string | null
  /** All values of an option, each also cut at commas. */
  list(name: string): readonly string[]
  flag(name: string): boolean
}

/** What a command takes. */
export type ArgumentSpec = {
  readonly operands: readonly string[]
  readonly options: readonly OptionSpec[]
  /** True: the last operand may be given several times. */
  readonly manyOperands?: true
  /** Name of what may be given after the operands, as often as wanted. */
  readonly optionalOperand?: string
  /** An option that stands for the first operand: with it no other has to be given either. */
  readonly insteadOfOperands?: string
}

function parsed(spec: ArgumentSpec, words: readonly string[]) {
  const options = Object.fromEntries(
    spec.options.map(({ name, value }) => [
      name,
      { type: value === null ? ('boolean' as const) : ('string' as const), multiple: true },
    ]),
  )
  return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
}

/** The first sentence of what Node says about an option; the rest of it is about Node. */
function firstSentence(message: string): string {
  const sentence = message.split(/\. |\n/)[0] ?? message
  return sentence.endsWith('.') ? sentence : `${sentence}.`
}

function isParseError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

/** Reads a command's words. Fails with `usage` on unknown options, missing values, and too few or too many operands. */
export function readArguments(spec: ArgumentSpec, words: readonly string[]): Result<Arguments> {
  let found: ReturnType<typeof parsed>
  try {
    found = parsed(spec, words)
  } catch (error) {
    if (!isParseError(error)) throw error
    return failed({ kind: 'usage', detail: firstSentence(error.message) })
  }
  const { positionals, values } = found
  // An empty word is most often a variable of a script that was never set.
  const empty = positionals.indexOf('')
  const { needed, most } = operandsOf(spec, values)
  const missing = needed[empty >= 0 ? empty : positionals.length]
  if (missing !== undefined) return failed({ kind: 'usage', detail: `${missing} is missing.` })
  const extra = positionals[most]
  if (extra !== undefined) return failed({ kind: 'usage', detail: `"${extra}" is one word too many.` })
  const many = spec.options.filter((option) => option.many).map(({ name }) => name)
  const twice = Object.entries(values).find(([name, given]) => !many.includes(name) && listed(given).length > 1)
  if (twice) return failed({ kind: 'usage', detail: `--${twice[0]} is given twice.` })
  const texts = (name: string) => listed(values[name]).filter((value) => typeof value === 'string')
  return ok({
    operands: positionals,
    text: (name) => texts(name).at(-1) ?? null,
    list: (name) =>
      texts(name)
        .flatMap((value) => value.split(','))
        .map((value) => value.trim())
        .filter((value) => value !== ''),
    flag: (name) => listed(values[name]).includes(true),
  })
}

/** What has to be given beside the options, and how much of it may be. */
function operandsOf(
  { insteadOfOperands: option, operands, manyOperands, optionalOperand }: ArgumentSpec,
  values: Readonly<Record<string, ParsedValue>>,
): { readonly needed: readonly string[]; readonly most: number } {
  if (option !== undefined && values[option] !== undefined)
    return { needed: [], most: Math.max(operands.length - 1, 0) }
  const isOpen = manyOperands === true || optionalOperand !== undefined
  return { needed: operands, most: isOpen ? Number.POSITIVE_INFINITY : operands.length }
}

type ParsedValue = string | boolean | (string | boolean)[] | undefined

function listed(value: ParsedValue): readonly (string | boolean)[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** The value of an option that must be there. */
export function required(args: Arguments, name: string): Result<string> {
  const value = args.text(name)
  return value === null || value === '' ? failed({ kind: 'usage', detail: `--${name} is missing.` }) : ok(value)
}

/** One of a few words; `fallback` when the option is not given. */
export function oneOf<const T extends string>(
  args: Arguments,
  name: string,
  { choices, fallback }: { readonly choices: readonly T[]; readonly fallback: T },
): Result<T> {
  const value = args.text(name)
  if (value === null) return ok(fallback)
  const choice = choices.find((each) => each === value)
  if (choice !== undefined) return ok(choice)
  return failed({ kind: 'usage', detail: `--${name} is one of ${choices.join(', ')}, not "${value}".` })
}

/** A frame as people write it: `120` or `f120`. */
export function frameNumber(text: string, what: string): Result<number> {
  const match = /^f?(\d{1,9})$/.exec(text)
  if (!match) return failed({ kind: 'usage', detail: `${what} is a frame number from 0, not "${text}".` })
  return ok(Number(match[1]))
}
