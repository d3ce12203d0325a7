#pragma once

#include <string>

#include "base/result.h"
#include "cli/flags/service.h"
#include "mock_server/data/data_keeper.h"
#include "mock_server/service/namespaces.h"

namespace sellsign::cli {

/// Gives the default namespace the state and the faults to start with, and makes its state the base of all
/// others: what the file of --data holds (`keeper`, null without that flag) or, while there is none, the seed
/// data and made-up customers. Changes nothing when there are problems.
Problems start_with(const std::string& seed_data, const ServiceFlags& flags, mock::DataKeeper* keeper,
                    mock::Namespaces& namespaces);

}  // namespace sellsign::cli
