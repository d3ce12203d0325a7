#include "base/json/json_cursor.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/json/syntax_words.h"
#include "base/utf8.h"

namespace sellsign {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '+' ||
         c == '.';
}

/// The bytes at which the scan of a text has to look closer.
constexpr std::array<bool, 256> k_ends_plain = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = true;
  table['"'] = true;
  table['\\'] = true;
  return table;
}();

/// Whole numbers as JSON writes them; `real` for all that starts like a number but is none of them.
JsonCursor::Kind kind_of_number(std::string_view word) {
  std::string_view digits = word.substr(word.starts_with('-') ? 1 : 0);
  if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return JsonCursor::Kind::real;
  for (const char c : digits)
    if (c < '0' || c > '9') return JsonCursor::Kind::real;
  return JsonCursor::Kind::integer;
}

}  // namespace

std::string_view name_of(JsonCursor::Kind kind) {
  constexpr std::array<std::string_view, 8> k_names = {
      "an object",     "a list", "text",   "a whole number", "a number that is not whole",
      "true or false", "null",   "nothing"};
  return k_names[static_cast<std::size_t>(kind)];
}

/// The first byte behind white space; 0 at the end and after a failure.
char JsonCursor::peek() {
  if (failure_) return 0;
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  return at_ < text_.size() ? text_[at_] : '\0';
}

std::string_view JsonCursor::word() const {
  std::size_t end = at_;
  while (end < text_.size() && is_word(text_[end])) ++end;
  return text_.substr(at_, end - at_);
}

JsonCursor::Kind JsonCursor::kind() {
  const char c = peek();
  if (c == '"') return Kind::text;
  if (c == '{') return Kind::object;
  if (c == '[') return Kind::list;
  if (c == '-' || (c >= '0' && c <= '9')) return kind_of_number(word());
  if (word() == "true" || word() == "false") return Kind::boolean;
  return word() == "null" ? Kind::null : Kind::nothing;
}

std::size_t JsonCursor::offset() {
  peek();
  return at_;
}

bool JsonCursor::fail(std::size_t offset, std::string_view parser) {
  if (!failure_) failure_ = Failure{offset, syntax_words(text_, offset, before_, parser)};
  return false;
}

bool JsonCursor::take(char c) {
  if (peek() != c) return false;
  ++at_;
  before_ = c;
  opened_ = c == '{' || c == '[';
  return true;
}

bool JsonCursor::read(std::int64_t& value) {
  if (const char c = peek(); c != '-' && (c < '0' || c > '9')) return false;
  const std::string_view digits = word();
  if (kind_of_number(digits) != Kind::integer) return false;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{}) {
    if (!failure_) failure_ = Failure{at_, "this number does not fit into 64 bits"};
    return false;
  }
  at_ += digits.size();
  before_ = '0';
  return true;
}

bool JsonCursor::read(bool& value) {
  if (kind() != Kind::boolean) return false;
  value = text_[at_] == 't';
  at_ += value ? 4 : 5;
  before_ = 'e';
  return true;
}

bool JsonCursor::read(std::string_view& value) { return peek() == '"' && read_text(value); }

bool JsonCursor::read_text(std::string_view& value) {
  const std::size_t from = at_ + 1;
  std::size_t end = from;
  bool is_plain = true;
  unsigned all_bits = 0;
  for (; end < text_.size() && text_[end] != '"'; ++end) {
    const auto c = static_cast<unsigned char>(text_[end]);
    all_bits |= c;
    if (!k_ends_plain[c]) continue;
    if (c != '\\') return fail(at_, "invalid string: a control character must be escaped");
    is_plain = false;
    ++end;
  }
  if (end >= text_.size()) return fail(at_, "missing closing quote");
  if (!is_plain && !decode(from, end)) return false;
  value = is_plain ? text_.substr(from, end - from) : std::string_view(decoded_);
  if (all_bits >= 0x80 && !is_utf8(value)) return fail(at_, "not UTF-8");
  at_ = end + 1;
  before_ = '"';
  return true;
}

/// Puts the text between two places into `decoded_`, its escapes replaced.
bool JsonCursor::decode(std::size_t from, std::size_t to) {
  decoded_.clear();
  while (from < to) {
    if (text_[from] == '\\') {
      if (!decode_escape(from)) return false;
    } else {
      decoded_ += text_[from++];
    }
  }
  return true;
}

bool JsonCursor::decode_escape(std::size_t& at) {
  constexpr std::string_view k_letters = "\"\\/bfnrt";
  constexpr std::string_view k_meant = "\"\\/\b\f\n\r\t";
  const char letter = text_[at + 1];
  at += 2;
  if (const std::size_t i = k_letters.find(letter); i != std::string_view::npos) {
    decoded_ += k_meant[i];
    return true;
  }
  if (letter != 'u') return fail(at_, "forbidden character after backslash");
  auto point = hex(at);
  at += 4;
  if (point && *point >= 0xD800 && *point < 0xDC00) {
    const auto low = text_.substr(at, 2) == "\\u" ? hex(at + 2) : std::nullopt;
    at += 6;
    const bool is_pair = low && *low >= 0xDC00 && *low < 0xE000;
    point = is_pair ? std::optional(0x10000 + ((*point - 0xD800) << 10U) + (*low - 0xDC00)) : std::nullopt;
  } else if (point && *point >= 0xDC00 && *point < 0xE000) {
    point.reset();
  }
  if (!point) return fail(at_, "invalid string: \\u must be followed by four hex digits of a character");
  append_utf8(decoded_, *point);
  return true;
}

std::optional<std::uint32_t> JsonCursor::hex(std::size_t from) const {
  std::uint32_t value = 0;
  const std::string_view digits = text_.substr(std::min(from, text_.size()), 4);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc{} || digits.size() != 4 || end != digits.data() + 4) return std::nullopt;
  return value;
}

bool JsonCursor::go_on(char closing, std::string_view doing) {
  const char c = peek();
  if (failure_) return false;
  if (c == closing) {
    ++at_;
    before_ = closing;
    opened_ = false;
    return false;
  }
  if (!opened_) {
    if (c != ',') return fail(at_, doing);
    ++at_;
    before_ = ',';
  }
  opened_ = false;
  if (doing.empty() && kind() == Kind::nothing) return fail(at_, "a value is expected here");
  return true;
}

bool JsonCursor::next_key(std::string_view& key) {
  if (!go_on('}', "a comma or } is expected here")) return false;
  if (peek() != '"') return fail(at_, "while parsing object key");
  key_offset_ = at_;
  if (!read_text(key)) return false;
  if (!take(':')) return fail(at_, "expected ':'");
  return kind() != Kind::nothing || fail(at_, "a value is expected here");
}

void JsonCursor::skip() {
  std::size_t depth = 0;
  std::string_view text;
  do {
    const char c = peek();
    if (c == 0) {
      fail(at_, "");
    } else if (c == '"') {
      read_text(text);
    } else if (is_word(c)) {
      if (kind() == Kind::nothing) fail(at_, "");
      at_ += word().size();
      before_ = 'e';
    } else {
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && depth > 0) --depth;
      ++at_;
      before_ = c;
    }
  } while (depth > 0 && !failure_);
  opened_ = false;
}

void JsonCursor::expect_end() {
  if (peek() != 0 || (!failure_ && at_ < text_.size())) fail(at_, "expected end of input");
}

}  // namespace sellsign
