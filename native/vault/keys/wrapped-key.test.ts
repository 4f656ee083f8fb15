import { expect, it } from 'vitest'
import { newKey, newMasterKey, unwrapKey, wrapKey } from './wrapped-key.ts'

const context = { vaultId: '0123456789abcdef', kind: 'clip', id: '0000000000000001', generation: 1 }

it('unwraps a data key for its own object, kind, vault and generation alone', () => {
  const [master, key] = [newMasterKey(), newKey()]
  const wrap = wrapKey(master, key, context)
  expect(wrap.length).toBe(60)
  expect(Buffer.from(unwrapKey(master, wrap, context) ?? [])).toEqual(Buffer.from(key))
  expect(unwrapKey(newMasterKey(), wrap, context)).toBeNull()
  for (const other of [
    { ...context, vaultId: '0123456789abcdeg' },
    { ...context, kind: 'copy' },
    { ...context, id: '0000000000000002' },
    { ...context, generation: 2 },
  ])
    expect(unwrapKey(master, wrap, other)).toBeNull()
})
