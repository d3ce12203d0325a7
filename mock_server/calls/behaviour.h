#pragma once

#include "api/arguments.h"
#include "api/bind.h"
#include "api/endpoints.h"
#include "http/message.h"
#include "mock_server/calls/clock.h"
#include "mock_server/calls/settings.h"
#include "mock_server/calls/trace.h"
#include "mock_server/store/store.h"

namespace sellsign::mock {

/// What a behaviour may touch. All of it is thread-safe or constant.
struct World {
  Store& store;
  const Settings& settings;
  const Clock& clock;
  Trace& trace;  ///< of this request: gets the outcome and the parameters that it carried
  const api::Endpoint* call = nullptr;  ///< the one that is performed
};

enum class Mode : bool {
  lenient,  ///< departures are answered as the vendor appears to, with a warning each
  strict    ///< departures are refused
};

/// Binds the arguments to the call's typed request, checks them, and lets the call's function answer. A
/// refusal, also one that strict mode makes of a departure, changes nothing in the store. `is_get`: the
/// request is a GET or HEAD.
http::Reply perform(const api::Endpoint& row, const api::Arguments& arguments, bool is_get, Mode mode,
                    World world, api::Findings& findings);

/// How a built call answers lists with these settings: `elements` ({"elements":[...]}) or `array`.
std::string_view list_shape(const api::Endpoint& row, const Settings& settings);

}  // namespace sellsign::mock
