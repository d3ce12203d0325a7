#include "base/percent.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"

namespace sellsign {
namespace {

/// The value of a hex digit, or -1.
constexpr auto k_hex = [] {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  std::int8_t value = 0;
  for (const char digit : std::string_view("0123456789abcdef"))
    table[static_cast<unsigned char>(digit)] = value++;
  for (unsigned char letter = 'A'; letter <= 'F'; ++letter)
    table[letter] = static_cast<std::int8_t>(letter - 'A' + 10);
  return table;
}();

constexpr bool is_unreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

/// What a byte means in a query, one bit each.
enum ByteClass : std::uint8_t {
  k_ampersand = 1,
  k_equals = 2,
  k_escape = 4,
  k_wants_encoding = 8,
  k_not_ascii = 16,
  k_angle = 32,
  k_apostrophe = 64
};
constexpr std::uint8_t k_markup = k_ampersand | k_equals | k_angle;

/// Characters that the documents want encoded in a URL and that RFC 3986 does not allow there either, and @.
constexpr auto k_classes = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 0x80; c < 256; ++c) table[c] = k_wants_encoding | k_not_ascii;
  for (const char c : {'@', '|', '"', '<', '>', '{', '}', '[', ']', '\\', '^', '`'})
    table[static_cast<unsigned char>(c)] = k_wants_encoding;
  table['<'] |= k_angle;
  table['>'] |= k_angle;
  table['\''] = k_apostrophe;
  table['&'] = k_ampersand;
  table['='] = k_equals;
  table['%'] = k_escape;
  table['+'] = k_escape;
  return table;
}();

}  // namespace

PercentNotes& PercentNotes::operator|=(const PercentNotes& other) {
  bad_escape |= other.bad_escape;
  unencoded |= other.unencoded;
  beyond_ascii |= other.beyond_ascii;
  percent |= other.percent;
  escaped |= other.escaped;
  space |= other.space;
  markup |= other.markup;
  apostrophe |= other.apostrophe;
  return *this;
}

PercentNotes notes_of_plain(std::string_view text) {
  std::uint8_t seen = 0;
  for (const char c : text) seen |= k_classes[static_cast<unsigned char>(c)];
  return {.markup = (seen & k_markup) != 0, .apostrophe = (seen & k_apostrophe) != 0};
}

PercentNotes decode_component(std::string_view text, std::string& out) {
  PercentNotes notes;
  std::uint8_t raw = 0, decoded = 0;  // classes of what stood there as it is, and of all that it means
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    if (c == '+') {
      out += ' ';
      notes.space = true;
      continue;
    }
    if (c != '%') {
      raw |= k_classes[c];
    } else {
      notes.escaped = true;
      const int high = i + 2 < text.size() ? k_hex[static_cast<unsigned char>(text[i + 1])] : -1;
      const int low = i + 2 < text.size() ? k_hex[static_cast<unsigned char>(text[i + 2])] : -1;
      if (high < 0 || low < 0) {
        notes.bad_escape = true;
      } else {
        c = static_cast<unsigned char>(high * 16 + low);
        notes.space |= c == ' ';
        i += 2;
      }
      notes.percent |= c == '%';
    }
    decoded |= k_classes[c];
    out += static_cast<char>(c);
  }
  notes.unencoded = (raw & k_wants_encoding) != 0;
  notes.beyond_ascii = (decoded & k_not_ascii) != 0;
  notes.markup = (decoded & k_markup) != 0;
  notes.apostrophe = (decoded & k_apostrophe) != 0;
  return notes;
}

std::string percent_decoded(std::string_view text, bool keeps_plus) {
  std::string decoded;
  while (keeps_plus && text.find('+') != std::string_view::npos) {
    decode_component(take_part(text, '+'), decoded);
    decoded += '+';
  }
  decode_component(text, decoded);
  return decoded;
}

Component take_component(std::string_view& rest, bool to_equals, std::string& out) {
  const std::uint8_t ends = to_equals ? k_ampersand | k_equals : k_ampersand;
  std::uint8_t seen = 0;
  std::size_t length = 0;
  const auto class_at = [&](std::size_t at) { return k_classes[static_cast<unsigned char>(rest[at])]; };
  for (; length + 4 <= rest.size(); length += 4) {  // most components are longer
    const std::uint8_t four =
        class_at(length) | class_at(length + 1) | class_at(length + 2) | class_at(length + 3);
    if ((four & ends) != 0) break;
    seen |= four;
  }
  for (; length < rest.size(); ++length) {
    const std::uint8_t meaning = class_at(length);
    if ((meaning & ends) != 0) break;
    seen |= meaning;
  }
  const std::string_view raw = rest.substr(0, length);
  const bool at_equals = length < rest.size() && rest[length] == '=';
  rest.remove_prefix(std::min(length + 1, rest.size()));
  if ((seen & k_escape) == 0)
    return {raw,
            {.unencoded = (seen & k_wants_encoding) != 0,
             .beyond_ascii = (seen & k_not_ascii) != 0,
             .markup = (seen & k_markup) != 0,
             .apostrophe = (seen & k_apostrophe) != 0},
            at_equals};
  const std::size_t from = out.size();
  const PercentNotes notes = decode_component(raw, out);
  return {std::string_view(out).substr(from), notes, at_equals};
}

QueryPairs read_query(std::string_view query) {
  QueryPairs pairs;
  std::string decoded;
  decoded.reserve(query.size());
  while (!query.empty()) {
    const Component name = take_component(query, true, decoded);
    const std::string_view value =
        name.at_equals ? take_component(query, false, decoded).text : std::string_view();
    if (name.at_equals || !name.text.empty()) pairs.emplace_back(name.text, value);
  }
  return pairs;
}

std::string encode_component(std::string_view text) {
  constexpr std::string_view k_digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size() + text.size() / 4);
  for (const char raw : text) {
    const auto c = static_cast<unsigned char>(raw);
    if (is_unreserved(c)) {
      out += raw;
    } else {
      out += '%';
      out += k_digits[c >> 4U];
      out += k_digits[c & 15U];
    }
  }
  return out;
}

}  // namespace sellsign
