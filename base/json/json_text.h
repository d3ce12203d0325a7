#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace sellsign {

/// Which characters are written as `\u00xx` beyond what JSON asks for.
enum class HtmlEscape : bool {
  off,
  on
};  ///< on: = & < > ' as the vendor's serializer does (obs.wire.html-escape)

/// Writes a JSON text piece by piece into room of its own, and appends it to a text when that is full and by
/// `flush`: most pieces are short, and would cost more to append than to write. Not movable.
class JsonPieces {
 public:
  JsonPieces(std::string& out, HtmlEscape escape);
  JsonPieces(const JsonPieces&) = delete;
  JsonPieces& operator=(const JsonPieces&) = delete;

  /// Text as it is, such as `,"key":`. Of a fixed length, which compilers copy in a few moves.
  template <std::size_t size>
  void add_raw(const std::array<char, size>& text) {
    static_assert(size <= k_longest_piece);
    make_room(size);
    std::memcpy(at_, text.data(), size);
    at_ += size;
  }
  /// A JSON string, quotes included. `text` must be UTF-8.
  void add(std::string_view text);
  void add(std::int64_t number);

  /// Appends what is written so far. To be called at the end.
  void flush() {
    out_.append(room_, static_cast<std::size_t>(at_ - room_));
    at_ = room_;
  }

 private:
  static constexpr std::size_t k_room = 2048;
  static constexpr std::size_t k_longest_piece = 256;

  void make_room(std::size_t size) {
    if (static_cast<std::size_t>(room_ + k_room - at_) < size) flush();
  }

  std::string& out_;
  const std::array<char, 256>& spellings_;
  char* at_ = room_;
  char room_[k_room];
};

/// Appends a JSON string, quotes included. `text` must be UTF-8.
void append_json(std::string& out, std::string_view text, HtmlEscape escape);

/// Appends an integer.
void append_json(std::string& out, std::int64_t number);

}  // namespace sellsign
