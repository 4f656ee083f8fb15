export { ClipView } from './clip-view.tsx'
