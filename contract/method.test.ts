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

type Whole = typeof whole
/** Whether the compiler would let a method be registered. */
type Registrable<T> = T extends Parameters<typeof method>[0] ? true : false

it('is registered with everything that a call is judged by, or not at all', () => {
  expect(method(whole)).toBe(whole)
  // Each of these compiles only as long as the type says so.
  const registrable: {
    readonly whole: Registrable<Whole>
    readonly withoutPermission: Registrable<Omit<Whole, 'permission'>>
    readonly withoutAction: Registrable<Omit<Whole, 'audit'>>
    readonly withoutReason: Registrable<Omit<Whole, 'reason'>>
    readonly withStrangePermission: Registrable<Omit<Whole, 'permission'> & { readonly permission: 'everything' }>
    readonly withStrangeAction: Registrable<Omit<Whole, 'audit'> & { readonly audit: 'clip.peek' }>
  } = {
    whole: true,
    withoutPermission: false,
    withoutAction: false,
    withoutReason: false,
    withStrangePermission: false,
    withStrangeAction: false,
  }
  expect(Object.values(registrable).filter(Boolean)).toHaveLength(1)
})

it('has a permission, an action and, for a part, what it is a part of', () => {
  for (const [name, spec] of Object.entries(methods)) {
    expect(permissions, name).toContain(spec.permission)
    expect(isAuditAction(spec.audit), name).toBe(true)
    expect('opening' in spec, name).toBe(spec.kind === 'part')
  }
})
