import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readProfile } from './profile-file.ts'

const folder = join(import.meta.dirname, '../resources/profiles')
const written = ['screen', 'document', 'card', 'text', 'plate'] as const

test.each(readdirSync(folder).filter((name) => name.endsWith('.json')))(
  '%s lets nothing that is written be less than solid',
  (name) => {
    const read = readProfile(readFileSync(join(folder, name), 'utf8'), name)
    if (!read.ok) throw new Error(read.failure.kind)
    const { classStyles } = read.value.redaction
    expect(written.map((one) => classStyles[one] ?? 'solid')).toEqual(written.map(() => 'solid'))
  },
)
