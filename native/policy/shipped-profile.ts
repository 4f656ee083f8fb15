import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readProfile } from '../../contract/profile-file.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import { ok, type Result } from '../../core/result.ts'
import { readTextFile } from '../evidence/text-file.ts'

/** The policy profiles that come with Occlude (resources/profiles). */
export const shippedProfileNames = ['essex', 'kent', 'campus', 'blank'] as const

/** Name of a policy profile that comes with Occlude. */
export type ShippedProfileName = (typeof shippedProfileNames)[number]

/** A profile, and the text that it was read from: that is what a vault keeps. */
export type ShippedProfile = { readonly profile: PolicyProfile; readonly text: string }

/** Beside the sources, or beside the compiled `dist`. */
function folder(): string {
  const beside = join(import.meta.dirname, '../../resources/profiles')
  return existsSync(beside) ? beside : join(import.meta.dirname, '../../../resources/profiles')
}

/** True for the name of a profile that comes with Occlude. */
export function isShippedProfileName(name: string): name is ShippedProfileName {
  return shippedProfileNames.some((each) => each === name)
}

/** Reads a profile that comes with Occlude. Fails as reading a file does, and with `bad-json` where somebody has spoilt it. */
export async function readShippedProfile(name: ShippedProfileName): Promise<Result<ShippedProfile>> {
  const file = `${name}.json`
  const read = await readTextFile(join(folder(), file), file)
  if (!read.ok) return read
  const { text } = read.value
  const profile = readProfile(text, file)
  return profile.ok ? ok({ profile: profile.value, text }) : profile
}
