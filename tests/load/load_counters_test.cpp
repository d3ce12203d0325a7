#include "load/result/counters.h"
#include "tests/catch.h"

namespace sellsign::load::load_counters_test {
namespace {

void fill(std::uint64_t& counter) { counter = 3; }
void fill(Histogram& times) { times.record_us(5, 3); }
void fill(std::array<std::uint64_t, k_endings>& endings) { endings.fill(3); }
void fill(std::map<int, std::uint64_t>& statuses) { statuses[200] = 3; }
void fill(std::vector<Histogram::Bucket>& buckets) { buckets = {{1, 3}, {7, 3}}; }
void fill(Tally& tally);

template <class T>
void fill_counters(T& value) {
  std::apply([](auto&... counter) { (fill(counter), ...); }, counters_of(value));
}
void fill(Tally& tally) { fill_counters(tally); }

TEMPLATE_TEST_CASE("each counter of a struct adds up and is cleared", "[load]", Tally, StepCounts,
                   IterationLoad, Starts, Interval) {
  TestType once, thrice;
  fill_counters(once);
  for (int i = 0; i < 3; ++i) add_counters(thrice, once);
  TestType summed;
  fill_counters(summed);
  add_counters(summed, once);
  CHECK_FALSE(counters_of(summed) == counters_of(once));
  add_counters(summed, once);
  CHECK(counters_of(summed) == counters_of(thrice));
  clear_counters(summed);
  const TestType nothing;
  CHECK(counters_of(summed) == counters_of(nothing));
}

TEST_CASE("buckets add up in order", "[load]") {
  std::vector<Histogram::Bucket> all = {{1, 1}, {7, 1}};
  add_up(all, {{1, 2}, {3, 4}});
  CHECK(all == std::vector<Histogram::Bucket>{{1, 3}, {3, 4}, {7, 1}});
}

}  // namespace
}  // namespace sellsign::load::load_counters_test
