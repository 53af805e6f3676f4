import { useText } from '../shell/text.tsx'
import type { Said } from './why.ts'

/** A sentence; one that stays in the engine's English says so to those who hear it read. */
export function Sentence({ said: { text, english } }: { said: Said }) {
  const { language } = useText()
  return <span lang={english && language !== 'en' ? 'en' : undefined}>{text}</span>
}
