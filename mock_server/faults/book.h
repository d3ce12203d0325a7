#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "api/arguments.h"
#include "api/endpoints.h"
#include "base/held_bytes.h"
#include "base/json/json.h"
#include "base/result.h"
#include "mock_server/calls/clock.h"
#include "mock_server/faults/fault.h"

namespace sellsign::mock {

/// What a fault can know of a request. Views that live as long as the call to `decide`.
struct FaultRequest {
  const api::Endpoint& row;
  const api::Arguments& arguments;
  std::string_view number;
  std::string_view token;
};

/// How much text the faults of several books may have together.
struct FaultBytes {
  HeldBytes::Sum held = HeldBytes::make_sum();
  std::size_t most = std::size_t{16} << 20U;
};

/// What a book is made with.
struct FaultBookOptions {
  std::uint64_t seed = 1;
  bool shows_tokens = false;  ///< `to_json` gives tokens as they are; else `***` stands for them
  FaultBytes bytes{};
};

/// The faults of a mock, in order, with their counts. Thread-safe; without enabled faults it costs a load.
///
/// A fault sees each request that matches it, while the fault is enabled and the time is between its from and
/// until, unless an earlier fault in the list was applied to that request. The effect on the n-th request
/// that a fault sees depends only on the seed, the fault's name and n: the same requests meet the same
/// faults, however many threads there are.
class FaultBook {
 public:
  explicit FaultBook(FaultBookOptions options = {});
  ~FaultBook();
  FaultBook(const FaultBook&) = delete;
  FaultBook& operator=(const FaultBook&) = delete;

  /// What is done to a request, by the first fault that is applied to it.
  std::optional<FaultAction> decide(const FaultRequest& request, const Clock& clock);

  /// `{"seed":N,"faults":[...]}`.
  std::string to_json() const;
  /// One fault; nothing when none has that name.
  std::optional<std::string> to_json(std::string_view name) const;

  /// Replaces all by those of `{"faults":[...]}`. Changes nothing when there are problems, such as more text
  /// than `FaultBytes` allows; their places are JSON paths.
  Problems replace_all(std::string_view text);
  /// The same with faults that the mock starts with: they count, but there may be as many as its user wants.
  Problems start_with(std::string_view text);
  /// Adds one at the end, or replaces the one of that name where it stands; its counts begin anew. As
  /// `replace_all`.
  Problems put(std::string_view name, std::string_view text);

  /// Whether there is one of that name. Counts and the state of its chances go on where they were.
  bool enable(std::string_view name, bool enabled);
  /// How many were deleted: 0 or 1.
  std::size_t remove(std::string_view name);
  /// How many were deleted.
  std::size_t remove_all();

  std::uint64_t seed() const { return options_.seed; }
  /// In order.
  std::vector<std::string> names() const;

 private:
  class Kept;
  using List = std::vector<std::unique_ptr<Kept>>;

  List::const_iterator find(std::string_view name) const;
  void count_enabled();

  Json shown(const Kept& fault) const;

  Problems replace_with(std::string_view text, bool is_bounded);
  std::unique_ptr<Kept> keep(FaultRule rule) const;
  bool is_too_much(std::size_t given_back) const;

  const FaultBookOptions options_;
  std::atomic<std::size_t> enabled_{0};
  mutable std::shared_mutex mutex_;  ///< shared by requests, exclusive for changes
  List faults_;
};

}  // namespace sellsign::mock
