import type { OptionSpec } from './arguments.ts'
import type { Command } from './command.ts'

function optionLabel({ name, value }: OptionSpec): string {
  return value === null ? `--${name}` : `--${name} ${value}`
}

/** Rows of two columns; what does not fit in the left one gets a line of its own. */
function table(rows: readonly (readonly [left: string, right: string])[], width: number): string {
  const lines = rows.map(([left, right]) =>
    left.length > width ? `  ${left}\n  ${' '.repeat(width)}  ${right}` : `  ${left.padEnd(width)}  ${right}`,
  )
  return lines.join('\n')
}

/** What a command does and takes, for somebody who has never used it. */
export function commandHelp(command: Command): string {
  const options = [...command.options, { name: 'help', value: null, help: 'print this' }]
  return [
    `occlude ${command.name}: ${command.summary}`,
    '',
    `Usage: occlude ${[command.name, ...command.operands].join(' ')} [OPTION...]`,
    '',
    ...command.details,
    '',
    'Options:',
    table(
      options.map((option) => [optionLabel(option), option.help]),
      26,
    ),
    '',
    'Examples:',
    ...command.examples.map((example) => `  occlude ${example}`),
    '',
  ].join('\n')
}

/** What the commands that share their first word are about. */
const families: Readonly<Record<string, string>> = {
  vault: 'make a vault, and look after it',
  user: 'who may use a vault, as what, where and until when',
  clip: 'one clip of a vault: complete it, hold it, say where it officially lives',
  queue: 'clips that are gone through for a redaction while nobody looks on',
  retention: 'what is due for deletion, and how it goes',
  audit: 'the log of a vault',
}

/** The commands that share this first word; none where a word stands for itself. */
export function familyOf(name: string | undefined, commands: readonly Command[]): readonly Command[] {
  return name === undefined ? [] : commands.filter((each) => each.name.startsWith(`${name} `))
}

function rowsOf(commands: readonly Command[]): readonly (readonly [string, string])[] {
  return commands.map(({ name, summary }) => [name, summary] as const)
}

/** The commands of one family: `occlude vault --help`. */
export function familyHelp(name: string, members: readonly Command[]): string {
  const about = families[name]
  return [
    about === undefined ? `occlude ${name}` : `occlude ${name}: ${about}`,
    '',
    `Usage: occlude ${name} COMMAND ...     (occlude ${name} COMMAND --help tells more)`,
    '',
    'Commands:',
    table(rowsOf(members), Math.max(...members.map((each) => each.name.length))),
    '',
  ].join('\n')
}

/** What Occlude can do, for somebody who has never used it. */
export function overview(commands: readonly Command[]): string {
  const onFiles = rowsOf(commands.filter(({ group }) => group !== 'vault'))
  const onVaults = rowsOf(commands.filter(({ group }) => group === 'vault'))
  const names = Object.keys(families).join(', ')
  return [
    'occlude: make redacted copies of body-worn video, and check that they are safe',
    '',
    'Usage: occlude COMMAND ...     (occlude COMMAND --help tells more)',
    '',
    'Commands on files (most of them take a clip of a vault, too: --clip ID):',
    table(
      [...onFiles, ['bench', 'measure speed on this machine (occlude bench tells what of)']],
      Math.max(...onFiles.map(([name]) => name.length), 0),
    ),
    '',
    `Commands of a vault, a folder of encrypted clips for named people (also: occlude ${names.replace(/, (?=\w+$)/, ' or ')} --help):`,
    table(onVaults, Math.max(...onVaults.map(([name]) => name.length), 0)),
    '',
    'First steps:',
    '  occlude redact clip.mp4 --out copy.mp4     hide people, screens, papers and plates, mute all sound, check the copy',
    '  occlude redact clip.mp4 --out copy.mp4 --audio keep --style pixelate',
    '  occlude verify copy.mp4 --certificate copy.certificate.json --original clip.mp4 --project copy.project.json',
    '  occlude vault init --vault footage --admin "Control Room" --profile essex --shares sheets',
    '',
    'Originals are only ever read. A copy appears only after the written file has passed its checks.',
    'Times are seconds (12.5-14) or frames (f375-f420); frames count from 0, and ranges end before their second number.',
    'Days are 2026-11-22; times 2026-11-22T14:05:00Z, in UTC.',
    '',
    'Exit codes: 0 done, 1 fault inside Occlude, 2 mistyped, 3 unusable input, 4 done in part (damaged or refused sources),',
    '            5 not verified, 6 refused, 130 stopped.',
    '',
  ].join('\n')
}
