#pragma once

#include "base/redactor.h"
#include "harness/run/result.h"

namespace sellsign::harness {

/// Takes secrets out of every text of a result.
void redact(ScenarioResult& result, const Redactor& redactor);

}  // namespace sellsign::harness
