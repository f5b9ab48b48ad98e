import { defineFinding } from '../defineFinding.js';

/** Profile-guided optimisation recompiles the standard library, which the host then does not share. */
export interface ProfileUsed {
  kind: 'profile-used';
  profile: string;
}

export const profileUsed = defineFinding<ProfileUsed>({
  kind: 'profile-used',
  severity: 'warning',
  describe: ({ profile }) => ({
    message: `the profile ${profile} makes go compile the standard library for this plugin alone`,
    advice: 'plugin.Open succeeds only in a host built with the same profile; leave -pgo out otherwise.',
  }),
});
