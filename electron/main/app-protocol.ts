import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { appHeaders, appOrigin } from './content-policy.ts'

/** What the window is made of; files of other kinds are not served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
}

/** A path below the folder, part by part: no dots, no separators in disguise, nothing hidden. */
const part = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/

/** The file that an address means, relative to the folder; null for whatever is not plainly one. */
export function fileOfAddress(address: string): string | null {
  const url = URL.parse(address)
  // `origin` of a scheme that only Electron knows is opaque elsewhere, so it is put together here.
  if (!url || `${url.protocol}//${url.host}` !== appOrigin || url.username !== '' || url.password !== '') return null
  const parts = url.pathname.slice(1).split('/')
  const isPlain = parts.every((each) => part.test(each) && !each.includes('..'))
  return isPlain && types[extname(url.pathname)] !== undefined ? parts.join('/') : null
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: appHeaders })
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR'
}

/** Answers requests of the app protocol with the files of a folder, and with nothing else. */
export function serveFolder(folder: string): (request: Request) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET') return refusal(405)
    const file = fileOfAddress(url)
    if (file === null) return refusal(403)
    try {
      const bytes = await readFile(join(folder, file))
      return new Response(bytes, { headers: { ...appHeaders, 'content-type': types[extname(file)] ?? '' } })
    } catch (error) {
      if (isMissing(error)) return refusal(404)
      throw error
    }
  }
}
