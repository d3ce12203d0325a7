#pragma once

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
/// the next `load_data`.
Result<> save_data(const std::string& path, const Store& store);
/// The same with the text of the state.
Result<> save_data(const std::string& path, std::string_view state);

/// What a symbolic link stands for in the end, whether that is there or not; else the path itself.
std::string resolved_path(const std::string& path);

/// Makes the state that of a file, and removes what killed processes left of their saves of it; a file that
/// does not exist is an empty state. An Error of kind `usage` says why the file cannot be read or where it is
/// broken; then neither file nor store are changed, and the caller has to stop rather than save over it.
Result<Counts> load_data(const std::string& path, Store& store);

}  // namespace sellsign::mock
