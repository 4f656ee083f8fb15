export { Redactions } from './redactions.tsx'
