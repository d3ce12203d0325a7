#pragma once

#include <cstdint>

#include "mock_server/data/generate.h"

namespace sellsign::mock {

/// Makes up customer `n`, from 1, with signatories and free fields, whose ids come from the store; stores
/// nothing. See `generate`.
CustomerRecord make_customer(std::int64_t n, const GenerateOptions& options, const Settings& settings,
                             Store& store);

}  // namespace sellsign::mock
