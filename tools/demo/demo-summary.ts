import type { CertificatePayload } from '../../core/verification/certificate.ts'
import type { LeakRate } from '../leak-rate.ts'

/** What the demo did, for people to read. Paths are as the person should type them. */
export type DemoSummary = {
  /** One sentence about the clip. */
  readonly clip: string
  readonly detections: number
  readonly tracks: number
  readonly kept: readonly string[]
  readonly certificate: CertificatePayload
  /** Only where the truth is known. */
  readonly leaks?: { readonly copy: LeakRate; readonly singleFrames: LeakRate }
  /** Seconds by step, in order. */
  readonly seconds: Readonly<Record<string, number>>
  readonly files: {
    readonly original: string
    readonly copy: string
    readonly certificate: string
    readonly project: string
    readonly contactSheet: string | null
  }
}

/** The summary as lines, each at most about 120 characters. */
export function summaryLines(summary: DemoSummary): string[] {
  const { files, certificate } = summary
  const row = (label: string, text: string) => `  ${label.padEnd(14)}${text}`
  const next = (text: string) => `    ${text}`
  return [
    '',
    '  OCCLUDE DEMO',
    '',
    row('Clip', summary.clip),
    row(
      'Found',
      `${counted(summary.detections, 'sighting', 'sightings')} of faces, linked into ${counted(summary.tracks, 'track', 'tracks')}`,
    ),
    row('Kept', summary.kept.length > 0 ? `the person who asked (${summary.kept.join(', ')})` : 'nobody'),
    row('Hidden', hiddenText(certificate)),
    row('Sound', soundText(certificate)),
    row('Checked', checkedText(certificate)),
    ...(summary.leaks ? leakLines(summary.leaks, row) : []),
    row('Time', timeText(summary.seconds)),
    '',
    row('Original', files.original),
    row('Copy', files.copy),
    row('Certificate', files.certificate),
    row('Project', `${files.project}  (holds a secret: never disclose it)`),
    ...(files.contactSheet ? [row('Contact sheet', files.contactSheet)] : []),
    '',
    '  What to do next',
    next(
      files.contactSheet ? 'Open the contact sheet, then play original and copy side by side.' : 'Listen to the copy.',
    ),
    next('Check the copy again, on its own:'),
    next(
      `  npm run -s occlude -- verify ${files.copy} --certificate ${files.certificate} --original ${files.original} --project ${files.project}`,
    ),
    next('Do the same with a clip of your own:  npm run demo -- CLIP'),
    next('See everything that the command line can do:  npm run -s occlude -- --help'),
    '',
  ]
}

function counted(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`
}

function hiddenText({ counts, damagedFrames }: CertificatePayload): string {
  const damaged = damagedFrames.length > 0 ? `; ${damagedFrames.length} damaged frames covered wholly` : ''
  return `${counted(counts.tracksHidden, 'track', 'tracks')} in ${counted(counts.copyFrames, 'frame', 'frames')}${damaged}`
}

function soundText({ mutedSeconds }: CertificatePayload): string {
  if (mutedSeconds.length === 0) return 'none'
  return mutedSeconds.map((seconds) => `${seconds.toFixed(1)} s muted`).join(', ')
}

function checkedText({ checks, lookHere }: CertificatePayload): string {
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length
  const frames = new Set(lookHere.map(({ frame }) => frame)).size
  const look = frames > 0 ? `; ${counted(frames, 'frame', 'frames')} for a person to look at` : ''
  return `the written file, frame by frame: ${counted(passed, 'check', 'checks')} passed${look}`
}

function leakLines(
  { copy, singleFrames }: { copy: LeakRate; singleFrames: LeakRate },
  row: (label: string, text: string) => string,
) {
  const rate = (perThousand: number) => perThousand.toFixed(1)
  const sizes = copy.bySize
    .filter(({ personFrames }) => personFrames > 0)
    .map(({ label, perThousand }) => `${label}: ${rate(perThousand)}`)
  return [
    row(
      'Leaks',
      `${rate(copy.perThousand)} of 1,000 third-party person-frames (${copy.leaked} of ${copy.personFrames.toLocaleString('en-GB')}); single frames without tracking: ${rate(singleFrames.perThousand)}`,
    ),
    row('', `by height of the face: ${sizes.join('; ')}`),
    row(
      '',
      `painted ${percent(copy.paintedShare)} of the picture, ${percent(copy.overPaintedShare)} of it away from any head to hide; the person kept is touched in ${rate(copy.requesterHiddenPerThousand)} of 1,000 frames`,
    ),
  ]
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function timeText(seconds: Readonly<Record<string, number>>): string {
  const total = Object.values(seconds).reduce((sum, value) => sum + value, 0)
  const steps = Object.entries(seconds).map(([step, value]) => `${step} ${value.toFixed(0)} s`)
  return `${total.toFixed(0)} s (${steps.join(', ')})`
}
