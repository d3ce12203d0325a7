#pragma once

#include <string>

#include "mock_server/calls/behaviour.h"
#include "mock_server/calls/read_request.h"
#include "mock_server/calls/settings.h"
#include "mock_server/calls/tokens.h"
#include "mock_server/store/store.h"

namespace sellsign::mock {

/// A request that the mock answered with a sentence, and what decided so. Views; `store` is only read.
struct Refused {
  const ReadRequest& asked;
  const api::Endpoint& row;  ///< the call, else the one that the request comes nearest to
  Mode mode;
  const TokenRule& tokens;
  const Settings& settings;
  const Store& store;
};

/// What to do about a refusal, as lines for below its sentence (without a line feed at either end), in
/// printable ASCII, a few kilobytes at most: the statement behind it, the nearest call, what differs, and a
/// corrected request as a curl line that this mock accepts. Empty when there is nothing to correct. It never
/// holds a token: the line takes it from $SELLSIGN_TOKEN. Thread-safe; looks at up to 2,000 customers'
/// numbers.
std::string advice(const Refused& refused);

/// The same for a call that is known by name only, without a look at the request.
std::string advice_for_not_built(const api::Endpoint& row);

}  // namespace sellsign::mock
