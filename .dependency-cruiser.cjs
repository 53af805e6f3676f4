/** The arrows of docs/architecture.md: who may import whom. cli/src/check-arrows.test.ts plants a violation of each. */
const rooms = '^(packages|services|web|cli|bench|e2e|examples)/'
const ownPackages = (...names) => `^packages/(${names.join('|')})/`
/** Tests, and what they alone share. */
const test = '(\\.test\\.tsx?|^packages/optimization/src/planned-sites\\.ts)$'

/** A room may import its own files and what `may` names; everything else of ours is forbidden. */
const only = (name, from, may, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: test },
  to: { path: rooms, pathNot: [from, ...may] },
})
/** A room may import only these third parties and Node parts. */
const parties = (name, from, allowed, comment, pathNot = []) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: [test, ...pathNot] },
  to: {
    dependencyTypes: [
      'npm',
      'npm-dev',
      'npm-optional',
      'npm-peer',
      'core',
      'unknown',
      'undetermined',
      'npm-no-pkg',
      'npm-unknown',
    ],
    pathNot: ['^packages/', ...allowed],
  },
})

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^pdfmake/interfaces', '\\?', '\\.css$'] },
    },
    only('energy-imports-nothing', '^packages/energy/', [], 'energy holds the words; it imports nothing'),
    parties('energy-no-third-party', '^packages/energy/', ['^$'], 'energy imports no package and nothing of Node'),
    only(
      'forecasting-imports',
      '^packages/forecasting/',
      [ownPackages('energy', 'contracts')],
      'forecasting imports energy and types of contracts',
    ),
    parties('forecasting-pure', '^packages/forecasting/', ['^$'], 'forecasting does no I/O and has no third party'),
    only(
      'optimization-imports',
      '^packages/optimization/',
      [ownPackages('energy', 'contracts')],
      'optimization imports energy and types of contracts',
    ),
    parties('optimization-pure', '^packages/optimization/', ['^$'], 'only solvers/ may import highs', [
      '^packages/optimization/src/solvers/',
    ]),
    parties(
      'optimization-solvers',
      '^packages/optimization/src/solvers/',
      ['^node_modules/highs/'],
      'solvers import highs and nothing else',
    ),
    {
      name: 'pure-packages-take-types-only',
      comment: 'forecasting and optimization may import types of contracts, never code',
      severity: 'error',
      from: { path: '^packages/(forecasting|optimization)/', pathNot: test },
      to: { path: '^packages/contracts/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'planned-sites-for-tests',
      comment: 'what the tests of optimization share stays with them',
      severity: 'error',
      from: { pathNot: test },
      to: { path: '^packages/optimization/src/planned-sites\\.ts$' },
    },
    only('contracts-imports', '^packages/contracts/', [ownPackages('energy')], 'contracts imports energy and zod'),
    parties(
      'contracts-zod',
      '^packages/contracts/',
      ['^node_modules/zod/'],
      'contracts imports zod and nothing of Node',
    ),
    only('store-imports', '^packages/store/', [ownPackages('energy')], 'store imports energy and pg'),
    {
      name: 'store-no-http',
      comment: 'store knows neither HTTP nor queues',
      severity: 'error',
      from: { path: '^packages/store/src/', pathNot: test },
      to: { path: ['^node_modules/(fastify|@fastify|bullmq|ioredis|undici)', '^(node:)?https?$'] },
    },
    only(
      'platform-imports',
      '^packages/platform/',
      [ownPackages('energy', 'contracts')],
      'platform takes store functions as arguments',
    ),
    only(
      'service-imports',
      '^services/([^/]+)/',
      ['^packages/', '^services/$1/'],
      'a service imports packages, never another service',
    ),
    {
      name: 'no-service-to-service',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    only(
      'web-src-imports',
      '^web/src/',
      [ownPackages('energy', 'contracts')],
      'the browser imports energy and types of contracts',
    ),
    {
      name: 'web-src-types-only',
      comment: 'contracts reach the browser as types',
      severity: 'error',
      from: { path: '^web/src/', pathNot: test },
      to: { path: '^packages/contracts/', dependencyTypesNot: ['type-only'] },
    },
    only(
      'web-server-imports',
      '^web/server/',
      [ownPackages('platform', 'store', 'contracts', 'energy')],
      'the BFF imports platform, store, contracts',
    ),
    only('cli-imports', '^cli/', ['^packages/', '^examples/', '^bench/'], 'cli starts services by path'),
    only('bench-imports', '^bench/', ['^packages/', '^examples/'], 'bench starts services by path'),
    only('examples-imports', '^examples/', ['^packages/'], 'examples use the packages as anybody would'),
    only('e2e-imports', '^e2e/', ['^packages/', '^examples/'], 'e2e talks HTTP'),
    {
      name: 'one-door',
      comment: 'packages are entered by their index only; platform has a second, light door for computing processes',
      severity: 'error',
      from: { path: '^(services|web|cli|bench|e2e|examples)/' },
      to: { path: '^packages/[^/]+/src/(?!index\\.ts$|compute\\.ts$)' },
    },
    {
      name: 'one-door-between-packages',
      comment: 'packages enter each other by the index, too',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/[^/]+/src/(?!index\\.ts$|compute\\.ts$)', pathNot: '^packages/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.ems)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
    moduleSystems: ['es6', 'cjs'],
  },
}
