#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "mock_server/store/store.h"

namespace sellsign::mock {

/// The first line of the log FILE.log: which text of FILE it goes on from.
std::string log_head(std::string_view data);

/// What the changed customers are now, as lines for the log. Nothing of a batch counts without its last line.
std::string log_batch(const Store& store, const StoreChanges& changes);

/// Applies the batches of a log to the state of its data file. A last batch that is cut short is left out:
/// the process was stopped while it wrote. Problems have `file:line:col` as their place; then the store is of
/// no use.
Problems apply_log(Store& store, const std::string& file, std::string_view log);

}  // namespace sellsign::mock
