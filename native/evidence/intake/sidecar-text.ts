import { failed, ok, type Result } from '../../../core/result.ts'

/** Why a sidecar could not be read, in words that go after `could not be used:`. */
export type SidecarProblem = string

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** A sidecar as text: UTF-8, or UTF-16 with its byte order mark; the mark is dropped. */
export function sidecarText(bytes: Uint8Array): Result<string, SidecarProblem> {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes)
    return text.trim() === '' ? failed('it is empty') : ok(text)
  } catch (error) {
    if (error instanceof TypeError) return failed('it is neither UTF-8 nor UTF-16 text')
    throw error
  }
}
