import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'

/** A package as it is installed: the SPDX expression that it names itself, and the file that its licence was read from. */
export type InstalledPackage = {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly file: string | null
}

type Listed = { readonly licenses?: string | readonly string[]; readonly licenseFile?: string }

const checker = join(
  import.meta.dirname,
  '../../node_modules/license-checker-rseidelsohn/bin/license-checker-rseidelsohn.js',
)

/** Everything that ships, at any depth, with the project itself. */
export function productionPackages(root: string): readonly InstalledPackage[] {
  const args = [checker, '--production', '--json', '--limitAttributes', 'licenses,licenseFile', '--start', root]
  const listing = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 26 })
  const packages: Record<string, Listed> = JSON.parse(listing)
  return Object.entries(packages).map(([key, { licenses = '', licenseFile = null }]) => ({
    name: key.slice(0, key.lastIndexOf('@')),
    version: key.slice(key.lastIndexOf('@') + 1),
    licence: typeof licenses === 'string' ? licenses : licenses.join(' AND '),
    file: licenseFile,
  }))
}
