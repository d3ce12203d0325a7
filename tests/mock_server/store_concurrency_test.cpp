#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "mock_server/store/store.h"
#include "tests/catch.h"

namespace sellsign::store_concurrency_test {

using namespace sellsign;
using mock::Counts;
using mock::CustomerRecord;
using mock::Store;
using mock::StoreImage;

/// All of one write holds the same word, so that a torn record shows.
void write(Store& store, const std::string& number, const std::string& word) {
  store.upsert(number, [&](CustomerRecord& record, bool) {
    record.customer.number = number;
    record.customer.firstname = word;
    record.contractors.assign(2, {});
    for (api::Contractor& contractor : record.contractors) contractor.firstname = word;
    record.customer.customer_code = word;
  });
}

bool is_whole(const CustomerRecord& record) {
  const std::string& word = record.customer.firstname;
  return record.customer.customer_code == word && record.contractors.size() == 2 &&
         record.contractors[0].firstname == word && record.contractors[1].firstname == word;
}

std::string word_of(const Store& store, const std::string& number) {
  return store.read(number, [](const CustomerRecord* record) {
    return record == nullptr ? std::string("none") : record->customer.firstname;
  });
}

std::string number(int i) { return "C" + std::to_string(i); }

constexpr int k_numbers = 50;

TEST_CASE("forks that are written at the same time do not see each other, nor does the image") {
  Store base(1);
  for (int i = 0; i < k_numbers; ++i) write(base, number(i), "base");
  const StoreImage image = base.freeze();
  Store left(image), right(image);
  std::array<int, 3> strangers{};
  std::vector<std::thread> threads;
  const auto play = [&](Store& store, const std::string& word, int& seen) {
    for (int round = 0; round < 20; ++round)
      for (int i = 0; i < k_numbers; ++i) {
        if (round % 7 == 3) store.freeze();
        if (const std::string found = word_of(store, number(i)); found != "base" && found != word) ++seen;
        write(store, number(i), word);
      }
  };
  threads.emplace_back(play, std::ref(left), "left", std::ref(strangers[0]));
  threads.emplace_back(play, std::ref(right), "right", std::ref(strangers[1]));
  threads.emplace_back(play, std::ref(base), "base", std::ref(strangers[2]));
  for (std::thread& thread : threads) thread.join();
  CHECK(strangers == std::array<int, 3>{});
  image.for_each([](const CustomerRecord& record) { CHECK(record.customer.firstname == "base"); });
  CHECK(word_of(left, number(1)) == "left");
  CHECK(word_of(right, number(1)) == "right");
}

TEST_CASE("an image taken while records are written has whole records, all of one moment") {
  Store store(1);
  write(store, "first", "0");
  write(store, "second", "0");
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 1; i <= 2'000; ++i) {
      write(store, "first", std::to_string(i));
      write(store, "second", std::to_string(i));
    }
    done = true;
  });
  int torn = 0, apart = 0, images = 0;
  while (!done || images == 0) {
    const StoreImage image = store.freeze();
    const Store fork(image);
    image.for_each([&](const CustomerRecord& record) { torn += is_whole(record) ? 0 : 1; });
    const int ahead = std::stoi(word_of(fork, "first")) - std::stoi(word_of(fork, "second"));
    apart += ahead == 0 || ahead == 1 ? 0 : 1;
    torn += image.counts() == Counts{2, 4, 0} ? 0 : 1;
    ++images;
  }
  writer.join();
  CHECK(torn == 0);
  CHECK(apart == 0);
  CHECK(word_of(store, "second") == "2000");
}

TEST_CASE("counts hold while threads write, erase, freeze, restore and clear") {
  Store store(1);
  for (int i = 0; i < k_numbers; ++i) write(store, number(i), "start");
  const StoreImage image = store.freeze();
  std::array<int, 4> torn{};
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < torn.size(); ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 600; ++i) {
        const std::string mine = number((i * 7 + static_cast<int>(t)) % k_numbers);
        if (i % 5 == 0) store.erase(mine);
        if (i % 61 == 0) store.freeze();
        if (i % 151 == 0) store.restore(image);
        if (i % 197 == 0) store.clear();
        write(store, mine, std::to_string(t));
        store.read(mine, [&](const CustomerRecord* record) {
          if (record != nullptr && !is_whole(*record)) ++torn[t];
        });
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(torn == std::array<int, 4>{});
  Counts walked;
  store.for_each([&](const CustomerRecord& record) { walked += mock::counts_of(record); });
  CHECK(store.counts() == walked);
  CHECK(store.freeze().counts() == walked);
}

}  // namespace sellsign::store_concurrency_test
