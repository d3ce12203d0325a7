#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sellsign::mock {

/// One header of a request; views into the front's buffer.
struct HeaderView {
  std::string_view name;
  std::string_view value;
};

/// A request as a front hands it over: already framed, not yet decoded. Views that live as long as the call
/// to `handle`.
struct Request {
  std::string_view verb = "GET";
  std::string_view path = "/";
  std::string_view query;  ///< raw, without the question mark
  std::span<const HeaderView> headers;
  std::string_view body;
};

/// The first header of that name (ASCII case does not count), or null.
const HeaderView* find_header(const Request& request, std::string_view name);

/// An answer for a front to write.
struct Reply {
  int status = 200;
  std::string_view content_type = "text/plain;charset=UTF-8";  ///< static text
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// A refusal in the vendor's style: plain text, one sentence (asm.error.text).
Reply refusal(int status, std::string sentence);

}  // namespace sellsign::mock
