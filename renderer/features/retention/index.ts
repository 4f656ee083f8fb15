export { Retention } from './retention.tsx'
