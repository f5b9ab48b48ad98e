/** All checks of a build: main's sources and the plan while the go command works, and the built file afterwards. */
export { Binary } from '../binary/goBinary.js';
export { checkAgainstHost } from '../predict/checkAgainstHost.js';
export { checkHostSource } from './hostSource.js';
export { checkGlobalState } from './checkGlobalState.js';
export { checkExportedTypes } from './exportedTypes.js';
export { findCutOffState } from './libraryState.js';
export { findPrivateRegistrations } from './findPrivateRegistrations.js';
export { findDiffering, verifyBuild } from './verifyBuild.js';
export { checkSharedRegistrations, findStateChanges } from './stateChanges.js';
