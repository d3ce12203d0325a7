#include "client/wire/watchdog.h"

#include <utility>

namespace sellsign::client {

Watchdog::Watch::Watch(Watchdog& dog, Deadline deadline, Bark bark) : dog_(dog), bark_(std::move(bark)) {
  const std::lock_guard lock(dog_.mutex_);
  place_ = dog_.watches_.emplace(deadline, this);
  if (place_ == dog_.watches_.begin()) dog_.changed_.notify_one();
}

Watchdog::Watch::~Watch() {
  const std::lock_guard lock(dog_.mutex_);
  if (place_ != dog_.watches_.end()) dog_.watches_.erase(place_);
}

Watchdog::Watchdog() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Watchdog::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (watches_.empty()) {
      changed_.wait(lock, stop, [this] { return !watches_.empty(); });
      continue;
    }
    const auto first = watches_.begin();
    const Deadline due = first->first;
    if (due > std::chrono::steady_clock::now()) {
      changed_.wait_until(lock, stop, due, [&] { return watches_.empty() || watches_.begin()->first < due; });
      continue;
    }
    Watch& watch = *first->second;
    watches_.erase(first);
    watch.place_ = watches_.end();
    if (const auto next = watch.bark_()) watch.place_ = watches_.emplace(*next, &watch);
  }
}

}  // namespace sellsign::client
