#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/arguments.h"

namespace sellsign::mock {

/// One value of a query, a form or a JSON text. Views that live as long as the call.
struct Place {
  std::span<const std::string> path;  ///< names from the outermost in, empty ones for lists
  std::string_view text;              ///< decoded
  api::WireType type = api::WireType::text;
  api::Origin origin = api::Origin::query;
  PercentNotes notes;

  std::string_view name() const { return path.empty() ? std::string_view() : path.back(); }
};

/// The bytes that shall stand at a place, as they are to stand there; nothing keeps what is there.
using Rewrite = std::function<std::optional<std::string>(const Place&)>;

/// `text` encoded for a place: percent-encoded, a JSON text, or as it is for a JSON number.
std::string encoded_for(const Place& place, std::string_view text);

/// `a=1&b=2` with values exchanged. All other bytes stay.
std::string rewrite_pairs(std::string_view text, api::Origin origin, const Rewrite& rewrite);

/// JSON with values exchanged. All other bytes stay. Takes broken and cut JSON: what is neither text nor
/// number nor a literal comes as WireType::container, and goes without quotes.
std::string rewrite_json(std::string_view text, const Rewrite& rewrite);

/// A body by what it looks like; `other` bodies stay as they are.
std::string rewrite_body(std::string_view body, const Rewrite& rewrite);

}  // namespace sellsign::mock
