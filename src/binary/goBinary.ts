import { isGoVersion } from '../base/goVersion.js';
import type { HostModule } from '../model/host.js';
import { PLAN_SECTION } from '../model/pluginPlan.js';
import { moduleOf } from '../base/recordedModules.js';
import { recognisePrefixes } from '../names/nameMap.js';
import { readBuildInfo, type BuildInfo } from './buildInfo.js';
import { builtModules } from './builtModules.js';
import { definedCSymbols } from './definedC.js';
import { readElfHeaders, readSourceDirectories, type ElfHeaders } from './elf.js';
import { moduleDirectories } from './moduleDirs.js';
import { readLinkedRelease, readPackageHashes } from './linkerSymbols.js';
import { elfParts } from './archive.js';
import { ElfFile } from './elfFile.js';
import { dumpSymbols } from './objdump.js';
import { MAX_PLAN_BYTES, parsePlan, type PlanReading } from './planSection.js';
import { parseSymbols, type ObjectSymbol } from './symbols.js';

/** The section in which the linker puts package hashes. */
const OF_HASHES = ['.rodata'];

/** The sections with functions and variables (cmd/link/internal/ld/data.go); types and constants are in others. */
const OF_DEFINITIONS = ['.text', '.data', '.noptrdata', '.bss', '.noptrbss'];

/**
 * Everything that a built Go program or plugin records; works on stripped files. Each part is read on first use, and only
 * once. Parts that come from objdump throw UserError if it cannot read them.
 */
export class Binary {
  /** What objdump prints about dynamic symbols: of all; of functions, variables and hashes; of hashes. */
  #allText: Promise<Buffer> | undefined;
  #definedText: Promise<Buffer> | undefined;
  #hashText: Promise<Buffer> | undefined;
  #packageHashes: Promise<Map<string, string>> | undefined;
  #info: Promise<BuildInfo> | undefined;
  #headers: Promise<ElfHeaders> | undefined;
  #symbols: Promise<ObjectSymbol[]> | undefined;
  #modules: Promise<Map<string, HostModule>> | undefined;
  #directories: Promise<Set<string>> | undefined;

  /**
   * @param file - absolute.
   * @param cwd - working directory of the programs that read it.
   */
  constructor(
    readonly file: string,
    readonly cwd: string,
  ) {}

  /** Import path → the hash that plugin.Open compares, as hex; empty for a program that does not load plugins. */
  packageHashes(): Promise<Map<string, string>> {
    return (this.#packageHashes ??= this.#readPackageHashes());
  }

  /** The plan that the file carries; undefined if it has none. */
  plan(): PlanReading {
    const [whole] = elfParts(this.file);
    if (whole?.start !== 0) return undefined;
    const elf = new ElfFile(whole);
    const section = elf.sections.find(({ name }) => name === PLAN_SECTION);
    if (section === undefined) return undefined;
    if (section.size > MAX_PLAN_BYTES) return { problem: `it has ${String(section.size)} bytes` };
    return parsePlan(elf.content(section));
  }

  /** Whether the file has a section; sections of debug information are those that `-ldflags=-s` and `-w` leave out. */
  hasSection(name: string): boolean {
    const [whole] = elfParts(this.file);
    return whole !== undefined && new ElfFile(whole).sections.some((section) => section.name === name);
  }

  info(): Promise<BuildInfo> {
    return (this.#info ??= readBuildInfo(this.file, this.cwd));
  }

  headers(): Promise<ElfHeaders> {
    return (this.#headers ??= this.#dumpSome().then((text) => readElfHeaders(this.file, text)));
  }

  /** What objdump prints about all dynamic symbols. If it is read first, it also serves whatever needs a part of it. */
  dynamicText(): Promise<Buffer> {
    return (this.#allText ??= this.#dump());
  }

  /** All dynamic symbols. For a large plugin they take long to parse: if only a few are needed, use definitions. */
  symbols(): Promise<ObjectSymbol[]> {
    return (this.#symbols ??= this.dynamicText().then((text) => parseSymbols(text.toString())));
  }

  /** The text of `objdump -T` in which findSymbols finds functions and variables. */
  definitions(): Promise<Buffer> {
    return (this.#definedText ??= this.#allText ?? this.#dump([...OF_DEFINITIONS, ...OF_HASHES]));
  }

  /** The modules with their directories; main module included. */
  modules(): Promise<Map<string, HostModule>> {
    return (this.#modules ??= this.#readModules());
  }

  /** e.g. `go1.26.8`, also without build info; empty if it is not recorded: obfuscated programs say `unknown`. */
  async goVersion(): Promise<string> {
    const { goVersion } = await this.info();
    if (isGoVersion(goVersion)) return goVersion;
    const linked = readLinkedRelease(this.file, await this.dynamicText());
    return isGoVersion(linked) ? linked : '';
  }

  /** Whether source positions are those of -trimpath; undefined without a file table, or with an obfuscated one. */
  async trimmed(): Promise<boolean | undefined> {
    const directories = await this.sourceDirectories();
    if (directories.has('runtime')) return true;
    return [...directories].some((path) => path.endsWith('/src/runtime')) ? false : undefined;
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
    return new Set(definedCSymbols(await this.dynamicText()));
  }

  /** The directories of the compiled Go files, as source positions name them; they survive stripping. */
  sourceDirectories(): Promise<Set<string>> {
    return (this.#directories ??= this.headers().then((headers) =>
      readSourceDirectories(this.file, headers),
    ));
  }

  #dump(sections?: string[]): Promise<Buffer> {
    return dumpSymbols(this.file, this.cwd, sections);
  }

  /** Hashes, and the lines before all symbols; read together with symbols that are needed anyway. */
  #dumpSome(): Promise<Buffer> {
    return this.#allText ?? this.#definedText ?? (this.#hashText ??= this.#dump(OF_HASHES));
  }

  async #readPackageHashes(): Promise<Map<string, string>> {
    const hashes = readPackageHashes(this.file, await this.#dumpSome());
    // Only the complete list of symbols shows that there are none.
    return hashes.size > 0 ? hashes : readPackageHashes(this.file, await this.dynamicText());
  }

  async #readModules(): Promise<Map<string, HostModule>> {
    const [info, sources, packageHashes] = await Promise.all([
      this.info(),
      this.sourceDirectories(),
      this.packageHashes(),
    ]);
    const packages = new Set(packageHashes.keys());
    const recorded = builtModules(info, packages, recognisePrefixes(info.path));
    const directories = moduleDirectories({
      directories: sources,
      modules: recorded,
      mainModule: info.path === '' ? info.mainModule : moduleOf(recorded, info.path)?.path,
      main: info.path,
      packages,
    });
    const modules = new Map<string, HostModule>();
    for (const { path, version, sum, replace } of recorded.values()) {
      modules.set(path, { path, version, sum, replace, dir: directories.get(path) });
    }
    return modules;
  }
}
