#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "mock_server/store/store.h"

namespace sellsign::mock {

/// Replaces a file by the state of a store, as `export_state` writes it, at one moment: whoever reads the
/// file finds the old state or the new one, also when the process or the machine stops in between. What a
/// symbolic link points to is replaced, not the link. Saves of one process wait for each other. An Error of
/// kind `internal` says what failed and why; then the file is as it was, unless it was the last step that
/// failed, to make sure of the folder.
///
/// The new state is written to FILE.new.PID beside it; a process that is killed may leave that behind, until
/// the next `read_data`.
Result<> save_data(const std::string& path, const Store& store);
/// The same with the text of the state.
Result<> save_data(const std::string& path, std::string_view state);

/// The text of a data file; nothing when it does not exist. Removes what killed processes left of their saves
/// of it. An Error of kind `usage` says why it cannot be read.
Result<std::optional<std::string>> read_data(const std::string& path);

/// Makes the state that of the text of a data file; an empty one without a text. An Error of kind `usage`
/// says where it is broken; then the store is as it was, and the caller has to stop rather than save over the
/// file.
Result<Counts> take_data(const std::string& path, const std::optional<std::string>& text, Store& store);

}  // namespace sellsign::mock
