import { expect, it } from 'vitest'
import { defaultClasses } from '../core/detection/default-classes.ts'
import { detectionProfiles, hiddenByDefault, type Search } from '../core/detection/detection.ts'
import { readArguments } from './arguments.ts'
import { readSearch, searchFor } from './asked-search.ts'
import { redactCommand } from './commands/redact.ts'

function asked(...words: string[]) {
  const args = readArguments(redactCommand, ['clip.mp4', ...words])
  if (!args.ok) throw new Error(JSON.stringify(args.failure))
  return readSearch(args.value)
}

function meant(words: string, earlier: Search | null = null): Search {
  const search = asked(...words.split(' ').filter((word) => word !== ''))
  if (!search.ok) throw new Error(JSON.stringify(search.failure))
  return searchFor(search.value, earlier)
}

const { balanced, fast } = defaultClasses

it('looks for all that is hidden by default, unless in a hurry', () => {
  expect(meant('')).toEqual({ profile: 'balanced', classes: balanced })
  expect(meant('--profile fast')).toEqual({ profile: 'fast', classes: fast })
  expect(new Set(balanced)).toEqual(hiddenByDefault)
  for (const profile of detectionProfiles) expect(defaultClasses[profile]).toEqual(expect.arrayContaining(['face']))
})

it('looks for what is named, in the order of the classes, each once', () => {
  expect(meant('--classes plate,face,plate --profile fast')).toEqual({ profile: 'fast', classes: ['face', 'plate'] })
  expect(meant('--classes ,')).toEqual({ profile: 'balanced', classes: [] })
})

it('adds what an extent needs', () => {
  expect(meant('--classes plate --extent face').classes).toEqual(['face', 'plate'])
  expect(meant('--classes face --extent body')).toMatchObject({ classes: ['face', 'head', 'person'], extent: 'body' })
  expect(meant('--extent head-and-hands --profile fast').classes).toEqual(['face', 'head', 'person'])
  expect(meant('--extent face').classes).toEqual(balanced.filter((name) => name !== 'head'))
})

it('goes by an earlier search where nothing else is said', () => {
  const earlier = { profile: 'thorough', classes: ['face', 'head', 'person'], extent: 'head-and-hands' } as const
  expect(meant('', earlier)).toEqual(earlier)
  expect(meant('--profile fast', earlier)).toEqual({ ...earlier, profile: 'fast' })
  expect(meant('--classes plate', earlier)).toEqual({ profile: 'thorough', classes: ['plate'] })
})

it('refuses words that it does not know', () => {
  for (const words of [
    ['--classes', 'faces'],
    ['--profile', 'best'],
    ['--extent', 'feet'],
    ['--extent', ''],
  ])
    expect(asked(...words)).toMatchObject({ ok: false, failure: { kind: 'usage' } })
})
