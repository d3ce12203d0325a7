#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sellsign {

/// What was noticed while a percent-encoded text was decoded.
struct PercentNotes {
  bool bad_escape = false;  ///< a % that is not followed by two hex digits; it was kept as it stands
  bool unencoded =
      false;  ///< a character that the vendor wants encoded (@ | " < > and the like, or not ASCII) stood raw
  bool beyond_ascii = false;  ///< the decoded text holds bytes that may not be UTF-8
  bool percent = false;       ///< the decoded text holds a %
  bool escaped = false;       ///< a % stood there
  bool space = false;         ///< a space stood there, as + or %20
  bool markup = false;        ///< the decoded text holds one of = & < >
  bool apostrophe = false;    ///< the decoded text holds one

  PercentNotes& operator|=(const PercentNotes& other);
};

/// The notes of a text that was never encoded: `markup` and `apostrophe` alone.
PercentNotes notes_of_plain(std::string_view text);

/// Appends the decoded form of a query or form component to `out`; `+` becomes a space. Never longer than
/// `text`.
PercentNotes decode_component(std::string_view text, std::string& out);

/// The decoded form; `keeps_plus`: a plus sign is one.
std::string percent_decoded(std::string_view text, bool keeps_plus = false);

/// One name or value of a query or form.
struct Component {
  std::string_view text;  ///< decoded
  PercentNotes notes;
  bool at_equals = false;  ///< it ended at an equals sign
};

/// Takes the component at the start of `rest` off it, with the `&` that ends it (or, where `to_equals`, the
/// `=`). Its text is a view of `rest` where nothing is encoded; otherwise it is appended to `out`, which must
/// have room for it.
Component take_component(std::string_view& rest, bool to_equals, std::string& out);

/// The names and values of a query, decoded, in their order.
using QueryPairs = std::vector<std::pair<std::string, std::string>>;

/// Reads `a=1&b=2`. A name without an equals sign has an empty value.
QueryPairs read_query(std::string_view query);

/// Encodes everything but unreserved characters (letters, digits, - . _ ~), upper-case hex, space as %20.
std::string encode_component(std::string_view text);

}  // namespace sellsign
