#pragma once

#include <string>

#include "base/result.h"
#include "http/message.h"
#include "mock_server/calls/clock.h"
#include "mock_server/faults/fault.h"

namespace sellsign::mock {

/// Why the parts of an effect make no sense together, each once; empty: they do.
std::vector<std::string> find_clashes(const FaultEffect& effect);

/// Whether the call is performed before the effect is applied to its answer. Otherwise the request changes
/// nothing.
bool performs_call(const FaultEffect& effect);

/// The answer of an action whose call is not performed: a sentence in the vendor's style, in text.
http::Reply answer_instead(const FaultAction& action);

/// Makes of the answer what the action wants: its text and its delivery, whose delay and pace are real time.
void apply(const FaultAction& action, const Clock& clock, http::Reply& reply);

}  // namespace sellsign::mock
