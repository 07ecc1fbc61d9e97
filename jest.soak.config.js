// npm run soak: the tests in their long form.
import config from './jest.config.js';

process.env.SOAK = '1';

export default { ...config, testTimeout: 3_600_000 };
