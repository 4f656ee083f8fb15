import { expect, it } from 'vitest'
import { z } from 'zod'
import { permissions } from '../core/access/permissions.ts'
import { isAuditAction } from '../core/audit/audit-action.ts'
import { method } from './method.ts'
import { methods } from './methods/all.ts'

const whole = {
  kind: 'read',
  input: z.object({}),
  output: z.object({}),
  failures: [],
  permission: 'library',
  audit: 'clip.search',
  reason: 'optional',
  clips: () => [],
} as const

it('is registered with everything that a call is judged by, or not at all', () => {
  const { permission: _permission, ...open } = whole
  const { audit: _audit, ...unseen } = whole
  const { reason: _reason, ...silent } = whole
  expect(method(whole)).toBe(whole)
  // @ts-expect-error without a permission
  method(open)
  // @ts-expect-error without an audit action
  method(unseen)
  // @ts-expect-error without saying whether a reason is asked for
  method(silent)
  // @ts-expect-error with a permission that no profile can give
  method({ ...whole, permission: 'everything' })
  // @ts-expect-error with an action that the log does not know
  method({ ...whole, audit: 'clip.peek' })
})

it('has a permission, an action and, for a part, what it is a part of', () => {
  for (const [name, spec] of Object.entries(methods)) {
    expect(permissions, name).toContain(spec.permission)
    expect(isAuditAction(spec.audit), name).toBe(true)
    expect('opening' in spec, name).toBe(spec.kind === 'part')
  }
})
