import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import tseslint from 'typescript-eslint'

/** What ingestion must not use: each of these accepts text that no meter means. */
const looseParsing = ['Number', 'parseFloat', 'parseInt'].map((name) => ({
  selector: `CallExpression[callee.name='${name}']`,
  message: `${name}() accepts text that is no number ('' is 0, '0x10' is 16); use the strict parsers of packages/energy`,
}))
const looseDates = {
  selector: "CallExpression[callee.object.name='Date'][callee.property.name='parse']",
  message: "Date.parse('2026-02-30') is 2 March; use parseInstant of packages/energy",
}
const noRandom = {
  selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
  message: 'Numbers come from data or from a seeded generator',
}

export default tseslint.config(
  { ignores: ['node_modules', 'web/dist', '.ems', '.node', 'bench/results'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-restricted-syntax': ['error', noRandom],
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'suite', 'describe', 'it'], package: 'node:test' },
          ],
        },
      ],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off', // plain objects of functions: nothing here uses `this`
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    files: ['packages/energy/src/**', 'services/timeseries/src/**'],
    ignores: ['**/*.test.ts', 'packages/energy/src/strict-number.ts', 'packages/energy/src/strict-time.ts'],
    rules: { 'no-restricted-syntax': ['error', noRandom, looseDates, ...looseParsing] },
  },
  {
    files: ['web/src/**'],
    languageOptions: { globals: globals.browser },
    plugins: { 'react-hooks': reactHooks },
    rules: { ...reactHooks.configs.recommended.rules, 'no-alert': 'error' },
  },
  { files: ['*.js', '*.cjs'], extends: [tseslint.configs.disableTypeChecked] },
)
