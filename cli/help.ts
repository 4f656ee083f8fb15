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

/** What Occlude can do, for somebody who has never used it. */
export function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const)
  return [
    'occlude: make redacted copies of body-worn video, and check that they are safe',
    '',
    'Usage: occlude COMMAND ...     (occlude COMMAND --help tells more)',
    '',
    'Commands:',
    table([...rows, ['bench', 'measure speed on this machine: occlude bench render|detect|follow|speech|seek']], 10),
    '',
    'First steps:',
    '  occlude redact clip.mp4 --out copy.mp4     hide people, screens, papers and plates, mute all sound, check the copy',
    '  occlude redact clip.mp4 --out copy.mp4 --audio keep --style pixelate',
    '  occlude verify copy.mp4 --certificate copy.certificate.json --original clip.mp4 --project copy.project.json',
    '',
    'Originals are only ever read. A copy appears only after the written file has passed its checks.',
    'Times are seconds (12.5-14) or frames (f375-f420); frames count from 0, and ranges end before their second number.',
    '',
    'Exit codes: 0 done, 1 fault inside Occlude, 2 mistyped, 3 unusable input, 4 done from a damaged source,',
    '            5 not verified, 6 refused, 130 stopped.',
    '',
  ].join('\n')
}
