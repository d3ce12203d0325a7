#include "http/response_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <iterator>

#include "base/text.h"
#include "base/time_text.h"

namespace sellsign::http {
namespace {

using namespace std::string_view_literals;  // their length is known, that of a literal is counted

/// A status and its phrase.
struct PhraseRow {
  int status;
  std::string_view phrase;
};

/// The HTTP Status Code Registry of the IANA, in the order of the codes.
constexpr PhraseRow k_phrases[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {102, "Processing"},
    {103, "Early Hints"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {207, "Multi-Status"},
    {208, "Already Reported"},
    {226, "IM Used"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {305, "Use Proxy"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {506, "Variant Also Negotiates"},
    {507, "Insufficient Storage"},
    {508, "Loop Detected"},
    {510, "Not Extended"},
    {511, "Network Authentication Required"},
};

/// The text of a moment, made once a second by each thread.
std::string_view date_text(std::chrono::sys_seconds second) {
  thread_local std::chrono::sys_seconds shown{std::chrono::seconds{-1}};
  thread_local std::string text;
  if (shown != second || text.empty()) {
    text = show_http_date(second);
    shown = second;
  }
  return text;
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> digits;
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append_status_line(std::string& out, int status) {
  if (status == 200) {
    out += "HTTP/1.1 200 OK\r\n"sv;
    return;
  }
  out += "HTTP/1.1 "sv;
  append_number(out, static_cast<std::size_t>(status));
  out += ' ';
  out += phrase_of(status);
  out += "\r\n"sv;
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": "sv;
  for (const char c : value) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  out += "\r\n"sv;
}

bool has_field(const Reply& reply, std::string_view name) {
  return std::ranges::any_of(reply.headers,
                             [&](const auto& field) { return equal_ignoring_case(field.first, name); });
}

void append_content_fields(std::string& out, const Reply& reply) {
  out += "Content-Type: "sv;
  out += reply.content_type.text();
  out += "\r\nContent-Length: "sv;
  append_number(out, reply.content().size());
  out += "\r\n"sv;
}

/// RFC 9110, 6.6.1.
void append_date(std::string& out, const Reply& reply) {
  if (has_field(reply, "Date")) return;
  const auto second = reply.date ? std::chrono::floor<std::chrono::seconds>(*reply.date)
                                 : std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  out += "Date: "sv;
  out += date_text(second);
  out += "\r\n"sv;
}

/// Whether an answer of that status may have a body (RFC 9112, 6.3).
bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

std::string_view phrase_of(int status) {
  const auto* const row = std::ranges::lower_bound(k_phrases, status, {}, &PhraseRow::status);
  return row == std::end(k_phrases) || row->status != status ? "" : row->phrase;
}

void append_response(std::string& out, const Reply& reply, Framing framing) {
  out.reserve(out.size() + reply.content().size() + 200);
  const bool has_body = may_have_body(reply.status);
  append_status_line(out, reply.status);
  append_date(out, reply);
  if (has_body) append_content_fields(out, reply);
  for (const auto& [name, value] : reply.headers) append_field(out, name, value);
  if (!framing.keep_alive)
    out += "Connection: close\r\n"sv;
  else if (framing.http_1_0)
    out += "Connection: keep-alive\r\n"sv;
  out += "\r\n"sv;
  if (!framing.is_head && has_body) out += reply.content();
}

}  // namespace sellsign::http
