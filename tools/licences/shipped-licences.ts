import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type InstalledPackage, productionPackages } from './installed-packages.ts'
import { readingOf } from './judge-licences.ts'
import rules from './licence-rules.json' with { type: 'json' }

/** What is shipped, as the window's about page shows it; `text` is a place in `texts`: many have the same. */
export type ShippedLicences = {
  readonly parts: readonly {
    readonly name: string
    readonly version: string
    readonly licence: string
    readonly text: number | null
  }[]
  readonly texts: readonly string[]
}

type Network = { readonly id: string; readonly licences?: Record<string, string> }
type Manifest = { readonly models: readonly Network[]; readonly sound: readonly Network[] }

/** The reader takes a page about the package where it finds no licence: that is none. */
const isLicenceFile = /^(licen[cs]e|copying)/i

/** The networks' weights; their cards say where they are from and what their licences are. */
function networks(root: string): readonly InstalledPackage[] {
  const { models, sound }: Manifest = JSON.parse(readFileSync(join(root, 'models/manifest.json'), 'utf8'))
  return [...models, ...sound].map(({ id, licences = {} }) => ({
    name: `models/${id}`,
    version: '',
    licence: [...new Set(Object.values(licences))].join(' AND '),
    file: join(root, 'models/cards', `${id}.md`),
  }))
}

/** The program that the window runs in is installed as a tool, and packed with the product all the same. */
function electron(root: string): InstalledPackage {
  const folder = join(root, 'node_modules/electron')
  const { version, license }: { version: string; license: string } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  return { name: 'electron', version, licence: license, file: join(folder, 'LICENSE') }
}

/** Puts names in order and each text in once. */
export function listOfLicences(
  parts: readonly (Omit<InstalledPackage, 'file'> & { readonly text: string | null })[],
): ShippedLicences {
  const sorted = parts.toSorted((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version))
  const texts = [...new Set(sorted.flatMap(({ text }) => (text === null ? [] : [text])))]
  return {
    parts: sorted.map(({ name, version, licence, text }) => ({
      ...{ name, version, licence },
      text: text === null ? null : texts.indexOf(text),
    })),
    texts,
  }
}

/** Reads the licences of everything that is shipped: packages, networks, Electron and the project's own. */
export function shippedLicences(root: string): ShippedLicences {
  const packages = productionPackages(root).map((read) => ({
    ...read,
    licence: readingOf(read.name, rules)?.licence ?? read.licence,
    file: read.file !== null && isLicenceFile.test(basename(read.file)) ? read.file : null,
  }))
  return listOfLicences(
    [...packages, electron(root), ...networks(root)].map(({ file, ...part }) => ({
      ...part,
      text: file !== null && existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim() : null,
    })),
  )
}
