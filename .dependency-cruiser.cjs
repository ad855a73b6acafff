/** Who may import whom (docs/architecture.md). `npm run lint` runs it. */
const DOMAINS =
  'roster|ledger|patrol|problem|suggestion|escalation|assessment|evidence|paper|upload|outfallTask|monitoring|publicity|enforcement|survey|zones|lag';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-knows-nothing-above',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: '^(src/(?!core/)|cards/)' },
    },
    {
      name: 'entities-know-only-entities',
      severity: 'error',
      from: { path: '^entities/' },
      to: { path: '^(src|cards|migrations)/' },
    },
    {
      name: 'cards-know-only-cards-and-types',
      severity: 'error',
      from: { path: '^cards/' },
      to: { path: '^(src|entities|migrations)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domains-know-no-messenger-and-no-web',
      severity: 'error',
      from: { path: `^src/(${DOMAINS})/` },
      to: {
        path: '^(src/(feishu|bot|office|cli|jobs|sandbox|compose)|cards/|node_modules/(express|@larksuiteoapi))',
      },
    },
    {
      name: 'domains-use-each-other-through-the-index',
      severity: 'error',
      from: { path: `^src/(${DOMAINS})/` },
      to: {
        path: `^src/(${DOMAINS})/(?!index\\.ts$).+`,
        pathNot: '^src/$1/',
      },
    },
    {
      name: 'only-feishu-knows-the-sdk',
      severity: 'error',
      from: { path: '^(src|cards|entities)/', pathNot: '^src/feishu/' },
      to: { path: 'node_modules/@larksuiteoapi' },
    },
    {
      name: 'feishu-knows-no-domain-and-no-bot',
      severity: 'error',
      from: { path: '^src/feishu/' },
      to: { path: `^(src/(${DOMAINS}|bot|office|cli|jobs|sandbox|compose)|cards/)` },
    },
    {
      name: 'sandbox-knows-nothing-of-the-bot',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^(src/(?!sandbox/)|cards/|entities/|migrations/)' },
    },
    {
      name: 'only-compose-starts-the-sandbox',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(sandbox/|compose\\.ts$)' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(src|cards|entities|migrations)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { path: '^(src|cards|entities|migrations)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/sandbox/page/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['require', 'node', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.json'],
    },
  },
};
