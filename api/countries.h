#pragma once

#include <string_view>

namespace sellsign::api {

/// Whether a text is a country's code: one of ISO 3166-1 alpha-2 (`FR`) or of UN M.49 with its three digits
/// (`250`).
bool is_country_code(std::string_view text);

}  // namespace sellsign::api
