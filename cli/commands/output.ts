import type { Result } from '../../core/result.ts'
import { failed, ok } from '../../core/result.ts'
import type { FileIdentity } from '../../native/evidence/file-identity.ts'
import { checkOutputPath, type OutputPath } from '../../native/evidence/output-path.ts'
import { type Arguments, required } from '../arguments.ts'
import type { Session } from '../session.ts'

/** Where `--out` points; nothing is asked of the disk yet. */
export function readOutput(args: Arguments, session: Session, inputs: readonly FileIdentity[]): Result<OutputPath> {
  const name = required(args, 'out')
  if (!name.ok) return name
  return ok({ path: session.locate(name.value), name: name.value, overwrite: args.flag('overwrite'), inputs })
}

/** As `readOutput`, and the place is free (or may be replaced): told before the work, not after it. */
export async function readFreeOutput(
  args: Arguments,
  session: Session,
  inputs: readonly FileIdentity[],
): Promise<Result<OutputPath>> {
  const output = readOutput(args, session, inputs)
  if (!output.ok) return output
  const free = await checkOutputPath(output.value)
  return free.ok ? output : failed(free.failure)
}
