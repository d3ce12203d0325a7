#pragma once

#include <string>
#include <string_view>

namespace sellsign::api {

/// What was noticed while a percent-encoded text was decoded.
struct PercentNotes {
  bool bad_escape = false;  ///< a % that is not followed by two hex digits; it was kept as it stands
  bool unencoded =
      false;  ///< a character that the vendor wants encoded (@ | " < > and the like, or not ASCII) stood raw
};

/// Appends the decoded form of a query or form component to `out`; `+` becomes a space. Never longer than
/// `text`.
PercentNotes decode_component(std::string_view text, std::string& out);

/// Encodes everything but unreserved characters (letters, digits, - . _ ~), upper-case hex, space as %20.
std::string encode_component(std::string_view text);

/// Whether the bytes are well-formed UTF-8 (no overlong forms, no surrogates).
bool is_utf8(std::string_view text);

}  // namespace sellsign::api
