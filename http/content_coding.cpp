#include "http/content_coding.h"

#include <algorithm>
#include <array>
#include <memory>
#include <zlib.h>

#include "base/text.h"

namespace sellsign::http {
namespace {

constexpr int k_gzip_window = 15 + 16;  // with the header of gzip
constexpr int k_zlib_window = 15;
constexpr int k_raw_window = -15;  // what some clients send as deflate

bool is_gzip(std::string_view coding) {
  return equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip");
}

/// The window that a body was made with: deflate should have zlib's header, and often has none.
int window_of(std::string_view coding, std::string_view body) {
  if (is_gzip(coding)) return k_gzip_window;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(body[i])); };
  const bool has_header = body.size() >= 2 && (byte(0) & 15U) == 8 && (byte(0) * 256 + byte(1)) % 31 == 0;
  return has_header ? k_zlib_window : k_raw_window;
}

}  // namespace

bool knows_coding(std::string_view coding) {
  return is_gzip(coding) || equal_ignoring_case(coding, "deflate");
}

Result<std::string> decoded_content(std::string_view coding, std::string_view body, std::size_t most) {
  z_stream stream{};
  if (inflateInit2(&stream, window_of(coding, body)) != Z_OK) return usage_error("there is no memory for it");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> ended(&stream, &inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  std::string out;
  std::array<char, 16 * 1024> piece{};
  while (true) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    const int state = inflate(&stream, Z_NO_FLUSH);
    out.append(piece.data(), piece.size() - stream.avail_out);
    if (out.size() > most) return usage_error("it unfolds to more than " + std::to_string(most) + " bytes");
    if (state == Z_STREAM_END) break;
    if (state == Z_BUF_ERROR) return usage_error("it ends early");
    if (state != Z_OK) return usage_error("its bytes are of another kind");
  }
  if (stream.avail_in != 0) return usage_error("there are bytes behind its end");
  return out;
}

}  // namespace sellsign::http
