import { readdir, readFile, readlink } from 'node:fs/promises'

/** A socket of the internet protocols that a process has. Linux only: that is where the tests run. */
export type OpenSocket = {
  readonly pid: number
  readonly remote: string
  readonly local: string
  readonly isLoopback: boolean
}

/** A process and everything that it has started, and that they have. */
export async function processesBelow(root: number): Promise<readonly number[]> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // A process that has just ended has no file any more.
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(stat)?.[1]
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const below = new Set([root])
  for (let size = 0; size !== below.size; ) {
    size = below.size
    for (const [pid, parent] of parents) if (below.has(parent)) below.add(pid)
  }
  return [...below]
}

/** `0100007F:1F90` is 127.0.0.1, `...00000001` or a mapped 127.x in version 6. */
function isLoopback(address: string): boolean {
  const [host = ''] = address.split(':')
  return host.length === 8
    ? host.endsWith('7F')
    : host === `${'0'.repeat(24)}01000000` || (host.startsWith(`${'0'.repeat(16)}FFFF0000`) && host.endsWith('7F'))
}

function isNobody(address: string): boolean {
  return /^0+:0000$/.test(address)
}

async function inodesOf(pid: number): Promise<ReadonlySet<string>> {
  const folder = `/proc/${pid}/fd`
  const names = await readdir(folder).catch(() => [])
  const links = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')))
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []))
}

/** The sockets of some processes that speak, or listen, to an address. */
export async function openSockets(pids: readonly number[]): Promise<readonly OpenSocket[]> {
  const tables = await Promise.all(['tcp', 'tcp6', 'udp', 'udp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')))
  const rows = tables.flatMap((table) =>
    table
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/)),
  )
  const found: OpenSocket[] = []
  for (const pid of pids) {
    const inodes = await inodesOf(pid)
    for (const row of rows) {
      const [, local = '', remote = ''] = row
      if (!inodes.has(row[9] ?? '')) continue
      // A listener is judged by where it listens, a connection by whom it speaks to.
      found.push({ pid, local, remote, isLoopback: isLoopback(isNobody(remote) ? local : remote) })
    }
  }
  return found
}
