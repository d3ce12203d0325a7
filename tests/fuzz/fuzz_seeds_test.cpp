#include <algorithm>
#include <string>

#include "base/random.h"
#include "tests/catch.h"
#include "tests/fuzz/targets.h"

namespace sellsign::fuzz_seeds_test {

/// A text that differs from a sound one in a few places.
std::string damaged(std::string text, std::uint64_t seed) {
  constexpr std::string_view k_likely = "{}[]\",:0-9e\\\r\n%&=;/.\0\xff";
  auto draw = [&, n = std::uint64_t{0}](std::size_t below) mutable {
    return static_cast<std::size_t>(random_at(seed, n++) % std::max<std::size_t>(1, below));
  };
  for (std::size_t changes = 1 + draw(4); changes > 0 && !text.empty(); --changes) {
    const std::size_t at = draw(text.size()), end = std::min(text.size(), at + 1 + draw(20));
    switch (draw(4)) {
      case 0:
        text[at] = k_likely[draw(k_likely.size())];
        break;
      case 1:
        text.erase(at, end - at);
        break;
      case 2:
        text.insert(at, text.substr(at, end - at));
        break;
      default:
        text.insert(at, std::string(1 + draw(200), k_likely[draw(k_likely.size())]));
    }
  }
  return text;
}

TEST_CASE("what holds for every input holds for the seeds of the fuzzers, whole, cut and damaged") {
  constexpr std::size_t k_cuts = 20, k_damaged = 20, k_longest = 4000;
  for (const fuzz::Target& target : fuzz::targets()) {
    INFO(target.name);
    const auto seeds = target.seeds();
    CHECK_FALSE(seeds.empty());
    std::uint64_t number = 0;
    for (const std::string& seed : seeds) {
      target.run(seed);
      if (seed.size() > k_longest) continue;
      for (std::size_t i = 0; i < k_cuts; ++i)
        target.run(std::string_view(seed).substr(0, seed.size() * i / k_cuts));
      for (std::size_t i = 0; i < k_damaged; ++i) target.run(damaged(seed, ++number));
    }
  }
}

}  // namespace sellsign::fuzz_seeds_test
