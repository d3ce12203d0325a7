#include "harness/run/run_id.h"

#include <algorithm>
#include <random>

namespace sellsign::harness {

std::string base36(std::uint64_t number) {
  std::string out;
  do {
    out.insert(out.begin(), "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]);
    number /= 36;
  } while (number != 0);
  return out;
}

std::string make_run_id(std::chrono::system_clock::time_point now) {
  constexpr std::chrono::sys_days k_epoch{std::chrono::year{2026} / 1 / 1};
  constexpr std::uint64_t k_chances = 46'656;  // 36^3
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - k_epoch).count();
  std::random_device random;
  return base36(static_cast<std::uint64_t>(std::max<std::int64_t>(0, seconds))) +
         base36(k_chances + random() % k_chances).substr(1);
}

}  // namespace sellsign::harness
