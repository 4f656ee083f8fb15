import { describe, expect, it } from 'vitest'
import { keysOf } from './keys-of.ts'

describe('keys of a list', () => {
  it('keep a name its key when another one goes', () => {
    expect(keysOf(['a', 'b', 'c'])[2]).toBe(keysOf(['b', 'c'])[1])
  })

  it('tell the same names apart', () => {
    const keys = keysOf(['a', 'b', 'a', 'a'])
    expect(new Set(keys).size).toBe(4)
  })
})
