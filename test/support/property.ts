import fc from 'fast-check';
import { isSoak } from './scale.ts';

// `npm test` tries the same cases on every day and machine, so that what it finds lies with the change at hand; it is
// `npm run soak` that looks for new ones.
if (!isSoak) fc.configureGlobal({ seed: 4 });

export default fc;
