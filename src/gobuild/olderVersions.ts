import { UserError } from '../base/userError.js';
import type { Finding } from '../findings/finding.js';

/**
 * Code that does not compile may need a newer version than the host's. Then the failure lists the modules
 * that the plugin's own code uses in an older version than it requires. Other errors stay unchanged.
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
        'If that is the cause, adapt the code to these versions, or share less: --keep none disables sharing by default.',
    ].join('\n'),
  );
}
