#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "load/result/slo.h"

// The tables that reading and judging SLOs share.

namespace sellsign::load {

enum class SloUnit : std::uint8_t { time, share, rate };

struct MetricRow {
  std::string_view name;
  SloUnit unit;
  bool of_a_step;  ///< whether a step may stand before it
};

inline constexpr std::array<MetricRow, 9> k_metrics = {{{"service", SloUnit::time, true},
                                                        {"response", SloUnit::time, true},
                                                        {"errors", SloUnit::share, true},
                                                        {"failed_checks", SloUnit::share, true},
                                                        {"throughput", SloUnit::rate, false},
                                                        {"iterations", SloUnit::rate, false},
                                                        {"late_starts", SloUnit::share, false},
                                                        {"dropped", SloUnit::share, false},
                                                        {"cut", SloUnit::share, false}}};

struct BoundRow {
  std::string_view sign, words;
  bool (*holds)(double got, double limit);
};
inline constexpr std::array<BoundRow, 4> k_bounds = {
    {{"<=", "at most", [](double got, double limit) { return got <= limit; }},
     {"<", "less than", [](double got, double limit) { return got < limit; }},
     {">=", "at least", [](double got, double limit) { return got >= limit; }},
     {">", "more than", [](double got, double limit) { return got > limit; }}}};

inline const BoundRow& row_of(SloBound bound) { return k_bounds[static_cast<std::size_t>(bound)]; }
inline const MetricRow& row_of(Metric metric) { return k_metrics[static_cast<std::size_t>(metric)]; }

}  // namespace sellsign::load
