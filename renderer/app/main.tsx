import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { connectWindow } from '../client/connect-window.ts'
import { App } from './app.tsx'
import { SecondDisplayApp } from './second-display-app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no place for the window')
const client = await connectWindow()
// As the host says when it loads the page.
const isSecond = window.location.search === '?second-display'
createRoot(root).render(
  <StrictMode>{isSecond ? <SecondDisplayApp client={client} /> : <App client={client} />}</StrictMode>,
)
