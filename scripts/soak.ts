/**
 * Kills builds at random moments and checks what is left: the user's files, the outputs, the next build.
 *
 *   tsx scripts/soak.ts [--kills N] [--seed N]
 *
 * Prints figures; the exit code is 1 if a check failed.
 */
import { parseArgs } from 'node:util';
import { setTimeout } from 'node:timers/promises';
import { Scene, type Job } from './soak/scene.js';

const JOBS: readonly Job[] = ['build', 'build --host', 'rewrite'];
const SIGNALS = ['SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGINT'] as const;

/** Milliseconds that the next build may take longer than a build after no kill. */
const MOST_DELAY = 15_000;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const kills = Number(values.kills);
const random = randomFrom(Number(values.seed));
console.log(`${String(kills)} kills, --seed ${values.seed}`);

const failures: string[] = [];
const stages = new Map<string, number>();
const signals = new Map<string, number>();
const delays: number[] = [];
let left = 0;
let leftBytes = 0;
let killed = 0;
let finished = 0;
let parallel = 0;

const scene = new Scene();
process.on('exit', () => {
  scene.remove();
});
const usual = new Map<Job, number>();
/** Milliseconds of the last run of each; other programs of the machine slow it down. */
const latest = new Map<Job, number>();
for (const job of JOBS) {
  // The first one compiles for all.
  for (const round of ['cold', 'warm', 'warm again']) {
    scene.edit(`${job} ${round}`);
    const { exitCode, milliseconds, stderr } = await scene.start(job).ended;
    if (exitCode !== 0) throw new Error(`${job} fails without a kill: ${stderr}`);
    usual.set(job, milliseconds);
    latest.set(job, milliseconds);
  }
}
// A run that ends before its signal does not count as killed.
for (let run = 1; killed < kills && run < 3 * kills; run++) {
  if (run % 20 === 0) console.error(`${String(killed)} kills in ${String(run)} runs`);
  await killOnce(run, pick(JOBS), pick(SIGNALS));
}
if (killed < kills) failures.push(`only ${String(killed)} runs were killed in time`);
report();
process.exit(failures.length > 0 ? 1 : 0);

async function killOnce(kill: number, job: Job, signal: NodeJS.Signals): Promise<void> {
  const round = `round-${String(kill)}`;
  const fail = (what: string): void => {
    failures.push(`kill ${String(kill)} (${signal} in ${job}): ${what}`);
    console.error(failures.at(-1));
  };
  const before = scene.stateOfOutput(job);
  scene.edit(round);
  // Every fourth time another build runs at the same time and is not killed.
  const other = kill % 4 === 0 ? scene.start('build', 'out/other.so') : undefined;
  const run = scene.start(job);
  await Promise.race([setTimeout(random() * (latest.get(job) ?? 0)), run.ended]);
  const stage = scene.stage();
  run.process.kill(signal);
  const { exitCode } = await run.ended;
  if (exitCode === null) {
    killed++;
    count(stages, stage);
    count(signals, signal);
  } else if (exitCode === 0) {
    finished++;
  } else {
    fail(`exit code ${String(exitCode)}: ${(await run.ended).stderr}`);
  }
  if (!scene.isUntouched()) fail("the user's files were changed");
  const state = scene.stateOfOutput(job);
  if (before !== undefined && state === undefined) fail('the output was removed');
  if (job !== 'rewrite' && state !== undefined && state !== before && !scene.answer(job).endsWith(round))
    fail('the output is neither the old one nor the new one');
  if (other === undefined) {
    const leftovers = scene.leftovers();
    if (leftovers.length > 0) left++;
    leftBytes = Math.max(
      leftBytes,
      leftovers.reduce((sum, path) => sum + scene.sizeOf(path), 0),
    );
    if (signal !== 'SIGKILL' && leftovers.length > 0)
      fail(`files remain after ${signal}: ${leftovers.join(' ')}`);
    if (signal !== 'SIGKILL' && scene.running().length > 0)
      fail(`processes run after ${signal}: ${scene.running().join('; ')}`);
  } else {
    parallel++;
    const { exitCode: code, stderr } = await other.ended;
    if (code !== 0) fail(`the parallel build failed: ${stderr}`);
    else if (!scene.answer('build', 'out/other.so').endsWith(round))
      fail('the parallel build has the wrong content');
  }
  const next = await scene.start(job).ended;
  delays.push(next.milliseconds - (usual.get(job) ?? 0));
  latest.set(job, next.milliseconds);
  if (next.exitCode !== 0) {
    fail(`the next build failed: ${next.stderr}`);
    return;
  }
  if ((delays.at(-1) ?? 0) > MOST_DELAY) fail(`the next build took ${String(next.milliseconds)} ms`);
  const answer = scene.answer(job);
  if (!answer.endsWith(round)) fail(`the plugin of the next build answers ${answer}`);
  if (!scene.isUntouched()) fail("the next build changed the user's files");
  if (scene.leftovers().length > 0) fail(`files remain after the next build: ${scene.leftovers().join(' ')}`);
  if (scene.running().length > 0) fail(`processes run after the next build: ${scene.running().join('; ')}`);
}

function report(): void {
  const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1);
  const list = (counts: Map<string, number>): string =>
    [...counts].map(([name, count]) => `${name} ${String(count)}`).join(', ');
  const usualTimes = [...usual].map(([job, time]) => `${job} ${seconds(time)} s`).join(', ');
  console.log(`killed              ${list(signals)}; ${String(finished)} more ended before the signal`);
  console.log(`in the stages       ${list(stages)}`);
  console.log(`parallel builds     ${String(parallel)}, not killed`);
  console.log(
    `temporary files     after ${String(left)} kills, at most ${(leftBytes / 1e6).toFixed(1)} MB, removed by the next build`,
  );
  console.log(`without a kill      ${usualTimes}`);
  console.log(`the next build      at most ${seconds(Math.max(...delays))} s longer`);
  console.log(`work directory      ${(scene.sizeOf(scene.workDir) / 1e6).toFixed(1)} MB`);
  console.log(`failed checks       ${failures.length === 0 ? 'none' : String(failures.length)}`);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function pick<T>(choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
