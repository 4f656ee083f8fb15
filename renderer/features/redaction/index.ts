export { type EditorKey, editorKeys } from './model/editor-keys.ts'
export { RedactionDesk } from './redaction-desk.tsx'
export { CopiesProvider } from './session/copies-context.tsx'
