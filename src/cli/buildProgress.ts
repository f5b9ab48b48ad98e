import { formatPlan } from '../report/planText.js';
import { onDownload } from '../process/downloads.js';
import type { Progress, Stage } from '../model/progress.js';
import { printLine, printNote, setStatus, isInteractive } from './terminal.js';
import type { Turns } from './turns.js';

const STAGES: Record<Stage, string> = {
  load: 'loading packages',
  read: 'reading sources',
  isolate: 'looking for global state',
  plan: 'planning',
  write: 'writing renamed sources',
  build: 'compiling',
  verify: 'verifying the built file',
};

/** For a command without several builds: only on a terminal. */
export function showProgress(): Pick<Progress, 'begins'> {
  onDownload((line) => {
    setStatus(line.replace(/^go: /, ''));
  });
  return {
    begins: (stage) => {
      setStatus(STAGES[stage]);
    },
  };
}

/** Shows what the builds of a command line are doing: on a terminal in one line for all, with -v in lines. */
export class BuildProgress {
  #done = 0;

  constructor(
    private readonly names: readonly string[],
    private readonly turns: Turns,
    private readonly shown: { verbose: boolean; quiet: boolean; plan: boolean },
  ) {}

  /** What a build reports to. */
  of(build: number): Progress {
    const name = this.names.length > 1 ? `${this.names[build] ?? ''}: ` : '';
    let compiled = 0;
    const print = (action: () => void): void => {
      this.turns.print(build, action);
    };
    return {
      followsPackages: isInteractive() && !this.shown.quiet,
      begins: (stage) => {
        if (stage === 'build') compiled = 0;
        this.#set(`${name}${STAGES[stage]}`);
        if (this.shown.verbose)
          print(() => {
            printNote(`${name}${STAGES[stage]}`);
          });
      },
      planned: (plan) => {
        if (this.shown.plan)
          print(() => {
            printLine(formatPlan(plan));
          });
      },
      compiles: (importPath, most) => {
        compiled++;
        this.#set(`${name}compiling ${String(compiled)} of at most ${String(most)} packages: ${importPath}`);
      },
      prints: (line) => {
        print(() => {
          printNote(line);
        });
      },
    };
  }

  /** One more build has ended. */
  end(): void {
    this.#done++;
  }

  #set(text: string): void {
    const several =
      this.names.length > 1 ? `${String(this.#done)} of ${String(this.names.length)} done; ` : '';
    setStatus(`${several}${text}`);
  }
}
