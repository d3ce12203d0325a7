// What recording an exchange costs, by itself and behind the mock, and what a page costs out of a full ring.

#include <benchmark/benchmark.h>

#include "bench/requests.h"
#include "mock_server/journal/journal.h"
#include "mock_server/mock/mock.h"

namespace {

using namespace sellsign;

constexpr std::string_view k_path = "/calinda/hub/selling/model/customer/update";

constexpr http::HeaderView k_headers[] = {{"Host", "127.0.0.1:8180"},
                                          {"User-Agent", "python-requests/2.31.0"},
                                          {"Accept-Encoding", "gzip, deflate"},
                                          {"Accept", "*/*"},
                                          {"Connection", "keep-alive"}};

/// One exchange, to be recorded again and again.
struct Exchange {
  Exchange() : query(bench::upsert_query(1)), request{"GET", k_path, query, k_headers, ""} {
    mock::Mock mock{mock::MockOptions{}};
    reply = mock.handle(request, trace);
  }

  std::string query;
  http::Request request;
  http::Reply reply;
  mock::Trace trace;
};

void bm_journal_record(benchmark::State& state) {
  static mock::Journal journal;
  const Exchange exchange;
  for (auto _ : state) journal.record(exchange.request, exchange.reply, exchange.trace, {}, {});
  state.SetItemsProcessed(state.iterations());
}

/// A ring that is bounded by its memory.
void bm_journal_record_by_bytes(benchmark::State& state) {
  mock::JournalOptions options;
  options.bytes = 1 << 20U;
  mock::Journal journal(options);
  const Exchange exchange;
  for (auto _ : state) journal.record(exchange.request, exchange.reply, exchange.trace, {}, {});
}

void bm_journal_handle_and_record(benchmark::State& state) {
  mock::Mock mock{mock::MockOptions{}};
  mock::Journal journal;
  const Exchange exchange;
  for (auto _ : state) {
    mock::Trace trace;
    const http::Reply reply = mock.handle(exchange.request, trace);
    journal.record(exchange.request, reply, trace, {}, {});
  }
}

void bm_journal_handle_only(benchmark::State& state) {
  mock::Mock mock{mock::MockOptions{}};
  const Exchange exchange;
  for (auto _ : state) {
    mock::Trace trace;
    benchmark::DoNotOptimize(mock.handle(exchange.request, trace));
  }
}

/// The newest hundred of ten thousand, and a count that looks at all of them.
void bm_journal_page(benchmark::State& state) {
  mock::Journal journal;
  const Exchange exchange;
  for (int i = 0; i < 10'000; ++i) journal.record(exchange.request, exchange.reply, exchange.trace, {}, {});
  mock::JournalFilter filter;
  filter.limit = 100;
  for (auto _ : state) benchmark::DoNotOptimize(journal.read(filter));
}

void bm_journal_count(benchmark::State& state) {
  mock::Journal journal;
  const Exchange exchange;
  for (int i = 0; i < 10'000; ++i) journal.record(exchange.request, exchange.reply, exchange.trace, {}, {});
  mock::JournalFilter filter;
  filter.number = "nobody";
  for (auto _ : state) benchmark::DoNotOptimize(journal.count(filter));
}

BENCHMARK(bm_journal_record)->Threads(1)->Threads(2)->UseRealTime();
BENCHMARK(bm_journal_record_by_bytes);
BENCHMARK(bm_journal_handle_only);
BENCHMARK(bm_journal_handle_and_record);
BENCHMARK(bm_journal_page);
BENCHMARK(bm_journal_count);

}  // namespace
