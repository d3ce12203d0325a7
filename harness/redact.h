#pragma once

#include "client/redactor.h"
#include "harness/result.h"

namespace sellsign::harness {

/// Takes secrets out of every text of a result.
void redact(ScenarioResult& result, const client::Redactor& redactor);

}  // namespace sellsign::harness
