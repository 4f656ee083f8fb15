import { expect, it } from 'vitest'
import { appOf, httpOf, schemeOfHost } from './addresses.ts'
import { loud } from './loud.ts'

type Whole = { here(): number; missing(): number; count: number }

class Part {
  #own = 4
  here(): number {
    return this.#own
  }
}

it('works where it is, and throws with its name where it is not', () => {
  const whole = loud<Whole>('thing', new Part())
  expect(whole.here()).toBe(4)
  expect(whole.here).toBe(whole.here)
  expect(() => whole.missing()).toThrow('the stand-in for Electron has no thing.missing')
  expect(() => {
    whole.count = 1
  }).toThrow('does not let thing.count be set')
})

it('can be awaited and printed', async () => {
  const whole = loud<Whole>('thing', new Part())
  expect(await Promise.resolve(whole)).toBe(whole)
  expect(String(Object.keys(whole))).toBe('')
})

it('turns addresses into ones of the loopback, and back', () => {
  const http = httpOf('app://occlude/assets/a.js?b#c', 4321)
  expect(http).toBe('http://occlude--app.localhost:4321/assets/a.js?b#c')
  expect(appOf(http)).toBe('app://occlude/assets/a.js?b#c')
  expect(appOf(`blob:${http}`)).toBe('blob:app://occlude/assets/a.js?b#c')
  expect(appOf('https://example.org/')).toBe('https://example.org/')
})

it.each(['localhost:1', '127.0.0.1:1', 'evil.example:1', 'occlude--app.localhost.evil.example:1', undefined])(
  'answers no other name: %s',
  (host) => {
    expect(schemeOfHost(host)).toBeNull()
  },
)
