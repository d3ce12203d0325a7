#include "http/response_writer.h"

#include <array>
#include <charconv>

namespace sellsign::http {
namespace {

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 302:
      return "Found";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 417:
      return "Expectation Failed";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Status";
  }
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> digits;
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_status_line(std::string& out, int status) {
  if (status == 200) {
    out += "HTTP/1.1 200 OK\r\n";
    return;
  }
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(status));
  out += ' ';
  out += reason_of(status);
  out += "\r\n";
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (const char c : value) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  out += "\r\n";
}

void append_content_fields(std::string& out, const Reply& reply) {
  out += "Content-Type: ";
  out += reply.content_type.text();
  out += "\r\nContent-Length: ";
  append_number(out, reply.content().size());
  out += "\r\n";
}

}  // namespace

void append_response(std::string& out, const Reply& reply, Framing framing) {
  out.reserve(out.size() + reply.content().size() + 160);
  append_status_line(out, reply.status);
  if (reply.status != 204) append_content_fields(out, reply);  // HTTP allows none with it
  for (const auto& [name, value] : reply.headers) append_field(out, name, value);
  if (!framing.keep_alive)
    out += "Connection: close\r\n";
  else if (framing.http_1_0)
    out += "Connection: keep-alive\r\n";
  out += "\r\n";
  if (!framing.is_head && reply.status != 204) out += reply.content();
}

}  // namespace sellsign::http
