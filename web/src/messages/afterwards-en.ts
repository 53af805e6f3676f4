// Texts in English: what is done with a plan once it is there: publishing, and what less CO₂ would cost. German mirrors afterwards-de.ts.
export const afterwardsEn = {
  publish: {
    title: 'Publish',
    note: 'Writes the schedule as series that devices and people read like any other. A later plan overwrites the steps that it covers.',
    do: 'Publish',
    writes: 'Series that it writes',
    written: (points: string) => `Written: ${points} points`,
    leftOut: (names: string) => `Nothing to publish of ${names}: no power of its own, or a name that is no key.`,
    nothing: 'Nothing in this plan has a name that a series could carry.',
    openRun: 'Open the run',
  },
  lessCo2: {
    title: 'What less CO₂ costs',
    note: (points: string) =>
      `Plans the same numbers again, at ${points} points from the cleanest plan to the cheapest, without the weights of this plan.`,
    ask: 'Compute the points',
    pending: 'The points are being computed; they appear here by themselves.',
    front: 'Cheapest at so much CO₂',
    own: 'This plan',
    emitted: 'CO₂, kg',
    cost: (currency: string) => `Cost, ${currency}`,
    perTonne: (currency: string) => `Each further tonne less, ${currency}`,
    state: 'State',
    spread: (most: string, kg: string, amount: string) =>
      `The cheapest plan emits ${most} kg. ${kg} kg less are possible and cost ${amount}.`,
    flat: (kg: string) => `The cheapest plan is also the cleanest, at ${kg} kg: less CO₂ cannot be had here.`,
    tooFew: 'No plan that keeps all limits was found in the time there is.',
    leftOut: (found: string, asked: string) =>
      `${found} of ${asked} points were found; the others bend a limit or ran out of time.`,
    failed: 'The points could not be computed.',
  },
}
