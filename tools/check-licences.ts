import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { productionPackages } from './licences/installed-packages.ts'
import { judgeLicences, type Licensed } from './licences/judge-licences.ts'
import rules from './licences/licence-rules.json' with { type: 'json' }

const home = join(import.meta.dirname, '..')
/** The project to judge: this one, or the folder given. */
const root = resolve(process.argv[2] ?? home)

type OwnPackage = { readonly name: string; readonly dependencies?: Record<string, string> }
type Manifest = { readonly models: readonly { readonly id: string; readonly licences?: Record<string, string> }[] }

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8'))
}

const own = readJson<OwnPackage>(join(root, 'package.json'))

/** The models' packages and the weights in them. */
function models(): readonly Licensed[] {
  const manifest = join(root, 'models/manifest.json')
  if (!existsSync(manifest)) return []
  return readJson<Manifest>(manifest).models.map(({ id, licences = {} }) => ({
    name: `models/${id}`,
    licence: Object.values(licences).join(' AND '),
  }))
}

/** Without the project itself. */
const packages = productionPackages(root).filter(({ name }) => name !== own.name)
const weights = models()
const unread = Object.keys(own.dependencies ?? {}).filter((name) => !packages.some((read) => read.name === name))
const problems = [
  ...unread.map((name) => `${name}: a dependency whose licence was not read`),
  ...judgeLicences(packages, rules),
  ...models().flatMap((model) => judgeLicences([model], rules)),
]
for (const problem of problems) console.log(problem)
console.log(`${packages.length} packages, ${weights.length} models, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
