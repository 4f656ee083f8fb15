import type { Failure } from '../../core/failure.ts'

/** Error codes of the file system that a person can do something about; the rest are bugs or broken hardware. */
const unreadable: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'EIO',
  'EBUSY',
  'ESTALE',
  'ENXIO',
  'ENODEV',
  'ENOTCONN',
])
const missing: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'])
const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const unwritable: ReadonlySet<string> = new Set([...unreadable, 'EROFS', 'ETXTBSY', 'EISDIR', 'ENAMETOOLONG'])

/** The operating system's code of an error, for example `ENOSPC`; null when it is none of its errors. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

/** What went wrong while opening or reading a file. Rethrows what the operating system did not say. */
export function readingFailure(error: unknown, name: string): Failure {
  const code = codeOf(error)
  if (code === null) throw error
  if (missing.has(code)) return { kind: 'file-missing', name }
  if (code === 'EISDIR') return { kind: 'not-a-file', name }
  if (unreadable.has(code)) return { kind: 'file-unreadable', name }
  throw error
}

/** What went wrong while creating or writing a file. Rethrows what the operating system did not say. */
export function writingFailure(error: unknown, name: string): Failure {
  const code = codeOf(error)
  if (code === null) throw error
  if (full.has(code)) return { kind: 'disk-full', name }
  if (code === 'EEXIST') return { kind: 'file-exists', name }
  if (unwritable.has(code)) return { kind: 'not-writable', name }
  if (missing.has(code)) return { kind: 'folder-missing', name }
  throw error
}
