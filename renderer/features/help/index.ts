export { About } from './about.tsx'
export { Keyboard } from './keyboard.tsx'
