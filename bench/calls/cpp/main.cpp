// What a call of a Go function costs from C++, beside one of a C++ function. LIBRARY is the header of a library that
// exports Add: fixtures/systems/plugin4 (c-shared) or plugin5 (c-archive).
#include <benchmark/benchmark.h>

#include LIBRARY

static void BM_CGO(benchmark::State &state) {
  int sum = 0;
  for (auto _ : state) benchmark::DoNotOptimize(sum = Add(sum, 2));
}
BENCHMARK(BM_CGO);

static int add(int x, int y) { return x + y; }

static void BM_Native(benchmark::State &state) {
  int sum = 0;
  for (auto _ : state) benchmark::DoNotOptimize(sum = add(sum, 2));
}
BENCHMARK(BM_Native);

BENCHMARK_MAIN();
