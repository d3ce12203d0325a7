#include "base/nearest.h"

#include <algorithm>

#include "base/text.h"

namespace sellsign {
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

std::optional<std::string_view> nearest(std::string_view wanted,
                                        std::span<const std::string_view> candidates) {
  return nearest(wanted, candidates, std::max<std::size_t>(2, wanted.size() / 3));
}

std::optional<std::string_view> nearest(std::string_view wanted, std::span<const std::string_view> candidates,
                                        std::size_t most_slips) {
  constexpr std::size_t k_longest = 200;  // nobody mistypes more than that, and the distance is quadratic
  if (wanted.empty() || wanted.size() > k_longest) return std::nullopt;
  const std::string folded = lower(wanted);
  std::optional<std::string_view> best;
  std::size_t best_distance = most_slips + 1;
  for (const std::string_view candidate : candidates) {
    const auto [shorter, longer] = std::minmax({wanted.size(), candidate.size()});
    if (longer - shorter >= best_distance) continue;
    const std::size_t distance = edit_distance(folded, lower(candidate));
    if (distance < best_distance && distance < longer) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> candidates) {
  const auto found = nearest(wanted, candidates);
  return found ? " (did you mean \"" + std::string(*found) + "\"?)" : "";
}

}  // namespace sellsign
