#include <array>
#include <atomic>
#include <thread>

#include "mock_server/journal/journal.h"
#include "tests/catch.h"

namespace sellsign::journal_concurrency_test {

using namespace sellsign;

constexpr std::size_t k_writers = 4;
constexpr int k_each = 3'000;

/// All texts of one exchange hold the same word, so that a torn entry shows.
void record(mock::Journal& journal, const std::string& word) {
  const http::HeaderView header{word, word};
  http::Reply reply;
  reply.body = word;
  reply.headers.emplace_back(word, word);
  mock::Trace trace;
  trace.number = trace.token = word;
  trace.departures.push_back({api::DepartureId::unknown_parameter, word});
  journal.record({"GET", word, word, {&header, 1}, word}, reply, trace, Timestamp{}, {});
}

bool is_whole(const mock::JournalEntry& entry) {
  const std::string& word = entry.number;
  const std::pair<std::string, std::string> header{word, word};
  return !word.empty() && entry.token == word && entry.path == word && entry.query == word &&
         entry.body == word && entry.reply_body == word && entry.headers.at(0) == header &&
         entry.reply_headers.at(0) == header && entry.departures.at(0).subject == word;
}

/// Writers that record words of different lengths, a reader, and what `meanwhile` does between its readings.
template <class Meanwhile>
void in_threads(mock::Journal& journal, std::atomic<int>& torn, Meanwhile meanwhile) {
  std::atomic<std::size_t> writing = k_writers;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < k_writers; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < k_each; ++i)
        record(journal, std::string(1 + static_cast<std::size_t>(i % 97), static_cast<char>('a' + t)));
      --writing;
    });
  threads.emplace_back([&] {
    mock::JournalFilter filter;
    while (writing > 0) {
      filter.order = filter.order == mock::JournalOrder::newest ? mock::JournalOrder::oldest
                                                                : mock::JournalOrder::newest;
      std::uint64_t before = 0;
      for (const mock::JournalEntry& entry : journal.read(filter)) {
        const bool in_order =
            before == 0 || (entry.id > before) == (filter.order == mock::JournalOrder::oldest);
        if (!is_whole(entry) || !in_order) ++torn;
        before = entry.id;
      }
      if (const auto entry = journal.find(before); entry && !is_whole(*entry)) ++torn;
      meanwhile();
    }
  });
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("many writers and a reader: totals are exact, entries whole", "[journal]") {
  mock::JournalOptions options;
  options.entries = 500;
  mock::Journal journal(options);
  std::atomic<int> torn = 0;
  in_threads(journal, torn, [&] {
    const auto totals = journal.totals();
    if (totals.kept + totals.evicted != totals.recorded || totals.kept > 500) ++torn;
  });
  CHECK(torn == 0);
  const auto totals = journal.totals();
  CHECK(totals.recorded == k_writers * k_each);
  CHECK(totals.last == k_writers * k_each);
  CHECK(totals.kept == 500);
  CHECK(journal.count({}) == 500);
}

TEST_CASE("clearing while others write loses nothing and doubles nothing", "[journal]") {
  mock::JournalOptions options;
  options.entries = 2 * k_writers * k_each;  // nothing is evicted
  mock::Journal journal(options);
  std::atomic<int> torn = 0;
  std::uint64_t cleared = 0;
  in_threads(journal, torn, [&] { cleared += journal.clear(); });
  CHECK(torn == 0);
  const auto totals = journal.totals();
  CHECK(cleared + totals.kept == k_writers * k_each);
  CHECK(totals.last == k_writers * k_each);
}

}  // namespace sellsign::journal_concurrency_test
