#pragma once

#include <functional>
#include <string_view>

#include "api/endpoints.h"
#include "base/result.h"
#include "harness/scenario/scenario.h"

namespace sellsign::harness {

/// Judges a request for a server outside this machine by its bytes, whatever its step says that it does:
/// they have to be one whole request, and the effect of the call that a server could take it for has to be
/// one that may be sent. Error kind `refused`.
Result<> check_sent(std::string_view bytes, const std::function<bool(api::Effect)>& may_send);

/// Steps that say of their request that it does less than the call does which it is. Requests that depend on
/// values which only a run has are passed over: `check_sent` sees them.
Problems understated_effects(const Scenario& scenario);

}  // namespace sellsign::harness
