#pragma once

#include <chrono>
#include <optional>

#include "http/client/exchanges.h"
#include "load/engine/session.h"
#include "load/result/slice.h"

namespace sellsign::load {

/// What became of one request.
struct JudgedRequest {
  Ending ending = Ending::ok;
  bool timed = true;  ///< the time that it took says something about the target: it was answered, given up
                      ///< after the time-out, or cut
  std::optional<std::chrono::nanoseconds> pause{};  ///< that a 429 or 503 asks for by its Retry-After
};

/// Makes the checks and captures of a request; counts statuses, checks and what did not hold in `step`, and
/// puts what was captured into the session.
JudgedRequest judge(const http::Finished& over, const PreparedRequest& request, Session& session,
                    StepSlice& step);

}  // namespace sellsign::load
