// Every SQL statement of the system, by table. A pool or a client comes as the first argument.
export * from './database.ts'
export * from './migrate.ts'
export * from './test-database.ts'
