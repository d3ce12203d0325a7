#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace sellsign::client {

/// One thread that calls functions at their deadlines. Thread-safe.
class Watchdog {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  /// Says when it wants to be called again, if at all.
  using Bark = std::function<std::optional<Deadline>()>;

  /// While it lives, the function is due. Once it is gone, the function is neither running nor will it run.
  class Watch {
   public:
    Watch(Watchdog& dog, Deadline deadline, Bark bark);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    friend class Watchdog;
    Watchdog& dog_;
    std::multimap<Deadline, Watch*>::iterator place_;  // end() once the function is not due any more
    Bark bark_;
  };

  Watchdog();

  /// No watch may outlive its dog.
  ~Watchdog() = default;

 private:
  void run(const std::stop_token& stop);

  std::mutex
      mutex_;  // held while a function runs: functions have to be short and must not make or end watches
  std::condition_variable_any changed_;
  std::multimap<Deadline, Watch*> watches_;
  std::jthread thread_;  // last: stops before the rest goes
};

}  // namespace sellsign::client
