#include "mock_server/calls/readable_body.h"

#include "api/arguments.h"
#include "base/charset.h"
#include "base/text.h"
#include "http/content_coding.h"

namespace sellsign::mock {
namespace {

/// The value of a parameter of a media type, without quotes; empty: there is none.
std::string_view parameter_of(std::string_view content_type, std::string_view name) {
  take_part(content_type, ';');
  while (!content_type.empty()) {
    std::string_view value = trimmed(take_part(content_type, ';'));
    const std::string_view key = trimmed(take_part(value, '='));
    value = trimmed(value);
    if (!equal_ignoring_case(key, name)) continue;
    const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return quoted ? value.substr(1, value.size() - 2) : value;
  }
  return {};
}

std::string unread_coding(std::string_view coding) {
  return "The body has Content-Encoding " + in_quotes(printable(coding, 40)) +
         ", which is not read here: send it as it is, or compressed by gzip or deflate.";
}

/// Takes off what Content-Encoding says was done; the last one first.
std::optional<std::string> undo_codings(std::string_view codings, ReadableBody& readable,
                                        std::string_view body) {
  while (!codings.empty()) {
    const std::size_t comma = codings.rfind(',');
    const std::string_view coding =
        trimmed(comma == std::string_view::npos ? codings : codings.substr(comma + 1));
    codings = comma == std::string_view::npos ? std::string_view() : codings.substr(0, comma);
    if (coding.empty() || equal_ignoring_case(coding, "identity")) continue;
    if (!http::knows_coding(coding)) return unread_coding(coding);
    auto decoded = http::decoded_content(coding, body, k_longest_decoded);
    if (!decoded)
      return "The body cannot be read as its Content-Encoding " + in_quotes(printable(coding, 40)) +
             " says: " + decoded.error().message + ".";
    readable.text = *std::move(decoded);
    body = *readable.text;
  }
  return std::nullopt;
}

std::string multipart_sentence() {
  return "The body is multipart/form-data (see its Content-Type), which no built call reads: send the "
         "parameters "
         "as JSON or in the query; in PHP give CURLOPT_POSTFIELDS http_build_query($fields) instead of an "
         "array.";
}

/// A form in another charset has it in its escapes, too.
std::string recoded(Charset charset, std::string_view body) {
  return api::look_of(body) == api::BodyLook::form ? form_to_utf8(charset, body) : to_utf8(charset, body);
}

}  // namespace

ReadableBody readable_body(const http::Request& request) {
  ReadableBody readable;
  const std::string_view type = http::header_value(request, "Content-Type");
  readable.wrong = undo_codings(http::header_value(request, "Content-Encoding"), readable, request.body);
  if (readable.wrong) return readable;
  const std::string_view body = readable.text ? std::string_view(*readable.text) : request.body;
  const std::string_view media = trimmed(type.substr(0, type.find(';')));
  if (lower(media.substr(0, 10)) == "multipart/" || (media.empty() && body.starts_with("--"))) {
    readable.wrong = multipart_sentence();
    return readable;
  }
  const std::string_view named = parameter_of(type, "charset");
  const auto charset = charset_of(named, body);
  if (!charset && is_ascii(body)) return readable;  // nearly every charset agrees there
  if (!charset)
    readable.wrong = "The body's Content-Type names the charset " + in_quotes(printable(named, 40)) +
                     ", which is not read here: send UTF-8.";
  else if (*charset != Charset::utf_8)
    readable.text = recoded(*charset, body);
  return readable;
}

}  // namespace sellsign::mock
