import { expect, it } from 'vitest'
import { frameNumber, oneOf, readArguments, required } from './arguments.ts'
import { commands } from './commands/all.ts'
import { redactCommand } from './commands/redact.ts'
import { readDecisions, readThreads } from './decisions.ts'
import { commandHelp, overview } from './help.ts'

function read(...words: string[]) {
  const args = readArguments(redactCommand, ['clip.mp4', ...words])
  if (!args.ok) throw new Error(JSON.stringify(args.failure))
  return args.value
}

it('reads operands, values, lists and flags', () => {
  const args = read('--out', 'x.mp4', '--keep', 't1, t2', '--keep=t3', '--inverse')
  expect(args.operands).toEqual(['clip.mp4'])
  expect(args.text('out')).toBe('x.mp4')
  expect(args.list('keep')).toEqual(['t1', 't2', 't3'])
  expect([args.flag('inverse'), args.flag('overwrite')]).toEqual([true, false])
})

it.each([
  [['--colour', 'red'], 'colour'],
  [['--out'], 'out'],
  [['--out', 'a', '--out', 'b'], 'twice'],
  [['second.mp4'], 'second.mp4'],
  [['--inverse=yes'], 'inverse'],
])('says what is wrong with %j', (words, named) => {
  const args = readArguments(redactCommand, ['clip.mp4', ...words])
  expect(args).toMatchObject({ ok: false, failure: { kind: 'usage', detail: expect.stringContaining(named) } })
})

it('asks for what is missing', () => {
  expect(readArguments(redactCommand, [])).toMatchObject({ ok: false, failure: { detail: 'CLIP is missing.' } })
  expect(readArguments(redactCommand, [''])).toMatchObject({ ok: false, failure: { detail: 'CLIP is missing.' } })
  expect(required(read(), 'out')).toMatchObject({ ok: false, failure: { detail: '--out is missing.' } })
  expect(required(read('--out', ''), 'out')).toMatchObject({ ok: false })
})

it('takes one of a few words, and frames with or without f', () => {
  const choices = { choices: ['keep', 'mute-all'], fallback: 'keep' } as const
  expect(oneOf(read('--audio', 'mute-all'), 'audio', choices)).toEqual({ ok: true, value: 'mute-all' })
  expect(oneOf(read('--audio', 'loud'), 'audio', choices)).toMatchObject({ ok: false })
  expect([frameNumber('12', 'N'), frameNumber('f12', 'N')]).toEqual([
    { ok: true, value: 12 },
    { ok: true, value: 12 },
  ])
  for (const text of ['-1', '1.5', 'f', '', '1e3']) expect(frameNumber(text, 'N')).toMatchObject({ ok: false })
})

it('reads decisions, and names the option of a range that cannot be read', () => {
  const asked = readDecisions(read('--mute', '1-2,f3-f6', '--bleep', '4-5', '--bleep', '6-7', '--style', 'blur'), [])
  expect(asked).toMatchObject({
    ok: true,
    value: {
      style: 'blur',
      sound: {
        rest: null,
        mute: [{ unit: 'seconds' }, { unit: 'frames', from: 3, until: 6 }],
        bleep: [{ from: 4 }, { from: 6 }],
      },
    },
  })
  const restOf = (...words: string[]) => readDecisions(read(...words), [])
  expect(restOf('--audio', 'keep')).toMatchObject({ value: { sound: { rest: 'keep' } } })
  expect(restOf('--audio', 'mute-all')).toMatchObject({ value: { sound: { rest: 'mute' } } })
  expect(restOf()).toMatchObject({ value: { style: null, sound: { rest: null } } })
  for (const bad of ['5-2', 'x', '', '1:00-2:00'])
    expect(restOf('--blank', bad)).toMatchObject({ failure: { detail: expect.stringContaining('--blank') } })
})

it('takes a number of threads', () => {
  expect([readThreads(read()), readThreads(read('--threads', '4'))]).toMatchObject([{ value: null }, { value: 4 }])
  for (const bad of ['0', 'many', '1.5']) expect(readThreads(read('--threads', bad))).toMatchObject({ ok: false })
})

it.each(commands)('helps a stranger with $name', (command) => {
  const help = commandHelp(command)
  for (const { name } of command.options) expect(help).toContain(`--${name}`)
  for (const operand of command.operands) expect(help).toContain(operand)
  expect(help).toContain('Examples:')
  expect(overview(commands)).toContain(command.name)
  for (const example of command.examples) {
    const typed = example.split(' > ')[0]?.match(/"[^"]*"|\S+/g) ?? []
    const words = typed.map((word) => word.replaceAll('"', ''))
    const length = command.name.split(' ').length
    expect(words.slice(0, length).join(' ')).toBe(command.name)
    expect(readArguments(command, words.slice(length))).toMatchObject({ ok: true })
  }
})
