#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sellsign {

/// The token as a shell takes it from the environment, so that no line holds it.
inline constexpr std::string_view k_token_from_shell = "\"j_token=$SELLSIGN_TOKEN\"";

/// A curl command that sends this very request, whatever its bytes: one line, without a control character.
struct CurlLine {
  std::string verb = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  ///< name; the shell's word, see `header_word`
  std::string body;
  std::string ca_file;          ///< of the authorities to trust; empty: the system's
  bool token_in_query = false;  ///< curl adds the token to the query
  bool token_in_body = false;   ///< curl adds the token to the form in the body

  std::string text() const;
};

/// What stands behind `-H` for a header, as one word of a shell's line.
std::string header_word(std::string_view name, std::string_view value);

}  // namespace sellsign
