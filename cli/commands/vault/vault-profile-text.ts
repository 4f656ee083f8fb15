import { readProfile } from '../../../contract/profile-file.ts'
import { ok, type Result } from '../../../core/result.ts'
import { isShippedProfileName, readShippedProfile } from '../../../native/policy/shipped-profile.ts'
import type { Session } from '../../session.ts'

/** The text of a policy profile: one that comes with Occlude, by its name, else a force's own file. */
export async function profileTextOf(given: string, session: Session): Promise<Result<string>> {
  if (isShippedProfileName(given)) {
    const shipped = await readShippedProfile(given)
    return shipped.ok ? ok(shipped.value.text) : shipped
  }
  const file = await session.readFile(given, (text, name) => {
    const profile = readProfile(text, name)
    return profile.ok ? ok(text) : profile
  })
  return file.ok ? ok(file.value?.value ?? '') : file
}
