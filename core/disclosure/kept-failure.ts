import type { Failure } from '../failure.ts'
import type { ClipRecord } from '../vault/clip-record.ts'
import type { CheckResult, VerificationReport } from '../verification/report.ts'

/** The copy that was on its way out, and what it was made from. */
export type KeptAbout = { readonly copy: Pick<ClipRecord, 'id'>; readonly source: Pick<ClipRecord, 'name'> }

/** So many failures of a check stay, which is what a check names. */
const mostFailures = 20

/** Names that are of no clip and of no place: of models, and of the certificate as such. */
const harmless: ReadonlySet<Failure['kind']> = new Set<Failure['kind']>([
  'model-missing',
  'model-changed',
  'model-unusable',
  'class-unavailable',
  'certificate-unsigned',
  'other-signer',
])

function nameKept({ kind, name }: Extract<Failure, { name: string }>, { copy, source }: KeptAbout): string {
  if (harmless.has(kind)) return name
  if (kind === 'medium-gone') return 'The folder'
  // A folder may be called what the original is, and says no more by that.
  return name === source.name ? `${copy.id}'s original` : copy.id
}

/** What is found of metadata quotes texts of the file, which may be anybody's words. */
function checkKept(result: CheckResult): CheckResult {
  return { ...result, failures: result.check === 'metadata' ? [] : result.failures.slice(0, mostFailures) }
}

function reportKept({ outcome, checks }: VerificationReport): VerificationReport {
  return { outcome, checks: checks.map(checkKept), leaks: [], lookHere: [] }
}

/**
 * What the register keeps of why a disclosure failed: for good, and for people who may know neither the original nor where things lie.
 * So it has the kind and what is safe to tell: no file's or folder's name, and of a check that failed no list that grows with the clip.
 */
export function keptFailure(failure: Failure, about: KeptAbout): Failure {
  if (failure.kind === 'verification-failed' || failure.kind === 'verification-incomplete')
    return { ...failure, report: reportKept(failure.report) }
  return 'name' in failure ? { ...failure, name: nameKept(failure, about) } : failure
}
