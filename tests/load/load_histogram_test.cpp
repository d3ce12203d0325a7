#include <nlohmann/json.hpp>

#include "load/result/histogram.h"
#include "tests/catch.h"
#include "tests/support/program.h"

namespace sellsign::load::load_histogram_test {
namespace {

using nlohmann::json;

json golden() {
  return json::parse(testing::read_text(SELLSIGN_SOURCE_DIR "/tests/data/load/hdr_golden.json"));
}

TEST_CASE("statistics are those of HdrHistogram for the same values", "[load]") {
  for (const json& one : golden()) {
    INFO(one["name"]);
    Histogram histogram;
    for (const json& pair : one["sample"]) histogram.record_us(pair[0], pair[1]);
    CHECK(histogram.count() == one["count"].get<std::uint64_t>());
    CHECK(histogram.mean_us() == Approx(one["mean"].get<double>()).margin(0.5));
    CHECK(histogram.deviation_us() == Approx(one["deviation"].get<double>()).margin(0.5));
    for (const auto& [percentile, value] : one["percentiles"].items()) {
      INFO("p" << percentile);
      CHECK(histogram.at_us(std::stod(percentile)) == value.get<std::int64_t>());
    }
  }
}

TEST_CASE("buckets follow each other without gap, and no value is more than 0.1 % off", "[load]") {
  std::int64_t next = 0;
  for (std::int32_t i = 0; i < Histogram::bucket_count(); ++i) {
    INFO("bucket " << i);
    const std::int64_t low = Histogram::lowest_of(i), high = Histogram::highest_of(i);
    REQUIRE(low == next);
    REQUIRE(Histogram::index_of(low) == i);
    REQUIRE(Histogram::index_of(high) == i);
    REQUIRE(static_cast<double>(high - low) <= 0.001 * static_cast<double>(low));
    next = high + 1;
  }
  CHECK(next > Histogram::k_highest);
}

TEST_CASE("percentiles at the edges", "[load]") {
  Histogram histogram;
  CHECK((histogram.at_us(50) == 0 && histogram.min_us() == 0 && histogram.max_us() == 0));
  for (int i = 1; i <= 1000; ++i) histogram.record_us(i, 1);
  struct Row {
    double percentile;
    std::int64_t wanted;
  };
  for (const Row& row : {Row{-1, 1}, Row{0, 1}, Row{0.1, 1}, Row{0.11, 2}, Row{50, 500}, Row{50.01, 501},
                         Row{99, 990}, Row{99.9, 999}, Row{99.91, 1000}, Row{100, 1000}, Row{200, 1000}}) {
    INFO(row.percentile);
    CHECK(histogram.at_us(row.percentile) == row.wanted);
  }
}

TEST_CASE("what does not fit into the range is kept at its ends", "[load]") {
  using std::chrono::nanoseconds;
  Histogram histogram;
  histogram.record(nanoseconds(-5));
  histogram.record(nanoseconds(0));
  histogram.record(nanoseconds(1499));
  histogram.record(nanoseconds(1500));
  CHECK(histogram.clipped() == 0);
  histogram.record(std::chrono::hours(1));
  CHECK(histogram.clipped() == 0);
  histogram.record(std::chrono::hours(2));
  CHECK(histogram.clipped() == 1);
  CHECK(histogram.count() == 6);
  CHECK(static_cast<double>(histogram.max_us()) == Approx(3.6e9).epsilon(0.001));
}

TEST_CASE("two histograms add up to what one would have held", "[load]") {
  Histogram all, odd, even, from_buckets;
  for (int i = 1; i <= 5000; ++i) {
    all.record_us(i * i, 1);
    (i % 2 == 0 ? even : odd).record_us(i * i, 1);
  }
  odd.add(even);
  odd.add(Histogram());
  CHECK(odd == all);
  CHECK(odd.count() == all.count());
  const auto buckets = all.buckets();
  from_buckets.add(buckets);
  CHECK(from_buckets == all);
  all.clear();
  CHECK((all.empty() && all == Histogram()));
}

}  // namespace
}  // namespace sellsign::load::load_histogram_test
