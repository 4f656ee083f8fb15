import type { RedactionProject } from '../core/redaction/project.ts'
import type { Certificate } from '../core/verification/certificate.ts'
import { fakeClip, fakeEngine, fakeIndex, fakePorts, fakeTarget, fakeWork, standingFace } from './fake-ports.ts'
import { type RedactPorts, redactClip } from './redact-clip.ts'

/** Whose face `fakeCopy` has covered. */
export const copiedFace = standingFace(fakeIndex(), [100, 100, 60, 60])

/** The papers of a copy that was just made, as they would be read back from their files. */
export async function fakeCopy(
  more: Partial<RedactPorts> = {},
): Promise<{ readonly certificate: Certificate; readonly project: RedactionProject }> {
  const { target, state } = fakeTarget()
  const sound = { rest: null, mute: [], bleep: [] }
  const asked = { keep: [], inverse: false, style: null, spans: [], blanks: [], sound, regions: [] }
  const detection = { profile: 'balanced', classes: ['face'] } as const
  const request = { clip: fakeClip(), target, copyName: 'copy.mp4', earlier: null, detection, asked }
  const ports = { ...fakePorts(fakeEngine({ original: copiedFace }).engine), ...more }
  const made = await redactClip(ports, request, fakeWork().work)
  if (!made.ok || !state.published) throw new Error('no copy')
  return { certificate: JSON.parse(state.published.certificate), project: JSON.parse(state.published.project) }
}
