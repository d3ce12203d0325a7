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

/// Where a request goes, as far as it shows in the request and its curl line.
struct SentTo {
  std::string_view base_url{};
  std::string_view token{};
  std::string_view ca_file{};
};

/// The request of a step, or of one case of it (`one` may be null). Error kind `usage`: a variable has no
/// value, the values are too large, or they would change where the target or a header field ends.
Result<StepRequest> make_request(const Step& step, const Case* one, const Values& variables,
                                 const SentTo& server);

}  // namespace sellsign::harness
