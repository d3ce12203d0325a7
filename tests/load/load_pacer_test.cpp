#include <chrono>
#include <cmath>
#include <vector>

#include "load/model/pacer.h"
#include "tests/catch.h"

namespace sellsign::load::load_pacer_test {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

Profile open_profile(std::vector<Stage> stages, Arrivals arrivals = Arrivals::even) {
  Profile profile;
  profile.model = Model::open;
  profile.stages = std::move(stages);
  profile.arrivals = arrivals;
  return profile;
}

double milliseconds(nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

TEST_CASE("even starts come where the rate, summed up, reaches their number") {
  const Profile steady = open_profile({{100, 100, 10s}});
  const Profile ramp = open_profile({{0, 100, 10s}});  // t^2 * 5 starts after t seconds
  const Profile down = open_profile({{100, 0, 10s}});
  const Profile steps = open_profile({{10, 10, 1s}, {0, 0, 2s}, {20, 20, 1s}});
  const struct {
    const char* what;
    const Profile& profile;
    std::uint64_t n;
    double at;  // ms; negative: never
  } k_rows[] = {
      {"the first is at once", steady, 0, 0},
      {"then every 10 ms", steady, 1, 10},
      {"the last", steady, 999, 9'990},
      {"and no more", steady, 1'000, -1},
      {"a ramp begins slowly", ramp, 5, 1'000},
      {"and gets quick", ramp, 320, 8'000},
      {"to its end", ramp, 499, 9'989.995},
      {"500 in all", ramp, 500, -1},
      {"a ramp down", down, 180, 2'000},
      {"becomes slow", down, 480, 8'000},
      {"steps: the first", steps, 9, 900},
      {"nothing while the rate is 0", steps, 10, 3'000},
      {"then at the next rate", steps, 11, 3'050},
      {"30 in all", steps, 30, -1},
  };
  for (const auto& row : k_rows) {
    INFO(row.what << ", start " << row.n);
    const auto at = Pacer(row.profile, 1).start_of(row.n);
    CHECK(at.has_value() == (row.at >= 0));
    if (at) CHECK(milliseconds(*at) == Approx(row.at).margin(0.001));
  }
}

TEST_CASE("a start's moment depends on nothing but profile, seed and number") {
  for (const Arrivals arrivals : {Arrivals::even, Arrivals::poisson}) {
    const Profile profile = open_profile({{0, 200, 2s}, {200, 200, 5s}, {200, 50, 3s}}, arrivals);
    const Pacer asked_in_order(profile, 7), asked_backwards(profile, 7);
    std::vector<std::optional<nanoseconds>> forwards;
    for (std::uint64_t n = 0; n < 1'600; ++n) forwards.push_back(asked_in_order.start_of(n));
    for (std::uint64_t n = 1'600; n-- > 0;)
      if (n % 97 == 0) CHECK(asked_backwards.start_of(n) == forwards[n]);
    for (std::size_t n = 1; n < forwards.size(); ++n) {
      if (forwards[n]) REQUIRE(*forwards[n] >= *forwards[n - 1]);
      if (!forwards[n - 1]) REQUIRE_FALSE(forwards[n].has_value());
    }
  }
}

TEST_CASE("Poisson arrivals: exponential gaps at the asked rate, another process for another seed") {
  const Profile profile = open_profile({{1'000, 1'000, 60s}}, Arrivals::poisson);
  const Pacer pacer(profile, 42);
  double before = 0, sum = 0, squares = 0;
  std::uint64_t count = 0;
  for (; const auto at = pacer.start_of(count); ++count) {
    const double gap = milliseconds(*at) - before;
    before = milliseconds(*at);
    sum += gap;
    squares += gap * gap;
  }
  CHECK(static_cast<double>(count) == Approx(60'000).margin(4 * std::sqrt(60'000)));
  const double mean = sum / static_cast<double>(count);
  const double deviation = std::sqrt(squares / static_cast<double>(count) - mean * mean);
  CHECK(mean == Approx(1).epsilon(0.02));
  CHECK(deviation == Approx(mean).epsilon(0.03));  // of an exponential distribution they are equal
  CHECK(Pacer(profile, 43).start_of(10) != pacer.start_of(10));
}

TEST_CASE("how many starts are intended up to a moment is how many come before it") {
  for (const Arrivals arrivals : {Arrivals::even, Arrivals::poisson})
    for (const nanoseconds offset : {0ms, 1ms, 999ms, 1'000ms, 2'500ms, 7'000ms, 100'000ms}) {
      const Profile profile = open_profile({{0, 50, 2s}, {30, 30, 5s}}, arrivals);
      const Pacer pacer(profile, 3);
      std::uint64_t counted = 0;
      for (std::uint64_t n = 0; pacer.start_of(n) && *pacer.start_of(n) < offset; ++n) ++counted;
      INFO(milliseconds(offset));
      CHECK(Pacer(profile, 3).starts_until(offset) == counted);
    }
}

TEST_CASE("a number of iterations ends an open profile before its time") {
  Profile profile = open_profile({{100, 100, 10s}});
  profile.iterations = 25;
  CHECK(Pacer(profile, 1).start_of(24));
  CHECK_FALSE(Pacer(profile, 1).start_of(25));
  CHECK(Pacer(profile, 1).starts_until(10s) == 25);
}

TEST_CASE("users of a closed profile come and go with its stages") {
  Profile profile;
  profile.stages = {{0, 10, 10s}, {10, 10, 5s}, {2, 2, 5s}};
  const struct {
    nanoseconds at;
    std::uint64_t users;
  } k_levels[] = {{0s, 0}, {1s, 1}, {5s, 5}, {10s, 10}, {14s, 10}, {15s, 2}, {19s, 2}, {20s, 0}};
  for (const auto& row : k_levels) CHECK(users_at(profile, row.at) == row.users);

  const struct {
    std::uint64_t user;
    nanoseconds from;
    double at;  // ms; negative: never again
  } k_rows[] = {{0, 0s, 500}, {0, 3s, 3'000}, {4, 0s, 4'500}, {9, 0s, 9'500}, {1, 16s, 16'000},
                {2, 16s, -1}, {9, 15s, -1},   {10, 0s, -1},   {0, 20s, -1}};
  for (const auto& row : k_rows) {
    INFO("user " << row.user << " from " << milliseconds(row.from));
    const auto at = work_from(profile, row.user, row.from);
    CHECK(at.has_value() == (row.at >= 0));
    if (at) CHECK(milliseconds(*at) == Approx(row.at).margin(0.001));
    if (at) CHECK(users_at(profile, *at) > row.user);
  }
}

}  // namespace
}  // namespace sellsign::load::load_pacer_test
