#pragma once

#include <memory>

#include <nlohmann/json_fwd.hpp>

namespace sellsign {

/// JSON that keeps the order of its keys. Include <nlohmann/json.hpp> to look inside.
using Json = nlohmann::ordered_json;

/// A value shared by everything that was made from the same file. Never null unless the declaration says so.
using JsonPtr = std::shared_ptr<const Json>;

}  // namespace sellsign
