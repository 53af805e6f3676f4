import { Refusal } from '../parts/pane.tsx'
import { RoleButton } from '../parts/role-button.tsx'
import { useText } from '../shell/text.tsx'
import { useVariant } from './use-variant.ts'
import type { Asked } from './variant.ts'

/** Asks for a variant of the plan, unless there is none to ask for or one is on its way. */
export function AskButton({ planId, asked }: { planId: string; asked: Asked }) {
  const { t } = useText()
  const ask = useVariant(planId)
  const blocked = 'fault' in asked ? t.studio.faults[asked.fault] : ask.isPending ? t.state.sending : undefined
  return (
    <>
      <RoleButton needs="operator" blocked={blocked} onClick={() => 'body' in asked && ask.mutate(asked.body)}>
        {t.studio.ask}
      </RoleButton>
      {ask.error && <Refusal error={ask.error} />}
    </>
  )
}
