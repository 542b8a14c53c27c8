import path from 'node:path';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import ts from 'typescript-eslint';
import boundaries from './eslint/boundaries.js';

const source = ['apps/**/*.{ts,tsx}', 'packages/**/*.{ts,tsx}'];

export default ts.config(
  { ignores: ['dist/**', '**/node_modules/**', 'packages/api/schema.d.ts'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: source,
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    plugins: { house: boundaries, 'react-hooks': hooks },
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        project: ['apps/desk/tsconfig.json', 'apps/desk/worker/tsconfig.json', 'apps/widget/tsconfig.json', 'apps/loader/tsconfig.json', 'tsconfig.node.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'house/floors': 'error',
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': [
        'error',
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Render text as nodes.' },
      ],
      // The wire counts code points, and spreading a string gives just those.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Names that come from outside are written as what they are: keys.
      '@typescript-eslint/dot-notation': 'off',
      // Handlers are often async; React ignores what they return.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // Numbers in template strings are what templates are for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // TanStack Router stops navigation by throwing redirect() and notFound().
      '@typescript-eslint/only-throw-error': ['error', { allow: [{ from: 'package', package: '@tanstack/router-core', name: ['Redirect', 'NotFoundError'] }] }],
    },
  },
  {
    files: ['apps/**/*.tsx', 'packages/ui/**/*.tsx'],
    extends: [a11y.flatConfigs.strict],
  },
  {
    // A separator that can be focused is a widget (ARIA 1.2, "window splitter"); the rules know it only as a line.
    files: ['apps/desk/src/app/splitter.tsx'],
    rules: { 'jsx-a11y/no-noninteractive-element-interactions': 'off', 'jsx-a11y/no-noninteractive-tabindex': 'off' },
  },
  {
    // A region that scrolls must be reached by keys, or its far columns are seen only with a pointer.
    files: ['apps/desk/src/features/settings/roles/matrix.tsx', 'apps/desk/src/features/settings/settings-page.tsx'],
    rules: { 'jsx-a11y/no-noninteractive-tabindex': 'off' },
  },
  {
    // The rows inside are links with their own keys; the frame only notes where pointer and focus are, and drags have a menu beside.
    files: ['apps/desk/src/features/inbox/row-list.tsx', 'apps/desk/src/features/inbox/saved/saved-views.tsx'],
    rules: { 'jsx-a11y/no-static-element-interactions': 'off', 'jsx-a11y/no-noninteractive-element-interactions': 'off' },
  },
  {
    files: ['**/*.config.ts', '**/build/*.ts', 'scripts/**/*.js', 'eslint/**/*.js'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['**/{utils,helpers,common}.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', { selector: 'Program', message: `Name the file after what it keeps (${path.sep}).` }] },
  },
);
