#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "harness/scenario/scenario.h"
#include "harness/scenario/variables.h"
#include "http/client/transport.h"

namespace sellsign::harness {

/// A step's request with its variables put in, and the same as a curl line without the token.
struct StepRequest {
  http::HttpRequest request;
  std::string curl;
};

/// The request of a step, or of one case of it (`one` may be null). Error kind `usage`: a variable has no
/// value.
Result<StepRequest> make_request(const Step& step, const Case* one, const Values& variables,
                                 std::string_view base_url, std::string_view token);

}  // namespace sellsign::harness
