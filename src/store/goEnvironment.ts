import { environment } from '../process/call.js';

/** Variables of terminals, shells and make, and this tool's own mark, that no go command reads. */
const OF_THE_SHELL =
  /^(_|SHLVL|PWD|OLDPWD|TERM|COLORTERM|COLUMNS|LINES|WINDOWID|SSH_.*|XDG_SESSION_.*|npm_.*|MAKE(FLAGS|LEVEL|OVERRIDES|_TERM(OUT|ERR)|_COMMAND)?|MFLAGS|GORENAME_PLUGIN_PROCESS)$/;

/** All variables that the go command, or what it runs, may read, in a fixed order. */
export function goEnvironment(): [name: string, value: string | undefined][] {
  return Object.entries(environment())
    .filter(([name]) => !OF_THE_SHELL.test(name))
    .sort();
}
