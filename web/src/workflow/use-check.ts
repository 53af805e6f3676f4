import type { DagCheck, DagSpec } from '@omarino/contracts'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useRole } from '../parts/role-button.tsx'
import { useApp } from '../shell/app-context.tsx'
import { writeDocument } from './document.ts'

type Check = ReturnType<(typeof DagCheck)['parse']>
const PAUSE_MS = 400 // of typing, before the service is asked

/** What the scheduler says about a document: faults with their place, and when it would run next. */
export function useCheck(spec: DagSpec | undefined) {
  const { api } = useApp()
  const allowed = useRole('operator')
  const text = useSettled(spec ? writeDocument(spec) : '')
  return useQuery({
    queryKey: ['check', text],
    enabled: allowed && text !== '',
    queryFn: () => api.send<Check>('POST', '/scheduler/dags/validate', JSON.parse(text)),
    placeholderData: (before) => before,
    retry: false,
  })
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
