import { randomBytes } from 'node:crypto'
import type { SecretSource } from '../core/ports/secret-source.ts'

/** 256 bits from the operating system. */
export const newSecret: SecretSource = () => randomBytes(32).toString('hex')
