// Loaded with `node --import`: says how much memory the process needed at most, in kilobytes.
process.on('exit', () => {
  process.stderr.write(`\npeak-memory ${String(process.resourceUsage().maxRSS)}\n`);
});
