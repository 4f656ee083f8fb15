import type { OutputOf } from '../../../contract/methods/all.ts'
import { wallDay } from '../../ui/dates.ts'

type Grant = OutputOf<'user.list'>['users'][number]['grants'][number]

/** Where and when a role is good, in few words; nothing where it is good everywhere and always. */
export function scopeWords({ scope, from, until }: Pick<Grant, 'scope' | 'from' | 'until'>): string {
  const parts = [scope.forces, scope.areas, scope.teams].flatMap((part) => (part === 'all' ? [] : [part.join(', ')]))
  const dates = [from === null ? '' : `from ${wallDay(from)}`, until === null ? '' : `until ${wallDay(until)}`]
  const words = [...parts, ...dates].filter((part) => part !== '')
  return words.length === 0 ? '' : `(${words.join('; ')})`
}

/** The names in a line that somebody has typed, with commas between; all where it is empty. */
export function namesIn(line: string): 'all' | readonly string[] {
  const names = line
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return names.length === 0 ? 'all' : names
}
