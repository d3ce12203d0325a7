// The stages of a request one by one: decode, check, encode. They do not know the store.

#include <benchmark/benchmark.h>

#include "api/bind.h"
#include "api/endpoints.h"
#include "api/entities.h"
#include "api/json_writer.h"
#include "bench/requests.h"

namespace {

using namespace sellsign;

const api::Endpoint& row() { return api::endpoint(api::Call::select_or_create_customer); }

void bm_decode_query(benchmark::State& state) {
  const std::string query = bench::upsert_query(state.range(0));
  for (auto _ : state) {
    api::Arguments arguments;
    benchmark::DoNotOptimize(arguments.read(query, ""));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(query.size()));
}

void bm_decode_json(benchmark::State& state) {
  const std::string body = bench::upsert_json(state.range(0));
  for (auto _ : state) {
    api::Arguments arguments;
    benchmark::DoNotOptimize(arguments.read("", body));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}

void bm_check(benchmark::State& state) {
  const std::string query = bench::upsert_query(state.range(0));
  api::Arguments arguments;
  arguments.read(query, "");
  for (auto _ : state) {
    api::Findings findings;
    benchmark::DoNotOptimize(api::bind<api::Customer>(row(), arguments, true, findings));
  }
}

void bm_encode(benchmark::State& state) {
  const std::string query = bench::upsert_query(state.range(0));
  api::Arguments arguments;
  arguments.read(query, "");
  api::Findings findings;
  const auto bound = api::bind<api::Customer>(row(), arguments, true, findings);
  std::string out;
  for (auto _ : state) {
    out.clear();
    api::append_entity(out, bound.value, HtmlEscape::on);
    benchmark::DoNotOptimize(out);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(out.size()));
}

BENCHMARK(bm_decode_query)->Arg(1000);
BENCHMARK(bm_decode_json)->Arg(1000);
BENCHMARK(bm_check)->Arg(1000);
BENCHMARK(bm_encode)->Arg(1000);

}  // namespace
