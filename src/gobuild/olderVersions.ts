import { UserError } from '../base/userError.js';
import type { Finding } from '../findings/finding.js';

/**
 * What does not compile may need a newer version than the host's: the failure then names the modules of which the plugin's
 * own code gets an older one than it requires. Other errors stay as they are.
 */
export function explainOlder(error: unknown, findings: readonly Finding[]): unknown {
  const older = findings.filter((finding) => finding.kind === 'shared-version-older');
  if (!(error instanceof UserError) || older.length === 0) return error;
  const versions = older.map(({ module, pluginVersion, hostVersion }) => {
    return `${module} ${hostVersion} (the plugin requires ${pluginVersion})`;
  });
  return new UserError(
    error.message,
    [
      ...(error.advice === undefined ? [] : [error.advice]),
      `The plugin's own code is compiled against the host's versions: ${versions.join(', ')}. ` +
        'If that is why, write it for these versions, or share less: --keep none leaves out what is shared by default.',
    ].join('\n'),
  );
}
