#include "base/json/json_cursor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/number.h"
#include "base/text.h"
#include "base/utf8.h"

namespace sellsign {
namespace {

bool is_word(char c) { return is_alnum(c) || c == '-' || c == '+' || c == '.'; }

/// The bytes at which the scan of a text has to look closer.
constexpr std::array<bool, 256> k_ends_plain = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = true;
  table['"'] = true;
  table['\\'] = true;
  return table;
}();

/// Takes the digits off the front; says how many there were.
std::size_t pass_digits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(count);
  return count;
}

/// The kind of a number as JSON writes it; `nothing` for what only starts like one.
JsonCursor::Kind kind_of_number(std::string_view word) {
  using Kind = JsonCursor::Kind;
  if (word.starts_with('-')) word.remove_prefix(1);
  const bool has_leading_zero = word.starts_with('0');
  const std::size_t whole = pass_digits(word);
  if (whole == 0 || (whole > 1 && has_leading_zero)) return Kind::nothing;
  if (word.empty()) return Kind::integer;
  if (word.starts_with('.')) {
    word.remove_prefix(1);
    if (pass_digits(word) == 0) return Kind::nothing;
  }
  if (word.starts_with('e') || word.starts_with('E')) {
    word.remove_prefix(word.size() > 1 && (word[1] == '+' || word[1] == '-') ? 2 : 1);
    if (pass_digits(word) == 0) return Kind::nothing;
  }
  return word.empty() ? Kind::real : Kind::nothing;
}

}  // namespace

std::string_view name_of(JsonCursor::Kind kind) {
  constexpr std::array<std::string_view, 8> k_names = {
      "an object",     "a list", "text",   "a whole number", "a number that is not whole",
      "true or false", "null",   "nothing"};
  return k_names[static_cast<std::size_t>(kind)];
}

/// The first byte behind white space and comments; 0 at the end and after a failure.
char JsonCursor::peek() {
  if (failure_) return 0;
  do {
    while (at_ < text_.size() && is_white(text_[at_])) ++at_;
  } while (dialect_ == JsonDialect::commented && skip_comment());
  return at_ < text_.size() ? text_[at_] : '\0';
}

/// False when no closed comment is here.
bool JsonCursor::skip_comment() {
  const bool is_line = text_.substr(at_, 2) == "//";
  if (!is_line && text_.substr(at_, 2) != "/*") return false;
  const std::size_t end = text_.find(is_line ? "\n" : "*/", at_ + 2);
  if (!is_line && end == std::string_view::npos) return false;
  at_ = is_line ? std::min(end, text_.size()) : end + 2;
  return true;
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

void JsonCursor::pass_word() {
  at_ += word().size();
  before_ = text_[at_ - 1];
}

void JsonCursor::refuse(std::size_t offset, std::string what) {
  if (!failure_) failure_ = SyntaxError{offset, std::move(what)};
}

/// `problem` is for what has no plainer words.
bool JsonCursor::fail(std::size_t offset, std::string_view problem) {
  if (offset >= text_.size())
    problem = before_ == 0 ? "the file is empty; a JSON object is expected"
                           : "the file ends before everything is closed";
  else if (before_ == ',' && text_[offset] == '}')
    problem = "there is a comma in front of this }; take it away";
  else if (before_ == ',' && text_[offset] == ']')
    problem = "there is a comma in front of this ]; take it away";
  else if (text_[offset] == '\'')
    problem = "texts are quoted with \", not with '";
  else if (text_[offset] == '#')
    problem = "comments start with //";
  else if (text_.substr(offset, 2) == "/*")
    problem = "this comment is not closed with */";
  refuse(offset, std::string(problem));
  return false;
}

/// In the text that comes next.
bool JsonCursor::fail_in_text(std::string_view problem) {
  for (std::size_t i = at_ + 1; i < text_.size() && text_[i] != '"'; ++i) {
    if (text_[i] == '\n') problem = "this text is not closed with \" on its line";
    if (text_[i] == '\\') ++i;
  }
  refuse(at_, std::string(problem));
  return false;
}

bool JsonCursor::expect_value() {
  if (kind() != Kind::nothing) return true;
  const std::string_view next = word();
  if (next.empty()) return fail(at_, "a value is expected here");
  return fail(at_, next[0] == '-' || is_digit(next[0])
                       ? "this is no number as JSON writes it"
                       : "only true, false, null, numbers and texts in \"quotes\" are values");
}

bool JsonCursor::take(char c) {
  if (peek() != c) return false;
  const bool opens = c == '{' || c == '[';
  if (opens && levels_ == k_deepest_json)
    return refuse(at_, "more than " + std::to_string(k_deepest_json) + " levels are not read"), false;
  if (opens) ++levels_;
  ++at_;
  before_ = c;
  opened_ = opens;
  return true;
}

bool JsonCursor::read(std::int64_t& value) {
  if (kind() != Kind::integer) return false;
  const auto number = read_whole<std::int64_t>(word());
  if (!number) return refuse(at_, "this number does not fit into 64 bits"), false;
  value = *number;
  pass_word();
  return true;
}

std::string_view JsonCursor::number() {
  const Kind next = kind();
  if (next != Kind::integer && next != Kind::real) return {};
  const std::string_view digits = word();
  constexpr std::size_t k_always_finite = 300;
  if ((next == Kind::real || digits.size() > k_always_finite) && !std::isfinite(value_of_number(digits)))
    return refuse(at_, "this number is out of range"), std::string_view();
  pass_word();
  return digits;
}

bool JsonCursor::read(bool& value) {
  if (kind() != Kind::boolean) return false;
  value = text_[at_] == 't';
  pass_word();
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
    if (c != '\\') return fail_in_text("this text cannot be read: a control character must be escaped");
    is_plain = false;
    ++end;
  }
  if (end >= text_.size()) return fail_in_text("this text is never closed with \"");
  if (!is_plain && !decode(from, end)) return false;
  value = is_plain ? text_.substr(from, end - from) : std::string_view(decoded_);
  if (all_bits >= 0x80 && !is_utf8(value)) return fail_in_text("this text is not UTF-8");
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
  if (letter != 'u')
    return fail_in_text("this text has a \\ that is not followed by one of \" \\ / b f n r t u");
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
  if (!point)
    return fail_in_text("this text cannot be read: \\u must be followed by four hex digits of a character");
  append_utf8(decoded_, *point);
  return true;
}

std::optional<std::uint32_t> JsonCursor::hex(std::size_t from) const {
  const std::string_view digits = text_.substr(std::min(from, text_.size()), 4);
  return digits.size() == 4 ? read_whole<std::uint32_t>(digits, 16) : std::nullopt;
}

bool JsonCursor::go_on(char closing, std::string_view wanted) {
  const char c = peek();
  if (failure_) return false;
  if (c == closing) {
    ++at_;
    --levels_;
    before_ = closing;
    opened_ = false;
    return false;
  }
  if (!opened_) {
    if (c != ',')
      return fail(at_, is_word(c) || c == '"' || c == '{' || c == '[' ? "a comma is missing in front of this"
                                                                      : wanted);
    ++at_;
    before_ = ',';
  }
  opened_ = false;
  return true;
}

bool JsonCursor::next_key(std::string_view& key) {
  if (!go_on('}', "a comma or } is expected here")) return false;
  if (peek() != '"') return fail(at_, "a key in \"quotes\" is expected here");
  key_offset_ = at_;
  if (!read_text(key)) return false;
  if (!take(':')) return fail(at_, "a colon is missing in front of this");
  return expect_value();
}

void JsonCursor::skip() {
  std::string closings;  // of what is open
  std::string_view text;
  do {
    const bool has_value = closings.empty()         ? expect_value()
                           : closings.back() == '}' ? next_key(text)
                                                    : next_item();
    if (!has_value)
      closings.resize(closings.size() - (closings.empty() ? 0 : 1));
    else if (open_object())
      closings += '}';
    else if (open_list())
      closings += ']';
    else if (!read(text) && !failure_)
      pass_word();
  } while (!closings.empty() && !failure_);
}

bool is_json_number(std::string_view text) { return kind_of_number(text) != JsonCursor::Kind::nothing; }

void JsonCursor::expect_end() {
  if (peek() != 0 || (!failure_ && at_ < text_.size()))
    fail(at_, "there is more text after the end of the object");
}

}  // namespace sellsign
