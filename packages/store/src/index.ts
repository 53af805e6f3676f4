// Every SQL statement of the system, by table. A pool or a client comes as the first argument.
export * from './access.ts'
export * from './database.ts'
export * from './events.ts'
export * from './kit.ts'
export * from './migrate.ts'
export * from './tasks.ts'
export * from './test-database.ts'
