export { FirstStart } from './first-start.tsx'
export { Gate } from './gate.tsx'
export { SignIn } from './sign-in.tsx'
export { VaultRefused } from './vault-refused.tsx'
