import { useQueryClient, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../api/http.ts'
import { useText } from '../shell/text.tsx'
import { configOf } from './draft.ts'
import type { Draft } from './draft.ts'
import type { FieldSpec } from './field-spec.ts'
import { placed, pointersOf } from './refusals.ts'

interface Form {
  readonly draft: Draft
  readonly specs: readonly FieldSpec[]
  /** Where the form stands in the body, such as `/config`. */
  readonly base: string
  /** Other fields of the body that are shown beside it, as pointers. */
  readonly beside: readonly string[]
}

/** Saves a form; what is wrong with it, by the form itself or by the service, is told at its fields. */
export function useSaving<T>(form: Form, save: (config: object) => Promise<T>, onSaved?: (saved: T) => unknown) {
  const { t } = useText()
  const client = useQueryClient()
  const [isTried, setTried] = useState(false)
  const reading = configOf(form.draft, form.specs)
  const mutation = useMutation({
    mutationFn: save,
    onSuccess: async (saved) => {
      setTried(false)
      await client.invalidateQueries({ queryKey: ['sites'] })
      await onSaved?.(saved)
    },
  })
  const refused = mutation.error instanceof ApiError ? mutation.error.fields : []
  const { at, elsewhere } = placed(refused, form.base, pointersOf(form.draft, form.specs))
  const faultAt = (pointer: string): string | undefined => {
    const fault = isTried && 'faults' in reading ? reading.faults.get(pointer) : undefined
    return fault === undefined ? at.get(pointer) : t.sites.faults[fault]
  }
  const besideAt = (pointer: string): string | undefined =>
    elsewhere.find((field) => field.pointer === pointer)?.message
  const lost = elsewhere.filter(({ pointer }) => !form.beside.includes(pointer))
  const submit = (): void => {
    setTried(true)
    if ('config' in reading) mutation.mutate(reading.config)
    else mutation.reset()
  }
  const isFaulty = isTried && 'faults' in reading
  const general = mutation.error && (refused.length === 0 || lost.length > 0) ? mutation.error : undefined
  return { submit, faultAt, besideAt, isFaulty, isPending: mutation.isPending, isSaved: mutation.isSuccess, general }
}
