/** A style sheet takes effect by being imported; it hands over nothing. */
declare module '*.css'
