import { expect, it } from 'vitest'
import { IdleWatch } from './idle-watch.ts'

function watch() {
  const told: string[] = []
  const clock = { now: 1_000 }
  const idle = new IdleWatch(() => clock.now, {
    warn: (seconds) => void told.push(`warn ${seconds}`),
    over: () => void told.push('over'),
    lock: () => void told.push('lock'),
  })
  return { told, clock, idle }
}

it('warns a minute before, and locks at the minute', () => {
  const { told, clock, idle } = watch()
  clock.now += 8.5 * 60_000
  idle.look(10)
  clock.now += 31_000
  idle.look(10)
  clock.now += 59_000
  idle.look(10)
  expect(told).toEqual(['warn 59', 'lock'])
})

it('is calm again once somebody comes back, and counts from then', () => {
  const { told, clock, idle } = watch()
  clock.now += 9.5 * 60_000
  idle.look(10)
  idle.touch()
  clock.now += 8 * 60_000
  idle.look(10)
  expect(told).toEqual(['warn 30', 'over'])
})

it('warns for half of a short time', () => {
  const { told, clock, idle } = watch()
  clock.now += 29_000
  idle.look(1)
  clock.now += 2_000
  idle.look(1)
  expect(told).toEqual(['warn 29'])
})

it.each([0, 5, 60])('takes playback for a person for %i minutes, and no longer', (minutes) => {
  const { told, clock, idle } = watch()
  const playMinutes = (count: number) => {
    for (let minute = 0; minute < count; minute += 1) {
      clock.now += 60_000
      idle.play(minutes)
      idle.look(10)
    }
  }
  // The last that counts comes at the limit; ten minutes without anybody follow.
  playMinutes(minutes + 8)
  expect(told).toEqual([])
  playMinutes(2)
  expect(told.at(-1)).toBe('lock')
})
