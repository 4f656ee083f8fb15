export { Library } from './library.tsx'
export { createLibraryStore } from './library-store.ts'
