/** Tests run through swc; types are checked apart (`npm run typecheck`). */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, useDefineForClassFields: false },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // What npm run mutate leaves behind.
  modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp'],
  testTimeout: 30_000,
};
