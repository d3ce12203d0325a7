#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "mock_server/store/store.h"

namespace sellsign::mock {

/// The whole state as JSON, a line for each customer, sorted by number; ends with a newline. The same state
/// gives the same bytes. docs/state.md describes it.
std::string export_state(const StoreImage& image);

/// The state of a store at one moment. Freezes it: see Store::freeze.
std::string export_state(const Store& store);

/// Appends a customer with what belongs to it, as it stands in such a text.
void append_record(std::string& out, const CustomerRecord& record);

/// How such a text begins: all up to the first customer.
std::string state_head(std::int64_t next_id, std::int64_t next_count);

/// Reads such a text into an empty store. With problems, what is in the store then is of no use.
Problems read_state(Store& store, const std::string& file, std::string_view text);

/// Makes the state what `text`, which `export_state` or a person has written, says, and `counts` what it
/// holds. Every key has to be there. Problems have `file:line:col` as their place and begin with the JSON
/// path; a hundred at most are listed, and with any, neither `store` nor `counts` is changed.
Problems import_state(Store& store, const std::string& file, std::string_view text, Counts& counts);

}  // namespace sellsign::mock
