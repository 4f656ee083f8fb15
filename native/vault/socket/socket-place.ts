import { createHash } from 'node:crypto'
import { lstat, mkdir, realpath } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { failed, ok, type Result } from '../../../core/result.ts'
import { codeOf, writingFailure } from '../../evidence/storage-failure.ts'

const onWindows = process.platform === 'win32'

/** Sockets' paths may have 104 to 108 bytes with their end, depending on the system. */
const longestPath = 100

/** True for a folder or socket of this system user's that nobody else may enter; links are none. */
async function isOwn(path: string, kind: 'folder' | 'socket'): Promise<boolean> {
  try {
    const found = await lstat(path)
    const isKind = kind === 'folder' ? found.isDirectory() : found.isSocket()
    return isKind && found.uid === userInfo().uid && (kind === 'socket' || (found.mode & 0o077) === 0)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' || codeOf(error) === 'EACCES') return false
    throw error
  }
}

/** Where runtime files of this user are kept: the login's own folder where there is one, else below the temporary one. */
async function folders(): Promise<readonly string[]> {
  const { uid } = userInfo()
  const login = `/run/user/${uid}`
  const bases = (await isOwn(login, 'folder')) ? [login, tmpdir(), '/tmp'] : [tmpdir(), '/tmp']
  return bases.map((base) => join(base, `occlude-${uid}`))
}

/**
 * Where the vault in a folder takes calls: a socket in a folder of mode 0700, named by a hash, since a vault's own path is too long
 * for one (and may lie on a share that has none); on Windows a named pipe. Fails with `not-writable` where another user has made
 * that folder.
 */
export async function socketPlace(vault: string): Promise<Result<string>> {
  const name = createHash('sha256')
    .update(await realpath(vault))
    .digest('hex')
    .slice(0, 24)
  if (onWindows) return ok(`\\\\.\\pipe\\occlude-${userInfo().username}-${name}`)
  const folder = (await folders()).find((each) => Buffer.byteLength(join(each, `${name}.sock`)) <= longestPath)
  if (folder === undefined) throw new Error('no folder for sockets has a short enough name')
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    return failed(writingFailure(error, 'folder for sockets'))
  }
  if (!(await isOwn(folder, 'folder'))) return failed({ kind: 'not-writable', name: basename(folder) })
  return ok(join(folder, `${name}.sock`))
}

/** Whether a passphrase may be said to what listens there: this user's socket, in a folder that is this user's alone. */
export async function isOwnSocket(path: string): Promise<boolean> {
  if (onWindows) return path.startsWith('\\\\.\\pipe\\occlude-')
  return (await isOwn(dirname(path), 'folder')) && (await isOwn(path, 'socket'))
}
