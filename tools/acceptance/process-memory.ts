import { readdir, readFile } from 'node:fs/promises'

/** Megabytes that a process and all its descendants hold at this moment (Linux). */
export async function treeMegabytes(root: number): Promise<number> {
  const processes = new Map<number, { readonly parent: number; readonly kilobytes: number }>()
  for (const name of await readdir('/proc')) {
    const status = /^\d+$/.test(name) ? await statusOf(name) : null
    if (status) processes.set(Number(name), status)
  }
  const inTree = (pid: number): boolean => {
    if (pid === root) return true
    const parent = processes.get(pid)?.parent
    return parent !== undefined && parent > 1 && inTree(parent)
  }
  let kilobytes = 0
  for (const [pid, status] of processes) if (inTree(pid)) kilobytes += status.kilobytes
  return kilobytes / 1024
}

/** A process may end between being listed and being read; it then holds nothing. */
async function statusOf(pid: string): Promise<{ parent: number; kilobytes: number } | null> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const parent = /^PPid:\s+(\d+)/m.exec(text)
  const resident = /^VmRSS:\s+(\d+)/m.exec(text)
  return parent ? { parent: Number(parent[1]), kilobytes: Number(resident?.[1] ?? 0) } : null
}
