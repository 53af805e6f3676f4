export interface Command {
  readonly summary: string
  readonly usage: string
  readonly help: string
  load(): Promise<{ run(argv: readonly string[]): Promise<number> }>
}

const PORT_HELP =
  '--port SERVICE=N   another port, may be repeated (gateway, timeseries, scheduler, forecast, optimize, web, identity, postgres);\n                   --port free takes free ports for all'

/** Every command of `./ems`. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  demo: {
    summary: 'start everything with a demo site, run the main job, show the plan',
    usage: 'Usage: ./ems demo [--once] [--json] [--data FILE] [--port SERVICE=N]',
    help: `--once   end after the job\n--json   print one JSON summary as the last line\n--data   real data instead of the generated site: a wide OpenSTEF file such as pid_307.csv.gz\n${PORT_HELP}`,
    load: () => import('./commands/demo.ts'),
  },
  start: {
    summary: 'start all or some processes, supervised',
    usage: 'Usage: ./ems start [SERVICE…] [--port SERVICE=N] [--json]',
    help: `Without SERVICE: all. Services: timeseries forecast optimize scheduler identity gateway web.\nEnvironment: .env.example lists it (DATABASE_URL, REDIS_URL, OIDC_ISSUER, …).\n--json   print addresses and process ids as one JSON line once all are ready\n${PORT_HELP}`,
    load: () => import('./commands/start.ts'),
  },
  dev: {
    summary: 'start all processes and restart what changed',
    usage: 'Usage: ./ems dev [--port SERVICE=N]',
    help: `Watches packages, services and web.\n${PORT_HELP}`,
    load: () => import('./commands/dev.ts'),
  },
  import: {
    summary: 'import a CSV file of points into the running system',
    usage: 'Usage: ./ems import FILE [--gateway URL]',
    help: 'FILE: columns timestamp,meter_id,series_id,value,quality or series,time,value; .gz is unpacked.\nThe token is EMS_TOKEN, else the one in .ems/keys/cli-token.',
    load: () => import('./commands/import.ts'),
  },
  forecast: {
    summary: 'replay forecasts from a file, without server or database',
    usage:
      'Usage: ./ems forecast backtest --data X.csv --protocol P.json --out F.csv [--workers N] [--explain E.csv] [--json]',
    help: 'X.csv: series,time,value and covariates, any row order; .gz is unpacked. P.json: bench/protocols holds examples.\nF.csv: series,origin,target_time,point and a column per quantile; the same bytes for any number of workers.\nE.csv: series,origin,target_time,group,contribution; the contributions of a step, the base among them, add up to its point.\n--json   print a summary as the last line',
    load: () => import('./commands/forecast.ts'),
  },
  optimize: {
    summary: 'plan from a request file, without server or database',
    usage:
      'Usage: ./ems optimize --input request.json --output result.json [--time-limit SECONDS] [--mps FILE] [--lp FILE]',
    help: '- reads standard input or writes standard output.\n--mps   write the model whose optimum is the objective of the result, for other solvers (CBC, HiGHS)',
    load: () => import('./commands/optimize.ts'),
  },
  migrate: {
    summary: 'bring the database of DATABASE_URL (or the embedded one) to the newest schema',
    usage: 'Usage: ./ems migrate',
    help: 'Safe to run again, and by several at once.',
    load: () => import('./commands/migrate.ts'),
  },
  check: {
    summary: 'types, lint, format, forbidden imports, OpenAPI',
    usage: 'Usage: ./ems check [--fix]',
    help: '--fix   write the formatting and docs/openapi.json',
    load: () => import('./commands/check.ts'),
  },
  test: {
    summary: 'the whole proof: check, unit, database and browser tests',
    usage: 'Usage: ./ems test [PATH…]',
    help: 'With PATH: only these test files or folders, without check.',
    load: () => import('./commands/test.ts'),
  },
  bench: {
    summary: 'measure what the figures claim',
    usage: 'Usage: ./ems bench [NAME…] [--quick] [--json]',
    help: 'Names: main-job, memory, forecast (needs ../shared/data and no running system), forecast-speed, optimize (no running system), optimize-service.\n--quick   less of everything, in minutes\n--json    one JSON object per benchmark',
    load: () => import('./commands/bench.ts'),
  },
}
