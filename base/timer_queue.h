#pragma once

#include <chrono>
#include <optional>
#include <queue>
#include <vector>

namespace sellsign {

/// Keys with the moment at which they are due, soonest first. Nothing is ever taken back: a key that is no
/// longer due is recognised by its owner when it comes out. For one thread at a time.
template <class Key>
class TimerQueue {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  void add(Moment at, Key key) { entries_.push({at, key}); }

  /// The soonest moment, if any.
  std::optional<Moment> next() const {
    return entries_.empty() ? std::nullopt : std::optional(entries_.top().at);
  }

  /// Takes out a key that is due, if there is one.
  std::optional<Key> pop_due(Moment now) {
    if (entries_.empty() || entries_.top().at > now) return std::nullopt;
    const Key key = entries_.top().key;
    entries_.pop();
    return key;
  }

 private:
  struct Entry {
    Moment at;
    Key key;
    bool operator<(const Entry& other) const { return at > other.at; }
  };
  std::priority_queue<Entry> entries_;
};

}  // namespace sellsign
