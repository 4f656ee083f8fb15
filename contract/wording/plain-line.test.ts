import { expect, it } from 'vitest'
import { plainLine } from './plain-line.ts'

const acts = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

it.each(['a\u001b[2Jb', 'a\u009b1mb', 'a\u202eb', 'a\r\nb', 'a\u2028b', 'a\u0000b', 'a\u{e0001}b', 'a\ud800b'])(
  'leaves nothing that acts on a terminal or turns writing (%j)',
  (text) => {
    expect(plainLine(text)).toMatch(/^a\?.*b$/)
    expect(plainLine(text)).not.toMatch(acts)
  },
)
