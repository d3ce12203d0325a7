#include "http/client/transport.h"

#include <algorithm>
#include <cstdint>

#include "base/number.h"
#include "base/text.h"
#include "base/time_text.h"

namespace sellsign::http {
namespace {

/// A tab may stand in the value of a field.
bool ends_value(char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f'; }
bool ends_word(char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; }

}  // namespace

std::string framing_fault(const HttpRequest& request) {
  if (std::ranges::any_of(request.verb, ends_word))
    return "the verb has a space or a control character in it";
  if (std::ranges::any_of(request.target, ends_word))
    return "the target has a space or a control character in it; in a URL they are percent-encoded";
  for (const auto& [name, value] : request.headers)
    if (std::ranges::any_of(name, ends_word) || std::ranges::any_of(value, ends_value))
      return "the header field " + in_quotes(printable(name, 40)) + " has a control character in it";
  return {};
}

const std::string* find_header(const Headers& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return equal_ignoring_case(header.first, name);
  });
  return found == headers.end() ? nullptr : &found->second;
}

std::string coding_fault(const HttpReply& reply) {
  const std::string* const coding = find_header(reply.headers, "Content-Encoding");
  if (coding == nullptr || coding->empty() || equal_ignoring_case(*coding, "identity")) return {};
  return "the answer is compressed (Content-Encoding: " + printable(*coding, 40) +
         "), which the request did not ask for";
}

std::optional<std::chrono::seconds> retry_after(const HttpReply& reply,
                                                std::chrono::system_clock::time_point now) {
  using std::chrono::seconds;
  const std::string* const text = find_header(reply.headers, "Retry-After");
  if (text == nullptr || text->empty()) return std::nullopt;
  if (text->find_first_not_of("0123456789") == std::string::npos) {
    const auto number = read_whole<std::uint32_t>(*text);  // more digits are longer than the longest
    return number ? std::min(seconds(*number), k_longest_pause) : k_longest_pause;
  }
  const auto until = read_http_date(*text);
  if (!until) return std::nullopt;
  const std::string* const date = find_header(reply.headers, "Date");
  const auto from = date == nullptr ? std::nullopt : read_http_date(*date);
  const auto left = *until - from.value_or(std::chrono::floor<seconds>(now));
  return std::clamp(left, seconds(0), k_longest_pause);
}

Deadlines Deadlines::within(std::chrono::milliseconds total) {
  Deadlines limits;
  limits.connect = std::min(limits.connect, total);
  limits.read = limits.total = total;
  return limits;
}

Interruption::Time Interruption::next_look(Time deadline) const {
  constexpr std::chrono::milliseconds k_pause{50};
  return watched_ ? std::min(deadline, std::chrono::steady_clock::now() + k_pause) : deadline;
}

std::string host_field(const Url& url) {
  Url bare = url;
  bare.prefix.clear();
  const std::string text = bare.text();
  return text.substr(text.find("://") + 3);
}

std::string place_of(const Target& target) {
  const std::string host = host_field(target.url);
  return target.address == target.url.host ? host : host + " (" + target.address + ")";
}

Error unreachable(const Target& target, std::string_view why, std::string_view advice) {
  std::string message = "no connection to " + place_of(target) + ": ";
  message.append(why).append("; ").append(advice);
  return {ErrorKind::unreachable, std::move(message)};
}

}  // namespace sellsign::http
