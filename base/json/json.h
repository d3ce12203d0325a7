#pragma once

#include <cstddef>
#include <memory>

#include <nlohmann/json_fwd.hpp>

namespace sellsign {

/// JSON that keeps the order of its keys. Include <nlohmann/json.hpp> to look inside.
using Json = nlohmann::ordered_json;

/// A value shared by everything that was made from the same file. Never null unless the declaration says so.
using JsonPtr = std::shared_ptr<const Json>;

/// Which departures from JSON are let through.
enum class JsonDialect { commented, plain };

/// How many lists and objects may stand in each other, in whatever is read.
inline constexpr std::size_t k_deepest_json = 100;

/// How many values a text may hold that is read into a tree.
inline constexpr std::size_t k_most_json_values = 4'000'000;

/// How many keys an object may have whose keys are settled.
inline constexpr std::size_t k_most_json_keys = 1000;

}  // namespace sellsign
