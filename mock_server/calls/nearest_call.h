#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/arguments.h"
#include "api/endpoints.h"

namespace sellsign::mock {

/// The parameter that names the method, wherever it stands and however its name is spelt; null: none.
const api::Argument* find_selector(const api::Arguments& arguments);

/// The call that a request comes nearest to, by its path as it came and what it carries: a built one whose
/// method it names, else the one whose URL is the fewest slips away. Takes about a millisecond.
const api::Endpoint& nearest_call(std::string_view path, const api::Arguments& arguments);

/// A call's URL: `/calinda/...?action=getCustomer`.
std::string url_text(const api::Endpoint& row);

/// The folders of a path, empty ones left out.
std::vector<std::string> segments_of(std::string_view path);

/// `/a/b`
std::string path_through(std::span<const std::string> segments);

}  // namespace sellsign::mock
