import { type ClipNames, clipNamesTold } from '../../../../core/disclosure/names-told.ts'

const words = { officer: 'the officer', device: 'the camera', file: 'the recording’s own name' } as const

/** What a label's text would tell of the clip that nobody outside is told, for people; nothing where it tells none of it. */
export function labelTells(text: string, names: ClipNames): readonly string[] {
  return clipNamesTold(text, names).map((kind) => words[kind])
}
