import { type EditorAction, type EditorKey, editorKeys } from './editor-keys.ts'

/** By action: the first of its keys. */
const keys: ReadonlyMap<string, EditorKey> = new Map(
  editorKeys.toReversed().map((key) => [JSON.stringify(key.action), key]),
)

/** The key that does the same as an action; null where none does. */
export function keyOfAction(action: EditorAction): EditorKey | null {
  return keys.get(JSON.stringify(action)) ?? null
}
