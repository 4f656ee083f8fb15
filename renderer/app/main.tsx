import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { connectWindow } from '../client/connect-window.ts'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no place for the window')
const client = await connectWindow()
createRoot(root).render(
  <StrictMode>
    <App client={client} />
  </StrictMode>,
)
