#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What is shown while a load run goes on. Nothing here reads a clock or knows a terminal.

namespace sellsign::load {

/// Two percentiles of the last interval, in us; nothing when it had no value.
struct LivePercentiles {
  std::optional<std::int64_t> p50, p99;
};

/// A step in the last interval.
struct LiveStep {
  std::string id;
  double rate = 0;  ///< requests a second
  LivePercentiles service;
  std::uint64_t errors = 0;  ///< since the start of the run
};

/// The state of a run at one moment.
struct LiveState {
  std::chrono::nanoseconds elapsed{};
  std::optional<std::chrono::nanoseconds> total;  ///< of the profile, warm-up included
  std::optional<double> done;                     ///< 0 to 1, for a run that ends after so many iterations
  std::optional<double> intended;     ///< iterations a second in the last interval; open model only
  double reached = 0;                 ///< iterations a second that finished in the last interval
  std::uint64_t in_flight = 0;        ///< iterations
  LivePercentiles response, service;  ///< of iterations; of requests
  std::uint64_t errors = 0;           ///< requests since the start that did not end `ok`
  std::uint64_t late = 0;             ///< late starts since the start
  bool warmup = false;
  bool invalid = false;  ///< as things stand the run would be INVALID: percentiles are marked
  std::vector<LiveStep> steps;
};

/// How the view is set.
struct LiveStyle {
  std::size_t width = 80;
  std::size_t height = 24;  ///< steps that do not fit are counted, not shown
  bool colour = false;
};

/// The view for a terminal: progress, rates, both clocks, steps. No line is longer than the width.
std::vector<std::string> live_lines(const LiveState& state, const LiveStyle& style);

/// One line for a log, without its end.
std::string live_line(const LiveState& state);

/// Draws lines over those that it drew before. For one thread.
class LiveScreen {
 public:
  using Output = std::function<void(std::string_view)>;

  /// `output` gets text with ANSI sequences; one call a drawing.
  explicit LiveScreen(Output output) : output_(std::move(output)) {}

  void draw(const std::vector<std::string>& lines);
  /// Takes away what was drawn; the next drawing begins where the first did.
  void clear();

 private:
  std::string back() const;

  Output output_;
  std::size_t drawn_ = 0;
};

}  // namespace sellsign::load
