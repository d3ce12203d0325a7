#pragma once

#include <string_view>

namespace sellsign::api {

/// Whether a value is what a program writes that has none: `undefined`, `null`, `NaN`, `None`, `(null)`,
/// `<nil>`, `[object Object]`. In this case only: Null is a name.
bool is_word_of_program(std::string_view text);

/// Whether a decoded value still is a URL-encoded one: every % in it begins an escape, there is one, and what
/// they decode to is UTF-8.
bool looks_encoded(std::string_view text);

}  // namespace sellsign::api
