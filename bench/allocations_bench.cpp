// How often a request asks the heap for memory. The counter replaces operator new of this program alone.

#include <atomic>
#include <cstdlib>
#include <new>

#include <benchmark/benchmark.h>

#include "bench/requests.h"
#include "mock_server/mock/mock.h"

namespace {

std::atomic<std::int64_t> g_allocations{0};

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  g_allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }

namespace {

using namespace sellsign;

/// Counts the allocations of the same request again and again, on a store that has seen it.
void count(benchmark::State& state, const http::Request& request) {
  mock::Mock mock{mock::MockOptions{}};
  const std::string create = bench::upsert_query(1);
  mock.handle({"GET", "/calinda/hub/selling/model/customer/update", create, {}, ""});
  mock.handle(request);
  const std::int64_t before = g_allocations;
  for (auto _ : state) benchmark::DoNotOptimize(mock.handle(request));
  state.counters["allocations"] =
      static_cast<double>(g_allocations - before) / static_cast<double>(state.iterations());
}

void bm_allocations_upsert_query(benchmark::State& state) {
  const std::string query = bench::upsert_query(1);
  count(state, {"GET", "/calinda/hub/selling/model/customer/update", query, {}, ""});
}

void bm_allocations_upsert_json(benchmark::State& state) {
  const std::string body = bench::upsert_json(1);
  const http::HeaderView token{"j_token", "T"};
  count(state, {"POST",
                "/calinda/hub/selling/model/customer/update",
                "action=selectOrCreateCustomer",
                {&token, 1},
                body});
}

void bm_allocations_read(benchmark::State& state) {
  const std::string query = bench::read_query(1);
  count(state, {"GET", "/calinda/hub/selling/model/customer/read", query, {}, ""});
}

BENCHMARK(bm_allocations_upsert_query);
BENCHMARK(bm_allocations_upsert_json);
BENCHMARK(bm_allocations_read);

}  // namespace
