// What layers make cheap: freezing, forking and restoring cost the same for 100 customers and for 100,000.
// And what walks over all of them: pages, export, import.

#include <memory>
#include <stdexcept>

#include <benchmark/benchmark.h>

#include "mock_server/data/generate.h"
#include "mock_server/data/state_file.h"
#include "mock_server/store/customer_list.h"
#include "mock_server/store/store.h"

namespace {

using namespace sellsign;

constexpr std::int64_t k_first_id = 3'000'000'001;

/// A store with that many customers, kept between benchmarks of the same size.
mock::Store& filled(std::int64_t customers) {
  static std::unique_ptr<mock::Store> kept;
  static std::int64_t kept_size = -1;
  if (kept_size != customers) {
    kept.reset();
    kept = std::make_unique<mock::Store>(k_first_id);
    mock::GenerateOptions options;
    options.customers = customers;
    mock::generate(*kept, options, {});
    kept_size = customers;
  }
  return *kept;
}

void write(mock::Store& store) {
  store.change("GEN-000007", [](mock::CustomerRecord* record) { record->customer.actor_id++; });
}

void bm_fork(benchmark::State& state) {
  const mock::StoreImage image = filled(state.range(0)).freeze();
  for (auto _ : state) benchmark::DoNotOptimize(mock::Store(image));
}

void bm_fork_and_first_write(benchmark::State& state) {
  const mock::StoreImage image = filled(state.range(0)).freeze();
  for (auto _ : state) {
    mock::Store fork(image);
    write(fork);
  }
}

void bm_write_and_freeze(benchmark::State& state) {
  mock::Store store(filled(state.range(0)).freeze());
  for (auto _ : state) {
    write(store);
    benchmark::DoNotOptimize(store.freeze());
  }
}

void bm_write_and_restore(benchmark::State& state) {
  const mock::StoreImage image = filled(state.range(0)).freeze();
  mock::Store store(image);
  for (auto _ : state) {
    write(store);
    store.restore(image);
  }
}

void bm_counts(benchmark::State& state) {
  const mock::Store& store = filled(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(store.counts());
}

void bm_generate(benchmark::State& state) {
  mock::GenerateOptions options;
  options.customers = state.range(0);
  for (auto _ : state) {
    mock::Store store(k_first_id);
    mock::generate(store, options, {});
  }
}

void bm_first_page(benchmark::State& state) {
  const mock::Store& store = filled(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(mock::list_customers(store, {}));
}

void bm_search(benchmark::State& state) {
  const mock::Store& store = filled(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(mock::list_customers(store, {"lefÈvre", 1'000, 50}));
}

void bm_export(benchmark::State& state) {
  const mock::Store& store = filled(state.range(0));
  std::size_t bytes = 0;
  for (auto _ : state) bytes += mock::export_state(store).size();
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void bm_import(benchmark::State& state) {
  const std::string text = mock::export_state(filled(state.range(0)));
  for (auto _ : state) {
    mock::Store store(k_first_id);
    mock::Counts counts;
    if (!mock::import_state(store, "state.json", text, counts).empty()) throw std::runtime_error("refused");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

#define SELLSIGN_SIZES ->Arg(100)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMicrosecond)
BENCHMARK(bm_fork) SELLSIGN_SIZES;
BENCHMARK(bm_fork_and_first_write) SELLSIGN_SIZES;
BENCHMARK(bm_write_and_freeze) SELLSIGN_SIZES;
BENCHMARK(bm_write_and_restore) SELLSIGN_SIZES;
BENCHMARK(bm_counts) SELLSIGN_SIZES;
BENCHMARK(bm_generate) SELLSIGN_SIZES;
BENCHMARK(bm_first_page) SELLSIGN_SIZES;
BENCHMARK(bm_search) SELLSIGN_SIZES;
BENCHMARK(bm_export) SELLSIGN_SIZES;
BENCHMARK(bm_import) SELLSIGN_SIZES;

}  // namespace
