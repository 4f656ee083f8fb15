import { type CheckName, failedFrames, type VerificationReport } from '../../core/verification/report.ts'
import { checkFaults, checkSubjects } from './check-words.ts'
import { leakKinds } from './leak-words.ts'
import type { Sentences } from './words.ts'

const mismatch = {
  copy: 'The certificate is not about this copy: the copy is another file, or it was changed after it was certified. Do not release it; find the copy that belongs to the certificate.',
  source:
    'The certificate is not about this original: the copy was made from another clip. Give the clip that was redacted as the original.',
  plan: 'This project does not lead to the copy that the certificate describes: it was changed afterwards or belongs to another copy. Give the project that was written beside the copy.',
  project:
    'This project is not the one that the certificate names: it was changed afterwards or belongs to another copy. Give the project that was written beside the copy.',
  schedule:
    'The schedule is not the one that the certificate names: it was changed afterwards or belongs to another copy. Do not rely on it; ask whoever sent it for the schedule that belongs to the certificate.',
  'frame-map':
    'The certificate says that other frames were disclosed than this project does. Do not release the copy; give the project that was written beside it.',
  signature:
    'The signature of the certificate does not fit what it says: it was changed after it was signed, or was never signed by the key that it names. Do not rely on it; ask whoever made the copy for the certificate again.',
} as const

function checksThat(report: VerificationReport, outcome: 'failed' | 'could-not-run'): readonly CheckName[] {
  return report.checks.filter((check) => check.outcome === outcome).map((check) => check.check)
}

/** What is wrong; where something was found that should be hidden, of which kinds it is. */
function faultOf(check: CheckName, { leaks }: VerificationReport): string {
  return check === 'leaks' && leaks.length > 0 ? `${checkFaults.leaks} (${leakKinds(leaks)})` : checkFaults[check]
}

function faultsIn(report: VerificationReport): string {
  const found = checksThat(report, 'failed')
  return (found.length > 0 ? found : (['leaks'] as const)).map((check) => faultOf(check, report)).join('; ')
}

/** Where to look: the first few frames that a failed check names. */
function framesOf(report: VerificationReport): string {
  const unique = failedFrames(report)
  if (unique.length === 0) return ''
  const more = unique.length > 5 ? ' ...' : ''
  return ` Look at frame ${unique.slice(0, 5).join(', ')}${more} of the original.`
}

/** Of copies, what was checked of them, and the certificates that say so. */
export const certificateSentences = {
  'certificate-mismatch': ({ what }) => mismatch[what],
  'certificate-unsigned': ({ name }) =>
    `${name} carries no signature that can be checked, so it cannot be shown who made it. Do not rely on it; ask for a signed certificate, or check it without naming a signer.`,
  'other-signer': ({ name, signer }) =>
    `${name} was signed by another key than the one that you trust; the fingerprint of its key is ${signer}. Do not rely on it; ask whoever made the copy which key is theirs, or check it without naming a signer.`,
  'verification-failed': ({ report }) =>
    `The copy did not pass its check: ${faultsIn(report)}.${framesOf(report)} Do not release it; the original is untouched.`,
  'verification-incomplete': ({ report }) => {
    const open = checksThat(report, 'could-not-run').map((check) => checkSubjects[check])
    return `Not everything could be checked${open.length === 0 ? '' : ` (${open.join(', ')})`}, so nothing is confirmed. Give the original and its project to check all of it.`
  },
} satisfies Sentences
