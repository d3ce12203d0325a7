// The mock without a socket: `handle()` on stores of 1 to 1M customers with uniformly random keys. No figure
// may grow with the store beyond what the caches explain.

#include <memory>
#include <stdexcept>

#include <benchmark/benchmark.h>

#include "bench/requests.h"
#include "mock_server/calls/refusal.h"
#include "mock_server/mock/mock.h"

namespace {

using namespace sellsign;

constexpr std::string_view k_upsert_path = "/calinda/hub/selling/model/customer/update";
constexpr std::string_view k_read_path = "/calinda/hub/selling/model/customer/read";
constexpr std::string_view k_page_path = "/calinda/hub/selling/model/contractor/read";
constexpr std::string_view k_contractor_path = "/calinda/hub/selling/model/contractor/create";

void must_succeed(const http::Reply& reply) {
  if (reply.status != 200) throw std::runtime_error(reply.body);
}

void upsert(mock::Mock& mock, std::int64_t n) {
  const std::string query = bench::upsert_query(n);
  must_succeed(mock.handle({"GET", k_upsert_path, query, {}, ""}));
}

/// A mock with that many customers, kept between benchmarks of the same size.
mock::Mock& filled(std::int64_t customers) {
  static std::unique_ptr<mock::Mock> kept;
  static std::int64_t kept_size = 0;
  if (kept_size != customers) {
    kept = std::make_unique<mock::Mock>(mock::MockOptions{});
    for (std::int64_t n = 0; n < customers; ++n) upsert(*kept, n);
    kept_size = customers;
  }
  return *kept;
}

void bm_upsert_query(benchmark::State& state) {
  mock::Mock& mock = filled(state.range(0));
  bench::Keys keys(state.range(0));
  for (auto _ : state) {
    const std::string query = bench::upsert_query(keys.next());
    benchmark::DoNotOptimize(mock.handle({"GET", k_upsert_path, query, {}, ""}));
  }
}

void bm_upsert_json(benchmark::State& state) {
  mock::Mock& mock = filled(state.range(0));
  bench::Keys keys(state.range(0));
  const http::HeaderView token{"j_token", "T"};
  for (auto _ : state) {
    const std::string body = bench::upsert_json(keys.next());
    benchmark::DoNotOptimize(
        mock.handle({"POST", k_upsert_path, "action=selectOrCreateCustomer", {&token, 1}, body}));
  }
}

void bm_read(benchmark::State& state) {
  mock::Mock& mock = filled(state.range(0));
  bench::Keys keys(state.range(0));
  for (auto _ : state) {
    const std::string query = bench::read_query(keys.next());
    benchmark::DoNotOptimize(mock.handle({"GET", k_read_path, query, {}, ""}));
  }
}

void bm_list_ten(benchmark::State& state) {
  mock::Mock& mock = filled(state.range(0));
  for (int i = 0; i < 10; ++i) {
    const std::string query =
        "action=getOrCreateContractor&customer_number=AM0&id=-1&civility=M&firstname=A" + std::to_string(i) +
        "&lastname=B&email=e&address_1=1&postal_code=1&city=P&country=FR&cell_phone=06&j_token=T";
    must_succeed(mock.handle({"GET", k_contractor_path, query, {}, ""}));
  }
  const std::string query = bench::page_query(0, 10);
  for (auto _ : state) benchmark::DoNotOptimize(mock.handle({"GET", k_page_path, query, {}, ""}));
}

/// One or two threads on one store, each with keys of its own choice.
void bm_threads_upsert(benchmark::State& state) {
  static mock::Mock mock{mock::MockOptions{}};
  bench::Keys keys(10'000, static_cast<std::uint64_t>(state.thread_index()));
  for (auto _ : state) {
    const std::string query = bench::upsert_query(keys.next());
    benchmark::DoNotOptimize(mock.handle({"GET", k_upsert_path, query, {}, ""}));
  }
  state.SetItemsProcessed(state.iterations());
}

/// What the machine itself gives two threads that share nothing.
void bm_threads_own_mock(benchmark::State& state) {
  mock::Mock mock{mock::MockOptions{}};
  bench::Keys keys(10'000, static_cast<std::uint64_t>(state.thread_index()));
  for (auto _ : state) {
    const std::string query = bench::upsert_query(keys.next());
    benchmark::DoNotOptimize(mock.handle({"GET", k_upsert_path, query, {}, ""}));
  }
  state.SetItemsProcessed(state.iterations());
}

/// The worst case: all threads write one customer.
void bm_threads_hot_key(benchmark::State& state) {
  static mock::Mock mock{mock::MockOptions{}};
  for (auto _ : state) {
    const std::string query = bench::upsert_query(1);
    benchmark::DoNotOptimize(mock.handle({"GET", k_upsert_path, query, {}, ""}));
  }
  state.SetItemsProcessed(state.iterations());
}

void bm_refusal(benchmark::State& state) {
  mock::Mock& mock = filled(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(
        mock.handle({"GET", k_upsert_path, "action=selectOrCreateCustomer&number=A&j_token=T", {}, ""}));
}

#define SELLSIGN_SIZES ->Arg(1)->Arg(1000)->Arg(100000)->Arg(1000000)
BENCHMARK(bm_upsert_query) SELLSIGN_SIZES;
BENCHMARK(bm_upsert_json) SELLSIGN_SIZES;
BENCHMARK(bm_read) SELLSIGN_SIZES;
BENCHMARK(bm_list_ten) SELLSIGN_SIZES;
BENCHMARK(bm_refusal)->Arg(1000);
BENCHMARK(bm_threads_upsert)->Threads(1)->Threads(2)->UseRealTime();
BENCHMARK(bm_threads_own_mock)->Threads(1)->Threads(2)->UseRealTime();
BENCHMARK(bm_threads_hot_key)->Threads(1)->Threads(2)->UseRealTime();

}  // namespace
