#pragma once

#include <bitset>
#include <string>
#include <vector>

#include "api/bind.h"
#include "api/endpoints.h"

namespace sellsign::mock {

/// What became known of one request while it was answered: for journal, faults, coverage and metrics.
struct Trace {
  const api::Endpoint* row = nullptr;  ///< the call; null when none was matched, or it is not built
  std::string token;                   ///< the one that counts; empty: none was given
  std::string number;                  ///< of the customer that the request is about; empty: none was given
  std::vector<api::Departure> departures;
  std::string fault;     ///< name of the fault that was applied; empty: none
  bool refused = false;  ///< the mock answered a sentence instead of the call's shape
  std::bitset<api::k_most_fields> present;  ///< rows of the call's parameters that the request carried
};

}  // namespace sellsign::mock
