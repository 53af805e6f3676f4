import { createContext, use } from 'react'

/** What all fields of a form share. */
export interface FormFrame {
  readonly currency: string
  readonly disabled: boolean
  /** What is wrong with the field at a pointer below the form, in words; undefined where nothing is. */
  readonly faultAt: (pointer: string) => string | undefined
}
export const FormContext = createContext<FormFrame | undefined>(undefined)

export function useForm(): FormFrame {
  const frame = use(FormContext)
  if (!frame) throw new Error('a field outside of a form')
  return frame
}
