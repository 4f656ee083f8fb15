import { expect, it } from 'vitest'
import { desktopMethods } from '../../contract/window/desktop-methods.ts'
import type { WorkEvent } from '../../contract/window/window-shapes.ts'
import { callOverWire } from '../../contract/wire/call-over-wire.ts'
import { endOverPort } from '../../contract/wire/wire-end.ts'
import type { Progress } from '../../core/ports/work.ts'
import { failed, ok } from '../../core/result.ts'
import { RunningWork } from './running-work.ts'
import { ServedWindows } from './served-windows.ts'

const checking: Progress = { stage: 'check', done: 1, total: 4, seconds: 0 }

/** A desk at which a check of the vault goes on until it is stopped, and windows that come to it. */
function servedDesk() {
  const told: WorkEvent[] = []
  const gone: number[] = []
  const work = new RunningWork(
    (event) => void told.push(event),
    () => 0,
  )
  const call = async (
    name: string,
    _request: unknown,
    { signal, onProgress }: { signal: AbortSignal; onProgress: (at: Progress) => void },
  ) => {
    if (name !== 'vault.check') return ok({})
    onProgress(checking)
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    return failed({ kind: 'cancelled' })
  }
  const second = { gone: (window: number) => void gone.push(window) }
  const windows = new ServedWindows({ desk: { call } as never, answers: {} as never, work, second })
  const open = (window: number) => {
    const { port1, port2 } = new MessageChannel()
    windows.serve(window, endOverPort(port1))
    return callOverWire(endOverPort(port2), desktopMethods)
  }
  return { told, gone, work, open }
}

it('tells of a call that takes long, and lets another window stop it', async () => {
  const { told, work, open } = servedDesk()
  const seen: Progress[] = []
  const window = open(1)
  const answer = window.call('vault.check', { input: {} }, { onProgress: (progress) => void seen.push(progress) })
  await expect.poll(() => told).toMatchObject([{ method: 'vault.check', state: 'running', progress: checking }])
  await expect.poll(() => seen).toEqual([checking])
  work.stop(told[0]?.work ?? '')
  expect(await answer).toEqual(failed({ kind: 'cancelled' }))
  expect(told.at(-1)).toMatchObject({ method: 'vault.check', state: 'done' })
  expect(work.current).toEqual([])
  window.close()
})

it('ends the calls of a window that goes, and takes away what it put on the second display', async () => {
  const { told, gone, work, open } = servedDesk()
  const window = open(7)
  const answer = window.call('vault.check', { input: {} })
  await expect.poll(() => told).toHaveLength(1)
  window.close()
  await expect.poll(() => gone).toEqual([7])
  await expect.poll(() => work.current).toEqual([])
  expect(await answer).toEqual(failed({ kind: 'connection-lost' }))
})
