/** What is checked of a build: of main's sources and the plan while the go command works, of what came of it afterwards. */
export { Binary } from './binary.js';
export { checkAgainstHost } from './checkAgainstHost.js';
export { checkHostSource } from './checks/hostSource.js';
export { checkRegistries } from './checks/registries.js';
export { checkExportedTypes } from './exportedTypes.js';
export { findPrivateRegistrations } from './privateRegistrations.js';
export { findDiffering, verifyBuild } from './verifyBuild.js';
