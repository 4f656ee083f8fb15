import { expect, test } from 'vitest'
import { ok } from '../../core/result.ts'
import { throughBrokenGlass } from './broken-glass.ts'
import type { AskVault, AskWindow, WindowClient } from './window-client.ts'

test('every call breaks the glass, for its own reason or the one that was given', async () => {
  const asked: unknown[] = []
  const ask = (async (...call: unknown[]) => {
    asked.push(call)
    return ok(null)
  }) as unknown as AskVault
  const askWindow = (async () => ok(null)) as unknown as AskWindow
  const client: WindowClient = { ask, askWindow, reconnect: async () => undefined }
  const through = throughBrokenGlass(client, 'a child at risk')
  await through.ask('clip.show', { clip: 'x' })
  await through.ask('clip.open', { clip: 'x' }, { reason: 'missing person 7' })
  expect(asked).toEqual([
    ['clip.show', { clip: 'x' }, { reason: 'a child at risk', breakGlass: true }],
    ['clip.open', { clip: 'x' }, { reason: 'missing person 7', breakGlass: true }],
  ])
  expect(through.askWindow).toBe(client.askWindow)
})
