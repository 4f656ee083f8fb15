import type { Grant } from '../access/access-object.ts'
import type { Instant } from '../ports/clock.ts'
import type { UserId } from './ids.ts'

/** A named person. Nobody is ever removed: what they did stays theirs. */
export type UserRecord = {
  readonly id: UserId
  readonly name: string
  /** Other names under which cameras' metadata know them: collar number, payroll number. */
  readonly knownAs: readonly string[]
  readonly grants: readonly Grant[]
  readonly createdAt: Instant
  /** From then on without a slot: they can open nothing. */
  readonly disabledAt: Instant | null
}
