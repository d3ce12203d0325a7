#pragma once

#include <string>

#include "cli/flags/target.h"
#include "harness/run/runner.h"

namespace sellsign::cli {

/// Says of a scenario's requirement what the mock at `flags.target` lacks, from what its control API says
/// about mode and settings; asked once, when the first scenario requires something. Only mocks of this
/// machine and of container networks (names without a dot) are asked, so that no other server meets a request
/// that is in no scenario. `token`: the vendor's, whose namespace is looked at. `admin_token`: the control
/// API's, or empty.
harness::Unfit unfit_of(const TargetFlags& flags, const std::string& token, const std::string& admin_token);

}  // namespace sellsign::cli
