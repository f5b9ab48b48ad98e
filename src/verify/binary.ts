import type { HostModule } from '../model/host.js';
import { PLAN_SECTION } from '../model/pluginPlan.js';
import { readBuildInfo, type BuildInfo } from './buildInfo.js';
import { definedCSymbols } from './definedC.js';
import { readBytes, readElfHeaders, readSourceDirectories, type ElfHeaders } from './elf.js';
import { moduleDirectories } from './moduleDirs.js';
import { readLinkedRelease, readPackageHashes } from './linkerSymbols.js';
import { findElfSection } from './elfSection.js';
import { dumpSymbols } from './objdump.js';
import { MAX_PLAN_BYTES, parsePlan, type PlanReading } from './planSection.js';
import { parseSymbols, type ObjectSymbol } from './symbols.js';

/** Where the linker puts package hashes. */
const OF_HASHES = ['.rodata'];

/** Where it puts functions and variables (cmd/link/internal/ld/data.go); types and constants lie in others. */
const OF_DEFINITIONS = ['.text', '.data', '.noptrdata', '.bss', '.noptrbss'];

/**
 * Everything that a built Go program or plugin tells of itself; works on stripped files. Each part is read when it is
 * first asked for, and once, however many ask. Parts that objdump has to read throw CannotDo when it cannot.
 */
export class Binary {
  /** What objdump prints of dynamic symbols: of all, and of functions, variables and hashes. */
  #allText: Promise<Buffer> | undefined;
  #definedText: Promise<Buffer> | undefined;
  #packageHashes: Promise<Map<string, string>> | undefined;
  #info: Promise<BuildInfo> | undefined;
  #headers: Promise<ElfHeaders> | undefined;
  #symbols: Promise<ObjectSymbol[]> | undefined;
  #modules: Promise<Map<string, HostModule>> | undefined;

  /** @param file absolute; @param cwd of the programs that read it. */
  constructor(
    readonly file: string,
    readonly cwd: string,
  ) {}

  /** Import path -> the hash that plugin.Open compares, as hex; empty for a program that loads no plugins. */
  packageHashes(): Promise<Map<string, string>> {
    return (this.#packageHashes ??= this.#readPackageHashes());
  }

  /** What the file says of its plan; undefined if it has none. */
  async plan(): Promise<PlanReading> {
    const plan = await findElfSection(this.file, PLAN_SECTION);
    if (plan === undefined) return undefined;
    if (plan.size > MAX_PLAN_BYTES) return { problem: `it has ${String(plan.size)} bytes` };
    return parsePlan(await readBytes(this.file, plan.offset, plan.size));
  }

  info(): Promise<BuildInfo> {
    return (this.#info ??= readBuildInfo(this.file, this.cwd));
  }

  headers(): Promise<ElfHeaders> {
    return (this.#headers ??= readElfHeaders(this.file, this.cwd));
  }

  /** All dynamic symbols. Of a large plugin they take long to parse: where a few are asked for, definitions will do. */
  symbols(): Promise<ObjectSymbol[]> {
    return (this.#symbols ??= this.#dumpAll().then((text) => parseSymbols(text.toString())));
  }

  /** The text of `objdump -T` in which findSymbols finds functions and variables. */
  definitions(): Promise<Buffer> {
    return (this.#definedText ??= this.#allText ?? this.#dump([...OF_DEFINITIONS, ...OF_HASHES]));
  }

  /** With their directories; main module included. */
  modules(): Promise<Map<string, HostModule>> {
    return (this.#modules ??= this.#readModules());
  }

  /** e.g. `go1.26.8`, also without build info; empty where nothing tells it. */
  async goVersion(): Promise<string> {
    const { goVersion } = await this.info();
    return goVersion || readLinkedRelease(this.file, await this.#dumpAll());
  }

  async target(): Promise<{ goos: string; goarch: string }> {
    const [{ settings }, headers] = await Promise.all([this.info(), this.headers()]);
    return {
      goos: settings.get('GOOS') ?? headers.goos,
      goarch: headers.goarch || (settings.get('GOARCH') ?? ''),
    };
  }

  /** The C functions and variables that the dynamic linker can see. */
  async cSymbols(): Promise<Set<string>> {
    return new Set(definedCSymbols(await this.symbols()));
  }

  #dump(sections?: string[]): Promise<Buffer> {
    return dumpSymbols(this.file, this.cwd, sections);
  }

  #dumpAll(): Promise<Buffer> {
    return (this.#allText ??= this.#dump());
  }

  async #readPackageHashes(): Promise<Map<string, string>> {
    // Of what is asked for anyway, if something is.
    const text = await (this.#allText ?? this.#definedText ?? this.#dump(OF_HASHES));
    const hashes = await readPackageHashes(this.file, text);
    // Only all symbols tell that there are none.
    return hashes.size > 0 ? hashes : readPackageHashes(this.file, await this.#dumpAll());
  }

  async #readModules(): Promise<Map<string, HostModule>> {
    const [info, headers, packageHashes] = await Promise.all([
      this.info(),
      this.headers(),
      this.packageHashes(),
    ]);
    const directories = moduleDirectories({
      directories: await readSourceDirectories(this.file, headers),
      modules: info.modules,
      mainModule: info.mainModule,
      main: info.path,
      packages: new Set(packageHashes.keys()),
    });
    const modules = new Map<string, HostModule>();
    for (const module of info.modules.values()) {
      modules.set(module.path, { ...module, dir: directories.get(module.path) });
    }
    return modules;
  }
}
