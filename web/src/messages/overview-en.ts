// Texts in English: the first page, with and without a plan. German mirrors this file in overview-de.ts.
export const overviewEn = {
  overview: {
    planOf: (site: string) => `${site}: newest plan, kW`,
    noPlan: 'This site has no plan yet.',
    openPlan: 'Open the plan',
    atStart: 'at the start of the plan',
    grid: 'Grid',
    gridNote: 'positive is import',
    battery: 'Battery',
    batteryNote: 'positive is discharge',
    nothingNote: (cost: string) => `doing nothing ${cost}`,
    health: 'System',
    runs: 'Recent runs',
    forecasts: 'Newest forecasts',
    imports: 'Recent imports',
    all: 'All',
  },
  setUp: {
    title: 'Four steps to the first plan',
    data: 'Import meter data and prices.',
    site: 'Describe the site, its assets and its tariff.',
    workflow: 'Define the workflow that plans each day.',
    run: 'Run it once.',
    done: '(done)',
    demo: 'To look around with a demonstration site instead, start the system with ./ems demo.',
  },
}
