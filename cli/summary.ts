import type { CertificatePayload } from '../core/verification/certificate.ts'
import type { VerificationReport } from '../core/verification/report.ts'

function soundLine({ mutedSeconds, bleepedSeconds }: CertificatePayload): string {
  if (mutedSeconds.length === 0) return 'sound        none'
  const tracks = mutedSeconds.map((muted, track) => {
    const bleeped = bleepedSeconds[track] ?? 0
    return `${muted.toFixed(1)} s muted${bleeped > 0 ? `, ${bleeped.toFixed(1)} s bleeped` : ''}`
  })
  return `sound        ${tracks.join('; ')}`
}

function pictureLine({ counts }: CertificatePayload): string {
  const { sourceFrames, copyFrames, blankedFrames, tracksHidden, tracksKept } = counts
  if (sourceFrames === 0) return 'picture      none'
  const blanked = blankedFrames > 0 ? `, ${blankedFrames} covered wholly` : ''
  return `picture      ${copyFrames} of ${sourceFrames} frames${blanked}; ${tracksHidden} tracks hidden, ${tracksKept} kept`
}

/** One line of a report: which checks passed, and which did not apply. */
export function checksLine({ checks }: Pick<VerificationReport, 'checks'>): string {
  const passed = checks.filter(({ outcome }) => outcome === 'passed').map(({ check }) => check)
  return `checked      ${passed.join(', ')}`
}

/** What a certificate says, for people. */
export function certificateLines(payload: CertificatePayload): readonly string[] {
  const { partial, damagedFrames, missingFrames, soundDamaged, lookHere } = payload
  const sound = soundDamaged ? '; sound is missing or damaged' : ''
  const damage = `${damagedFrames.length} damaged frames are covered wholly, ${missingFrames} are missing${sound}`
  const frames = new Set(lookHere.map(({ frame }) => frame)).size
  return [
    pictureLine(payload),
    soundLine(payload),
    checksLine(payload),
    ...(frames > 0 ? [`look at      ${frames} frames (lookHere in the certificate)`] : []),
    ...(partial ? [`partial      the original is damaged: ${damage}`] : []),
  ]
}
