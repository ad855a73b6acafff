const { TestEnvironment } = require('jest-environment-node');

/** For `npm run mutate`: one test that fails has found the mutant, and those after it are skipped. */
module.exports = class UntilFailure extends TestEnvironment {
  failed = false;

  handleTestEvent({ name, test }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.failed = true;
    if (name === 'test_start' && this.failed) test.mode = 'skip';
  }
};
