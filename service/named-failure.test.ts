import { expect, it } from 'vitest'
import { failed, ok } from '../core/result.ts'
import { namedFailure } from './named-failure.ts'

it('calls a nameless clip what the person called it, and nothing else', () => {
  const nameless = failed({ kind: 'undecodable', name: 'clip', frame: 3 } as const)
  expect(namedFailure(nameless, 'a.mp4')).toEqual(failed({ kind: 'undecodable', name: 'a.mp4', frame: 3 }))
  const other = failed({ kind: 'model-missing', name: 'centerface.onnx' } as const)
  expect(namedFailure(other, 'a.mp4')).toBe(other)
  expect(namedFailure(failed({ kind: 'cancelled' }), 'a.mp4')).toEqual(failed({ kind: 'cancelled' }))
  expect(namedFailure(ok('clip'), 'a.mp4')).toEqual(ok('clip'))
})
