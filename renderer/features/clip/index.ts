export { ClipDesk } from './clip-desk.tsx'
