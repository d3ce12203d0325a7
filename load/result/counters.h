#pragma once

#include <concepts>
#include <tuple>
#include <type_traits>

#include "load/result/result.h"

// The counters of each struct, once for adding up and for clearing. The bindings name every member, so that
// a new member does not compile until it has its place here.

namespace sellsign::load {

template <class T, class Of>
concept MaybeConst = std::same_as<std::remove_const_t<T>, Of>;

template <MaybeConst<Tally> T>
auto counters_of(T& tally) {
  auto& [endings, sent, resent, checks_made, checks_broken, bytes_out, bytes_in, statuses] = tally;
  return std::tie(endings, sent, resent, checks_made, checks_broken, bytes_out, bytes_in, statuses);
}

template <MaybeConst<StepCounts> T>
auto counters_of(T& step) {
  auto& [service, response, tally, failure] = step;
  return std::tie(service, response, tally);
}

template <MaybeConst<IterationLoad> T>
auto counters_of(T& iterations) {
  auto& [service, response, started, finished, failed, cut] = iterations;
  return std::tie(service, response, started, finished, failed, cut);
}

template <MaybeConst<Starts> T>
auto counters_of(T& starts) {
  auto& [intended, queued, dropped, unstarted, rowless, late, late_limit, lateness] = starts;
  return std::tie(intended, queued, dropped, unstarted, rowless, late, lateness);
}

/// Without `in_flight`, which adds up differently side by side and one after the other.
template <MaybeConst<Interval> T>
auto counters_of(T& interval) {
  auto& [start, length, warmup, intended, started, finished, requests, errors, in_flight, service, response] =
      interval;
  return std::tie(intended, started, finished, requests, errors, service, response);
}

template <class T>
requires std::integral<T> || requires(T& all) { all.add(all); }
void add_up(T& all, const T& more) {
  if constexpr (std::integral<T>)
    all += more;
  else
    all.add(more);
}
void add_up(std::array<std::uint64_t, k_endings>& all, const std::array<std::uint64_t, k_endings>& more);
void add_up(std::map<int, std::uint64_t>& all, const std::map<int, std::uint64_t>& more);
void add_up(std::vector<Histogram::Bucket>& all, const std::vector<Histogram::Bucket>& more);

/// Adds each counter of `more` to the same one of `all`.
template <class T>
void add_counters(T& all, const T& more) {
  std::apply(
      [&](auto&... sum) {
        std::apply([&](const auto&... one) { (add_up(sum, one), ...); }, counters_of(more));
      },
      counters_of(all));
}

/// Sets each counter to nothing; histograms keep their memory.
template <class T>
void clear_counters(T& value) {
  const auto clear = [](auto& counter) {
    if constexpr (requires { counter.clear(); })
      counter.clear();
    else
      counter = {};
  };
  std::apply([&](auto&... counter) { (clear(counter), ...); }, counters_of(value));
}

}  // namespace sellsign::load
