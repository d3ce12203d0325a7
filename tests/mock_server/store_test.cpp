#include "mock_server/store/store.h"

#include <map>
#include <memory>
#include <random>
#include <vector>

#include "tests/catch.h"

namespace sellsign::store_test {

using namespace sellsign;
using mock::Counts;
using mock::CustomerRecord;
using mock::Store;
using mock::StoreImage;

constexpr std::int64_t k_first_id = 100;

/// What a store should hold, without layers.
struct Model {
  std::map<std::string, CustomerRecord> records;
  std::int64_t next_id = k_first_id;
  std::int64_t next_count = 1;

  Counts counts() const {
    Counts sum;
    for (const auto& [number, record] : records) sum += mock::counts_of(record);
    return sum;
  }
};

std::map<std::string, CustomerRecord> records_of(const Store& store) {
  std::map<std::string, CustomerRecord> records;
  store.for_each([&](const CustomerRecord& record) {
    if (!records.emplace(record.customer.number, record).second) FAIL("a record was visited twice");
  });
  return records;
}

/// Stores, their models, and images, on which random operations are done.
class Play {
 public:
  explicit Play(unsigned seed) : random_(seed) {
    stores_.push_back({std::make_unique<Store>(k_first_id), {}});
  }

  void step() {
    struct Operation {
      unsigned share;
      void (Play::*run)();
    };
    static constexpr Operation k_operations[] = {{30, &Play::upsert}, {30, &Play::change}, {18, &Play::erase},
                                                 {10, &Play::freeze}, {5, &Play::restore}, {5, &Play::fork},
                                                 {1, &Play::replace}, {1, &Play::clear}};
    now_ = below(stores_.size());
    unsigned at = static_cast<unsigned>(below(100));
    for (const Operation& operation : k_operations) {
      if (at < operation.share) return (this->*operation.run)();
      at -= operation.share;
    }
  }

  void check_counts() { CHECK(store().counts() == model().counts()); }

  void check_all() {
    for (const auto& [kept, model] : stores_) {
      CHECK(records_of(*kept) == model.records);
      CHECK(kept->counts() == model.counts());
      CHECK(kept->size() == model.records.size());
      CHECK(kept->next_id() == model.next_id);
      CHECK(kept->next_count() == model.next_count);
    }
    for (const auto& [image, model] : images_) {
      std::map<std::string, CustomerRecord> records;
      image.for_each([&](const CustomerRecord& record) { records[record.customer.number] = record; });
      CHECK(records == model.records);
      CHECK(image.counts() == model.counts());
      CHECK(image.next_id() == model.next_id);
    }
  }

 private:
  struct Pair {
    std::unique_ptr<Store> store;
    Model model;
  };

  std::size_t below(std::size_t count) { return random_() % count; }
  std::string any_number() { return "C" + std::to_string(below(40)); }
  Store& store() { return *stores_[now_].store; }
  Model& model() { return stores_[now_].model; }

  void write(CustomerRecord& record, const std::string& number, std::int64_t id, unsigned choice) {
    record.customer.number = number;
    record.customer.city = "city " + std::to_string(id);
    if (choice % 3 == 0) record.contractors.emplace_back().id = id;
    if (choice % 3 == 1) record.properties.emplace_back().id = id;
    if (choice % 7 == 0) record.contractors.clear();
    if (choice % 11 == 0) record.properties.clear();
  }

  void upsert() {
    const std::string number = any_number();
    const auto choice = static_cast<unsigned>(below(77));
    const bool was_known = model().records.contains(number);
    store().upsert(number, [&](CustomerRecord& record, bool is_new) {
      CHECK(is_new == !was_known);
      if (is_new) CHECK(record == CustomerRecord{});
      write(record, number, store().take_id(), choice);
    });
    write(model().records[number], number, model().next_id++, choice);
  }

  void change() {
    const std::string number = any_number();
    const auto choice = static_cast<unsigned>(below(77));
    const auto known = model().records.find(number);
    store().change(number, [&](CustomerRecord* record) {
      REQUIRE((record != nullptr) == (known != model().records.end()));
      if (record != nullptr) write(*record, number, 7, choice);
    });
    if (known != model().records.end()) write(known->second, number, 7, choice);
  }

  void erase() {
    const std::string number = any_number();
    const auto known = model().records.find(number);
    const Counts expected = known == model().records.end() ? Counts{} : mock::counts_of(known->second);
    CHECK(store().erase(number) == expected);
    model().records.erase(number);
    store().read(number, [](const CustomerRecord* record) { CHECK(record == nullptr); });
    store().take_count();
    ++model().next_count;
  }

  void freeze() {
    images_.emplace_back(store().freeze(), model());
    if (images_.size() > 5) images_.erase(images_.begin() + static_cast<std::ptrdiff_t>(below(5)));
  }

  void restore() {
    if (images_.empty()) return;
    const auto& [image, then] = images_[below(images_.size())];
    store().restore(image);
    model() = then;
  }

  void fork() {
    if (images_.empty()) return;
    const auto& [image, then] = images_[below(images_.size())];
    stores_.push_back({std::make_unique<Store>(image), then});
    if (stores_.size() > 4) stores_.erase(stores_.begin());
  }

  void replace() {
    Store other(k_first_id);
    other.upsert("X", [](CustomerRecord& record, bool) { record.customer.number = "X"; });
    other.set_next_id(500);
    store().replace_with(std::move(other));
    model() = Model{};
    model().records["X"].customer.number = "X";
    model().next_id = 500;
  }

  void clear() {
    CHECK(store().clear() == model().counts());
    model().records.clear();
  }

  std::mt19937 random_;
  std::vector<Pair> stores_;
  std::vector<std::pair<StoreImage, Model>> images_;
  std::size_t now_ = 0;
};

void put(Store& store, const std::string& number, int contractors = 0) {
  store.upsert(number, [&](CustomerRecord& record, bool) {
    record.customer.number = number;
    for (int i = 0; i < contractors; ++i) record.contractors.emplace_back().id = store.take_id();
  });
}

bool has(const Store& store, const std::string& number) {
  return store.read(number, [](const CustomerRecord* record) { return record != nullptr; });
}

TEST_CASE("a store of layers is like a map, whatever is done to it, its images and its forks") {
  const auto seed = GENERATE(range(1U, 13U));
  Play play(seed);
  for (int i = 0; i < 3'000; ++i) {
    INFO("seed " << seed << ", operation " << i);
    play.step();
    play.check_counts();
    if (i % 50 == 0) play.check_all();
  }
  play.check_all();
}

TEST_CASE("a store that is frozen again and again keeps few layers") {
  Store store(k_first_id);
  std::size_t deepest = 0;
  for (int i = 0; i < 5'000; ++i) {
    put(store, "C" + std::to_string(i));
    const StoreImage image = store.freeze();
    if (i % 100 == 0) deepest = std::max(deepest, image.depth());
  }
  CHECK(store.size() == 5'000);
  CHECK(deepest > 1);
  CHECK(deepest <= 7);  // a shard has about 20 records, one at least 40
}

TEST_CASE("a customer that was erased and comes again is a new one, whichever layer it was in") {
  const bool frozen_before = GENERATE(false, true), frozen_between = GENERATE(false, true);
  Store store(k_first_id);
  put(store, "A", 2);
  if (frozen_before) store.freeze();
  CHECK(store.erase("A") == Counts{1, 2, 0});
  CHECK(store.erase("A") == Counts{});
  if (frozen_between) store.freeze();
  CHECK_FALSE(has(store, "A"));
  store.change("A", [](CustomerRecord* record) { CHECK(record == nullptr); });
  store.upsert("A", [](CustomerRecord& record, bool is_new) {
    CHECK(is_new);
    CHECK(record == CustomerRecord{});
  });
  CHECK(store.counts() == Counts{1, 0, 0});
}

TEST_CASE("ids and counts belong to the state, the first id to the store") {
  Store store(k_first_id);
  put(store, "A", 2);
  store.take_count();
  const StoreImage image = store.freeze();
  put(store, "B", 3);
  CHECK(store.next_id() == k_first_id + 5);

  Store fork(image);
  CHECK(fork.take_id() == k_first_id + 2);
  CHECK(fork.take_count() == 2);

  Store other(7);
  other.restore(image);
  CHECK(other.next_id() == k_first_id + 2);
  CHECK(other.first_id() == 7);
  other.reset_ids();
  CHECK(other.next_id() == k_first_id + 2);  // behind the ids in use
  CHECK(other.next_count() == 1);
  other.clear();
  CHECK(other.next_id() == k_first_id + 2);
  other.reset_ids();
  CHECK(other.next_id() == 7);
}

}  // namespace sellsign::store_test
