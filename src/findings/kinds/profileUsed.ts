import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** Profile-guided optimisation recompiles the standard library, so that it differs from the host's. */
export interface ProfileUsed {
  kind: 'profile-used';
  profile: Text;
}

export const profileUsed = defineFinding<ProfileUsed>({
  kind: 'profile-used',
  severity: 'warning',
  why: 'Host and plugin share the standard library, so plugin.Open succeeds only if the host was built with the same profile.',
  reportedBy: ['build'],
  describe: ({ profile }) => ({
    message: `with the profile ${profile}, go compiles the standard library differently`,
    advice: 'Leave -pgo out, or build the host with the same profile.',
  }),
});
